import type { Intent, RecognitionContext } from '../intent.js';
import { languageOf } from './language.js';
import { recognise } from './recognise.js';

const contextFor = (message: string, more: Partial<RecognitionContext> = {}): RecognitionContext => ({
  language: languageOf(message),
  facts: [],
  theme: null,
  expects: null,
  forcedTool: null,
  ...more,
});

const intentsOf = (message: string, more: Partial<RecognitionContext> = {}): readonly Intent[] => recognise(message, contextFor(message, more)).intents;
const kindsOf = (message: string, more: Partial<RecognitionContext> = {}): string[] => intentsOf(message, more).map((intent) => intent.kind);
const factsOf = (message: string): string[] => intentsOf(message).flatMap((intent) => (intent.kind === 'fact' ? [intent.summary] : []));

describe('facts', () => {
  it.each([
    ['My name is Ada', 'Is called Ada'],
    ['my name is ada lovelace.', 'Is called Ada Lovelace'],
    ["Hi, I'm Ada!", 'Is called Ada'],
    ['Hello there, my name’s Grace, nice to meet you', 'Is called Grace'],
    ['You can call me Max', 'Is called Max'],
    ['I work at Acme', 'Works at Acme'],
    ['I work as a nurse in Oslo', 'Works as a nurse in Oslo'],
    ['By the way, I work from home.', 'Works from home'],
    ["I'm a frontend developer", 'Is a frontend developer'],
    ['I am the CTO of Initech', 'Is the CTO of Initech'],
    ['I live in Berlin btw', 'Lives in Berlin'],
    ["I'm from Canada", 'Is from Canada'],
    ["I'm German", 'Is German'],
    ["I'm 34 years old", 'Is 34 years old'],
    ["I'm allergic to peanuts", 'Is allergic to peanuts'],
    ['I am vegan', 'Is vegan'],
    ['I prefer short answers', 'Prefers short answers'],
    ['I really love jazz', 'Loves jazz'],
    ['I usually drink green tea', 'Usually drinks green tea'],
    ['I never eat meat', 'Never eats meat'],
    ["I don't eat fish", 'Does not eat fish'],
    ["I can't eat gluten", 'Cannot eat gluten'],
    ['I have two kids', 'Has two kids'],
    ['I have a dog called Rex', 'Has a dog called Rex'],
    ['My favorite color is green', 'Favorite color is green'],
    ['my birthday is on 4 May', 'Birthday is on 4 May'],
    ['My team uses Jira', 'Team uses Jira'],
    ['note that my team uses Jira', 'Team uses Jira'],
    ['We use GitLab at work', 'Team uses GitLab at work'],
    ['Remember that I like my coffee black', 'Likes their coffee black'],
    ['Please remember: the deadline is Friday', 'The deadline is Friday'],
    ['Can you remember that I always park on level 3?', 'Always parks on level 3'],
    ["Don't forget that I'm left-handed", 'Is left-handed'],
    ['Keep in mind that we ship on Thursdays', 'Team ships on Thursdays'],
    ['Save the fact that my office is in building 7', 'Office is in building 7'],
    ["hey, i'm john", 'Is called John'],
    ["I'm Susan from accounting", 'Is called Susan, from accounting'],
    ['MY NAME IS ADA', 'Is called Ada'],
    ["FYI I'm on the support team", 'Is on the support team'],
    ['I just moved to Lisbon', 'Moved to Lisbon'],
    ["we're a team of five", 'Is part of a team of five'],
    ['I can speak German', 'Can speak German'],
    ['Please remember to call mom', 'Wants to remember to call mom'],
    ['My email is ada@example.com', 'Email is ada@example.com'],
    ['Ich heiße Ada', 'Heißt Ada'],
    ['Ich bin Lehrerin', 'Ist Lehrerin'],
    ['Ich arbeite bei Siemens', 'Arbeitet bei Siemens'],
    ['Merk dir, dass ich Tee mag', 'Mag Tee'],
  ])('takes "%s" as "%s"', (message, summary) => {
    expect(factsOf(message)).toEqual([summary]);
  });

  it.each([
    "I'm tired",
    "I'm lost",
    "I'm OK",
    "I'm a bit confused",
    'I have a question',
    'I have an idea',
    'I have a problem with my order',
    'I have no idea',
    'I have to go',
    'call me later',
    'I prefer not to say',
    "I'm working on it",
    "I'm in a hurry",
    'I like it',
    'I like your answer',
    "I'd like to know more",
    'My app is broken',
    'my question is simple',
    'Do I work at Acme?',
    'How do I use widgets?',
    'Should I prefer Postgres?',
    'Do you remember me?',
    'remember when we talked',
    'I think so',
  ])('does not take "%s" for a fact', (message) => {
    expect(factsOf(message)).toEqual([]);
  });

  it('keeps several facts of one message apart', () => {
    expect(factsOf('I am 25 and live in Rome')).toEqual(['Is 25 years old', 'Lives in Rome']);
    expect(factsOf('Ich wohne in Köln und arbeite bei Ford')).toEqual(['Wohnt in Köln', 'Arbeitet bei Ford']);
    expect(factsOf("Hi! My name is Ada, I work at Acme and I'm allergic to nuts.")).toEqual(['Is called Ada', 'Works at Acme', 'Is allergic to nuts']);
  });

  it('keeps at most four facts of one message', () => {
    expect(factsOf('I like tea. I like milk. I like jam. I like figs. I like nuts.')).toHaveLength(4);
  });

  it.each(['Remember that my password is hunter2', 'My pin code is 1234, remember that my PIN is 1234', 'note that my credit card ends in 4242'])('does not keep the secret in "%s"', (message) => {
    expect(kindsOf(message)).toContain('secret');
    expect(factsOf(message)).toEqual([]);
  });

  it('shortens an endless fact at a word', () => {
    const [fact = ''] = factsOf(`Remember that I like ${'very '.repeat(100)}long books`);
    expect(fact.length).toBeLessThanOrEqual(201);
    expect(fact).toMatch(/very…$/);
  });
});

describe('themes', () => {
  it.each([
    ['dark mode please', 'dark'],
    ['Dark', 'dark'],
    ['Make it light', 'light'],
    ['can you make it dark?', 'dark'],
    ['switch to the dark theme', 'dark'],
    ['Please switch from dark to light', 'light'],
    ['I want dark mode', 'dark'],
    ['Could you use the light theme, please?', 'light'],
    ['enable night mode', 'dark'],
    ['turn off dark mode', 'light'],
    ['disable light mode', 'dark'],
    ['set the theme to light', 'light'],
    ["It's too bright", 'dark'],
    ['this is too dark for me', 'light'],
    ['the screen hurts my eyes', 'dark'],
    ['lights off', 'dark'],
    ["I'd love a dark theme", 'dark'],
    ['I want it dark', 'dark'],
    ['the page is way too bright, can you fix that?', 'dark'],
    ['hell bitte', 'light'],
    ['Kannst du bitte auf dunkel umschalten?', 'dark'],
    ['Mach das Licht aus', 'dark'],
    ['Mach es dunkel', 'dark'],
    ['dunkles Design bitte', 'dark'],
  ])('switches on "%s" to %s', (message, theme) => {
    expect(intentsOf(message)).toEqual([{ kind: 'theme', theme }]);
  });

  it('switches to the other theme when none is named', () => {
    expect(intentsOf('switch the theme', { theme: 'light' })).toEqual([{ kind: 'theme', theme: 'dark' }]);
    expect(intentsOf('toggle the theme', { theme: 'dark' })).toEqual([{ kind: 'theme', theme: 'light' }]);
  });

  it.each(['I like dark chocolate', "It's dark outside", 'How do I add dark mode to ChatKit?', 'what is dark mode?', 'a light meal', 'I prefer dark mode', 'dark mode is great', 'Does ChatKit have a light theme?', 'white paper'])(
    'does not switch on "%s"',
    (message) => {
      expect(kindsOf(message)).not.toContain('theme');
    },
  );
});

describe('weather', () => {
  it.each([
    ['weather in Paris?', 'Paris', null],
    ["What's the weather like in New York today?", 'New York', null],
    ['will it rain in Oslo tomorrow', 'Oslo', null],
    ['how warm is it in Lima in fahrenheit', 'Lima', 'fahrenheit'],
    ['How cold is it in Reykjavík right now, in celsius?', 'Reykjavík', 'celsius'],
    ['weather berlin', 'Berlin', null],
    ['Tokyo weather', 'Tokyo', null],
    ['Do I need an umbrella in London this weekend?', 'London', null],
    ['Is it snowing in rio de janeiro?', 'Rio de Janeiro', null],
    ['tell me the forecast for Paris, France', 'Paris, France', null],
    ["what's it like in Tokyo right now?", 'Tokyo', null],
    ['should I bring a jacket to Amsterdam?', 'Amsterdam', null],
    ['temperature in St. Louis', 'St. Louis', null],
    ['Wie ist das Wetter in Hamburg?', 'Hamburg', null],
    ['Regnet es morgen in München?', 'München', null],
    ["what's the weather?", null, null],
    ['how is the weather here', null, null],
  ])('reads "%s"', (message, location, unit) => {
    expect(intentsOf(message)).toEqual([{ kind: 'weather', location, unit }]);
  });

  it('asks for each of several places', () => {
    expect(intentsOf('weather in Paris and Rome')).toEqual([
      { kind: 'weather', location: 'Paris', unit: null },
      { kind: 'weather', location: 'Rome', unit: null },
    ]);
  });

  it('takes up the subject for "and in Berlin?"', () => {
    expect(intentsOf('And in Berlin?', { expects: 'weather' })).toEqual([{ kind: 'weather', location: 'Berlin', unit: null }]);
    expect(intentsOf('what about Madrid?', { expects: 'weather' })).toEqual([{ kind: 'weather', location: 'Madrid', unit: null }]);
    expect(kindsOf('And in Berlin?')).not.toContain('weather');
  });

  it('takes a bare name as the place that was asked for', () => {
    expect(intentsOf('Paris', { expects: 'place' })).toEqual([{ kind: 'weather', location: 'Paris', unit: null }]);
    expect(kindsOf('never mind', { expects: 'place' })).toEqual(['talk']);
  });

  it.each(['I feel under the weather', 'The weather is nice', 'How do I build a weather widget?', 'how hot is the reload', 'I love warm weather', 'cold start performance'])('does not ask for the weather on "%s"', (message) => {
    expect(kindsOf(message)).not.toContain('weather');
  });
});

describe('memory', () => {
  it.each(['What do you know about me?', 'what have you saved about me', 'list my facts', 'Show me my saved facts', 'Who am I?', 'Tell me everything you know about me', 'do you remember me?', 'Was weißt du über mich?'])(
    'recalls everything on "%s"',
    (message) => {
      expect(intentsOf(message)).toEqual([{ kind: 'recall', about: null }]);
    },
  );

  it.each([
    ["What's my name?", 'name'],
    ['Do you remember my birthday?', 'birthday'],
    ['where do I work?', 'work'],
    ['Wie heiße ich?', 'heiße'],
  ])('recalls one thing on "%s"', (message, about) => {
    expect(intentsOf(message)).toEqual([{ kind: 'recall', about }]);
  });

  it.each([
    ['forget my name', 'name'],
    ['Please forget that I work at Acme', 'work at Acme'],
    ['forget where I live', 'live'],
    ['delete the fact about Jira', 'Jira'],
    ['Vergiss meinen Namen', 'Namen'],
  ])('forgets on "%s"', (message, what) => {
    expect(intentsOf(message)).toEqual([{ kind: 'forget', what }]);
  });

  it.each(['forget everything', 'forget everything you know about me', 'Forget me', 'delete all my facts'])('forgets everything on "%s"', (message) => {
    expect(intentsOf(message)).toEqual([{ kind: 'forget', what: null }]);
  });

  it.each(["don't forget that I like tea", 'forget it', 'I forgot my password', 'delete the file', 'remove the widget'])('forgets nothing on "%s"', (message) => {
    expect(kindsOf(message)).not.toContain('forget');
  });
});

describe('questions about ChatKit', () => {
  it.each([
    ['What is ChatKit?', 'overview'],
    ['how do widgets work?', 'widgets'],
    ['Explain client tools', 'client-tools'],
    ['How do I add tools to my ChatKit agent?', 'tools'],
    ['how can I change the theme colors in ChatKit?', 'theming'],
    ['How do I add dark mode to ChatKit?', 'theming'],
    ['How do attachments work', 'attachments'],
    ['Can I self-host ChatKit?', 'self-hosting'],
    ['where is the chat history stored?', 'history'],
    ['How do I get started with ChatKit in React?', 'install'],
    ['what is a client secret', 'session'],
    ['how does streaming work?', 'streaming'],
    ['How do I connect a real model?', 'real-model'],
    ['widgets', 'widgets'],
    ['When was ChatKit released?', 'overview-instead'],
  ])('answers "%s" with %s', (message, topic) => {
    expect(intentsOf(message)).toEqual([{ kind: 'topic', topic }]);
  });

  it.each(['What is the capital of France?', 'How do I cook rice?', 'Where is my package?'])('has no answer to "%s"', (message) => {
    expect(kindsOf(message)).toEqual(['unknown']);
  });
});

describe('everything else', () => {
  it.each([
    ['Hi', 'greeting'],
    ['Hello there!', 'greeting'],
    ['Guten Morgen', 'greeting'],
    ['Thanks a lot!', 'thanks'],
    ['bye', 'goodbye'],
    ['How are you?', 'how-are-you'],
    ['Who are you?', 'identity'],
    ['Are you ChatGPT?', 'identity'],
    ['What can you do?', 'capabilities'],
    ['Hi! What can you do?', 'capabilities'],
    ['help', 'capabilities'],
    ['never mind', 'never-mind'],
    ['forget it', 'never-mind'],
  ])('takes "%s" as %s', (message, talk) => {
    expect(intentsOf(message)).toEqual([{ kind: 'talk', talk }]);
  });

  it.each(['Help me fix an issue', 'Troubleshoot an issue', 'I have a problem', 'Something is broken'])('offers help on "%s"', (message) => {
    expect(intentsOf(message)).toEqual([{ kind: 'troubleshoot', symptom: null }]);
  });

  it('looks at a symptom', () => {
    expect(kindsOf('The chat stays blank')).toEqual(['troubleshoot']);
    expect(kindsOf('I get a 401 error')).toEqual(['troubleshoot']);
  });

  it.each(['I have an idea', 'Request a feature'])('asks for the idea on "%s"', (message) => {
    expect(intentsOf(message)).toEqual([{ kind: 'idea', idea: null }]);
  });

  it('takes a sentence after the question for an idea as the idea', () => {
    expect(kindsOf('A button that exports the chat as PDF', { expects: 'idea' })).toEqual(['idea']);
  });

  it.each([
    ['count to 50', 50],
    ['Please count from 1 to 1,200', 1200],
    ['Zähle bis 20', 20],
    ['count to 999999', 5000],
  ])('counts on "%s"', (message, to) => {
    expect(intentsOf(message)).toEqual([{ kind: 'count', to }]);
  });

  it.each([
    ['Tell me a story', 450],
    ['write a long answer', 900],
    ['Write 500 words about the sea', 500],
    ['give me a 300-word essay', 300],
    ['Erzähl mir eine Geschichte', 450],
  ])('writes on "%s"', (message, words) => {
    expect(intentsOf(message)).toEqual([expect.objectContaining({ kind: 'story', words })]);
  });

  it('finds several things in one message', () => {
    expect(intentsOf("I'm Ada, dark mode please, and what's the weather in Paris?")).toEqual([
      { kind: 'fact', summary: 'Is called Ada' },
      { kind: 'theme', theme: 'dark' },
      { kind: 'weather', location: 'Paris', unit: null },
    ]);
  });

  it('notices a wish for thinking and reads the rest', () => {
    const recognition = recognise('Think about the weather in Paris', contextFor(''));
    expect(recognition.thinks).toBe(true);
    expect(recognition.intents).toEqual([{ kind: 'weather', location: 'Paris', unit: null }]);
  });

  it.each(['Translate "good morning" into French', 'Book me a flight', 'Quel temps fait-il ?', 'asdf qwer', '', '🙂', '???'])('does not pretend to understand "%s"', (message) => {
    expect(kindsOf(message)).toEqual(['unknown']);
  });

  it('says so when only a part was understood', () => {
    expect(kindsOf('My name is Ada. Can you book me a flight?')).toEqual(['fact', 'unknown']);
  });

  it('reads a very long message in bounded time', () => {
    const start = performance.now();
    intentsOf(`${'the cat sat on the mat and the dog, '.repeat(20_000)}?`);
    intentsOf('i '.repeat(50_000));
    intentsOf(`weather ${'in a '.repeat(20_000)}`);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
