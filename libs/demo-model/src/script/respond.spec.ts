import { ALL_TOOLS, assistant, called, conversation, knowing, offered, user } from '../../test/conversations.js';
import type { Conversation, Entry } from '../conversation/conversation.js';
import { respond } from './respond.js';

const textOf = (entries: readonly Entry[], more: Partial<Conversation> = {}): string => respond(conversation(entries, more)).text ?? '';
const callsOf = (entries: readonly Entry[], more: Partial<Conversation> = {}): unknown => respond(conversation(entries, more)).toolCalls.map((call) => [call.name, call.arguments]);

describe('saving facts', () => {
  it('calls save_fact with the summary and nothing else', () => {
    const plan = respond(conversation([user('My name is Ada')]));
    expect(plan).toEqual({ reasoning: [], text: null, toolCalls: [{ name: 'save_fact', arguments: { fact: 'Is called Ada' } }] });
  });

  it.each([
    ['the tool', { fact_id: 'fact_1', status: 'saved' }],
    ['the browser', { success: true }],
  ])('confirms by naming the fact after the result of %s', (_source, output) => {
    const plan = respond(conversation([user('I work at Acme'), ...called('save_fact', { fact: 'Works at Acme' }, output)]));
    expect(plan.toolCalls).toEqual([]);
    expect(plan.text).toContain('**Works at Acme**');
    expect(plan.text).toMatch(/saved/);
  });

  it.each([['null'], [''], ['{"success":false}'], ['{"error":{"code":"tool_failed","message":"The tool failed."}}'], ['An error occurred while running the tool.']])(
    'says that nothing was saved after %s',
    (output) => {
      const text = textOf([user('I work at Acme'), ...called('save_fact', { fact: 'Works at Acme' }, output)]);
      expect(text).toMatch(/could not save \*\*Works at Acme\*\*/);
      expect(text).not.toMatch(/I've saved/);
    },
  );

  it('saves several facts one call at a time, since each waits for the browser', () => {
    const message = user('My name is Ada and I work at Acme');
    expect(callsOf([message])).toEqual([['save_fact', { fact: 'Is called Ada' }]]);
    const first = called('save_fact', { fact: 'Is called Ada' }, { success: true });
    expect(callsOf([message, ...first])).toEqual([['save_fact', { fact: 'Works at Acme' }]]);
    const second = called('save_fact', { fact: 'Works at Acme' }, null);
    const text = textOf([message, ...first, ...second]);
    expect(text).toContain('Nice to meet you, Ada');
    expect(text).toContain('could not save **Works at Acme**');
  });

  it('does not save what the instructions already name', () => {
    const plan = respond(conversation([user('my name is Ada')], { instructions: knowing('Is called Ada') }));
    expect(plan.toolCalls).toEqual([]);
    expect(plan.text).toContain('already know');
  });

  it('still confirms a save when the instructions were refreshed with the fact in between', () => {
    const text = textOf([user('my name is Ada'), ...called('save_fact', { fact: 'Is called Ada' }, { success: true })], { instructions: knowing('Is called Ada') });
    expect(text).toContain('Nice to meet you, Ada');
  });

  it('calls nothing that is not offered, and says so', () => {
    const plan = respond(conversation([user('My name is Ada. Dark mode please. Weather in Rome?')], { tools: new Map() }));
    expect(plan.toolCalls).toEqual([]);
    expect(plan.text).toMatch(/no way to save/);
    expect(plan.text).toMatch(/no way to switch/);
    expect(plan.text).toMatch(/no way to look up/);
  });

  it('looks only at calls since the last message', () => {
    const earlier = [user('My name is Ada'), ...called('save_fact', { fact: 'Is called Ada' }, { success: true }), assistant('Saved.')];
    expect(callsOf([...earlier, user('My name is Ada')])).toEqual([['save_fact', { fact: 'Is called Ada' }]]);
  });

  it('saves whatever is said when the request insists on save_fact', () => {
    expect(callsOf([user('the coffee machine is on floor 2')], { forcedTool: 'save_fact' })).toEqual([['save_fact', { fact: 'The coffee machine is on floor 2' }]]);
  });
});

describe('themes and weather', () => {
  it('switches the theme before it answers', () => {
    expect(callsOf([user('dark mode please')])).toEqual([['switch_theme', { theme: 'dark' }]]);
    expect(textOf([user('dark mode please'), ...called('switch_theme', { theme: 'dark' }, { success: true })])).toMatch(/dark theme is on/);
    expect(textOf([user('dark mode please'), ...called('switch_theme', { theme: 'dark' }, { success: false })])).toMatch(/could not switch/);
  });

  it('remembers the theme of an earlier turn for "switch the theme"', () => {
    const earlier = [user('light please'), ...called('switch_theme', { theme: 'light' }, { success: true }), assistant('Done')];
    expect(callsOf([...earlier, user('switch the theme')])).toEqual([['switch_theme', { theme: 'dark' }]]);
  });

  it('fits the arguments to the offered schema', () => {
    expect(callsOf([user('weather in Lima in fahrenheit')])).toEqual([['get_weather', { location: 'Lima', unit: 'fahrenheit' }]]);
    expect(callsOf([user('weather in Lima')])).toEqual([['get_weather', { location: 'Lima', unit: null }]]);
    const optional = new Map([['get_weather', { name: 'get_weather', parameters: {} }]]);
    expect(callsOf([user('weather in Lima')], { tools: optional })).toEqual([['get_weather', { location: 'Lima' }]]);
    const spelled = new Map([
      ['get_weather', { name: 'get_weather', parameters: { properties: { location: {}, unit: { enum: ['Celsius', 'Fahrenheit'] } }, required: ['location', 'unit'] } }],
    ]);
    expect(callsOf([user('weather in Lima')], { tools: spelled })).toEqual([['get_weather', { location: 'Lima', unit: 'Celsius' }]]);
    expect(callsOf([user('weather in Lima, fahrenheit')], { tools: spelled })).toEqual([['get_weather', { location: 'Lima', unit: 'Fahrenheit' }]]);
  });

  it.each([
    [{ location: 'Paris, France', temperature: 18.4, unit: 'celsius', conditions: 'Partly cloudy', sample: false }, /In Paris, France it is \*\*18 °C\*\* and partly cloudy/],
    [{ location: { name: 'Paris', country: 'France' }, current: { temperature_c: -3, feels_like_c: -8, wind_kmh: 12 } }, /Paris, France it is \*\*-3 °C\*\*, feels like -8 °C, with wind at 12 km\/h/],
    [{ place: 'Lima', temperature: 70, unit: 'fahrenheit', wind_speed: 5, wind_speed_unit: 'mph' }, /Lima it is \*\*70 °F\*\*, with wind at 5 mph/],
  ])('tells a result in a sentence', (result, sentence) => {
    expect(textOf([user('weather in Paris'), ...called('get_weather', { location: 'Paris' }, result)])).toMatch(sentence);
  });

  it.each([{ sample: true }, { source: 'sample' }, { note: 'This is sample data' }])('names sample data as such: %j', (mark) => {
    const text = textOf([user('weather in Paris'), ...called('get_weather', { location: 'Paris' }, { location: 'Paris', temperature: 18, unit: 'celsius', ...mark })]);
    expect(text).toMatch(/sample data/);
  });

  it('does not speak of sample data when the result is real', () => {
    const text = textOf([user('weather in Paris'), ...called('get_weather', { location: 'Paris' }, { location: 'Paris', temperature: 18, unit: 'celsius', sample: false, source: 'open-meteo' })]);
    expect(text).not.toMatch(/sample/i);
  });

  it('says that it has no forecast when asked about tomorrow', () => {
    expect(textOf([user('will it rain in Oslo tomorrow?'), ...called('get_weather', { location: 'Oslo' }, { temperature: 4 })])).toMatch(/no forecast/);
  });

  it('asks for the place, and understands the answer', () => {
    const question = textOf([user("what's the weather?")]);
    expect(question).toMatch(/which place/);
    expect(callsOf([user("what's the weather?"), assistant(question), user('Paris')])).toEqual([['get_weather', { location: 'Paris', unit: null }]]);
  });

  it('takes the place from a known fact when none is named', () => {
    expect(callsOf([user("what's the weather?")], { instructions: knowing('Is called Ada', 'Lives in Bern') })).toEqual([['get_weather', { location: 'Bern', unit: null }]]);
  });

  it('asks for several places at once, or one by one when parallel calls are off', () => {
    const message = user('weather in Paris and Rome');
    expect(callsOf([message])).toEqual([
      ['get_weather', { location: 'Paris', unit: null }],
      ['get_weather', { location: 'Rome', unit: null }],
    ]);
    expect(callsOf([message], { parallelToolCalls: false })).toEqual([['get_weather', { location: 'Paris', unit: null }]]);
    const paris = called('get_weather', { location: 'Paris' }, { location: 'Paris', temperature: 18 });
    expect(callsOf([message, ...paris], { parallelToolCalls: false })).toEqual([['get_weather', { location: 'Rome', unit: null }]]);
  });
});

describe('several things at once', () => {
  const message = user("I'm Ada, dark mode please, and what's the weather in Paris?");

  it('sends one client tool and all plain tools together, then the rest, then one answer', () => {
    expect(callsOf([message])).toEqual([
      ['save_fact', { fact: 'Is called Ada' }],
      ['get_weather', { location: 'Paris', unit: null }],
    ]);
    const first = [...called('save_fact', { fact: 'Is called Ada' }, { success: true }), ...called('get_weather', { location: 'Paris', unit: null }, { location: 'Paris', temperature: 18 })];
    expect(callsOf([message, ...first])).toEqual([['switch_theme', { theme: 'dark' }]]);
    const text = textOf([message, ...first, ...called('switch_theme', { theme: 'dark' }, { success: true })]);
    expect(text).toMatch(/Ada[^]*dark theme is on[^]*18 °C/);
  });

  it('never calls for ever, whatever the history holds', () => {
    const strange = Array.from({ length: 30 }, () => called('save_fact', { fact: 'something else' }, 'ok')).flat();
    expect(callsOf([user('My name is Ada'), ...strange])).toEqual([]);
  });

  it('tells the results of calls that another model made', () => {
    expect(textOf([user('hm'), ...called('get_weather', { location: 'Nice' }, { location: 'Nice', temperature: 25 })])).toMatch(/Nice it is \*\*25 °C/);
  });
});

describe('remembering and forgetting', () => {
  const facts = {
    facts: [
      { fact_id: 'fact_1', text: 'Is called Ada' },
      { fact_id: 'fact_2', text: 'Works at Acme' },
    ],
  };

  it('lists the facts that list_facts gives', () => {
    const question = user('What do you know about me?');
    expect(callsOf([question])).toEqual([['list_facts', {}]]);
    expect(textOf([question, ...called('list_facts', {}, facts)])).toMatch(/- Is called Ada\n- Works at Acme/);
    expect(textOf([question, ...called('list_facts', {}, [])])).toMatch(/not saved anything/);
    expect(textOf([question, ...called('list_facts', {}, 'null')])).toMatch(/could not read/);
  });

  it('answers from the instructions where no tool is offered, and single questions always', () => {
    const instructions = knowing('Is called Ada', 'Works at Acme');
    expect(textOf([user('What do you know about me?')], { instructions, tools: new Map() })).toMatch(/- Is called Ada\n- Works at Acme/);
    expect(textOf([user("What's my name?")], { instructions })).toBe('You are called **Ada**.');
    expect(textOf([user('where do I work?')], { instructions })).toContain('Works at Acme');
    expect(textOf([user("What's my birthday?")], { instructions, tools: new Map() })).toMatch(/not told me/);
  });

  it('saves first when facts and the question come together', () => {
    const message = user('My name is Ada. What do you know about me?');
    expect(callsOf([message])).toEqual([['save_fact', { fact: 'Is called Ada' }]]);
    expect(callsOf([message, ...called('save_fact', { fact: 'Is called Ada' }, { success: true })])).toEqual([['list_facts', {}]]);
  });

  it('looks the fact up and forgets it by its id', () => {
    const message = user('forget my name');
    const listed = called('list_facts', {}, facts);
    expect(callsOf([message])).toEqual([['list_facts', {}]]);
    expect(callsOf([message, ...listed])).toEqual([['forget_fact', { fact_id: 'fact_1', text: null }]]);
    expect(textOf([message, ...listed, ...called('forget_fact', { fact_id: 'fact_1', text: null }, { status: 'forgotten' })])).toMatch(/forgotten \*\*Is called Ada\*\*/);
    expect(textOf([message, ...listed, ...called('forget_fact', { fact_id: 'fact_1', text: null }, 'null')])).toMatch(/could not delete \*\*Is called Ada\*\*/);
  });

  it('forgets everything with one call per fact', () => {
    const listed = called('list_facts', {}, facts);
    expect(callsOf([user('forget everything'), ...listed])).toEqual([
      ['forget_fact', { fact_id: 'fact_1', text: null }],
      ['forget_fact', { fact_id: 'fact_2', text: null }],
    ]);
  });

  it('says when there is no such fact', () => {
    expect(textOf([user('forget that I like golf'), ...called('list_facts', {}, facts)])).toMatch(/no saved fact about "like golf"/);
    expect(textOf([user('forget everything'), ...called('list_facts', {}, [])])).toMatch(/nothing to forget/);
  });

  it('forgets by the text where facts cannot be listed', () => {
    expect(callsOf([user('forget my name')], { instructions: knowing('Is called Ada'), tools: offered(['forget_fact']) })).toEqual([['forget_fact', { text: 'Is called Ada', fact_id: null }]]);
  });
});

describe('answers', () => {
  it('greets by name when it is known', () => {
    expect(textOf([user('Hi!')], { instructions: knowing('Is called Ada', 'Works at Acme') })).toMatch(/^Hi Ada!/);
    expect(textOf([user('Hi!')])).toMatch(/^Hi!/);
  });

  it('answers how-to questions with structure', () => {
    const text = textOf([user('How do client tools work?')]);
    expect(text).toContain('```');
    expect(text).toMatch(/\n\| .+ \|\n\| ---/);
    expect(text).toMatch(/\n1\. /);
  });

  it('counts exactly', () => {
    expect(textOf([user('count to 12')])).toBe('1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12');
  });

  it.each([50, 500, 3000])('writes about %i words, always the same', (words) => {
    const text = textOf([user(`write ${words} words`)]);
    expect(Math.abs(text.split(/\s+/).length - words)).toBeLessThanOrEqual(8);
    expect(textOf([user(`write ${words} words`)])).toBe(text);
  });

  it('says honestly what it is and how to get a real model', () => {
    const text = textOf([user('What is the capital of France?')]);
    expect(text).toMatch(/demo model: a script/);
    expect(text).toContain('OPENAI_API_KEY');
    expect(text).toContain('OPENAI_BASE_URL');
    expect(text).not.toMatch(/Paris/);
  });

  it('answers German in German', () => {
    expect(textOf([user('Ich heiße Ada'), ...called('save_fact', { fact: 'Heißt Ada' }, { success: true })])).toMatch(/Freut mich, Ada/);
    expect(textOf([user('Wie hoch ist der Eiffelturm?')])).toMatch(/kein Sprachmodell/);
  });

  it('leads from the start screen to a result', () => {
    const questions = textOf([user('Help me fix an issue')]);
    expect(questions).toMatch(/What do you see/);
    expect(textOf([user('Help me fix an issue'), assistant(questions), user('It gives me a 401 after a while')])).toMatch(/session/);
    const idea = textOf([user('I have an idea')]);
    expect(textOf([user('I have an idea'), assistant(idea), user('A button that exports the chat as PDF')])).toMatch(/> \*\*Request:\*\* A button that exports the chat as PDF\./);
  });

  it('does not pretend to see attachments', () => {
    expect(textOf([user('', ['plan.pdf'])])).toMatch(/`plan.pdf`.*cannot look inside/);
    const text = textOf([user('what is ChatKit?', ['plan.pdf'])]);
    expect(text).toMatch(/cannot look inside/);
    expect(text).toMatch(/web component/);
  });

  it('has an answer to a conversation without any message', () => {
    expect(textOf([])).toMatch(/demo model/);
  });
});

describe('reasoning', () => {
  it('comes when the request asks for it or the message says think', () => {
    expect(respond(conversation([user('What is ChatKit?')], { wantsReasoning: true })).reasoning).toHaveLength(2);
    expect(respond(conversation([user('Think about the weather in Paris')])).reasoning.join()).toMatch(/get_weather/);
    expect(respond(conversation([user('What is ChatKit?')])).reasoning).toEqual([]);
  });

  it('comes once per turn', () => {
    const after = [user('Think about the weather in Paris'), ...called('get_weather', { location: 'Paris' }, { temperature: 3 })];
    expect(respond(conversation(after)).reasoning).toEqual([]);
  });
});

describe('titles', () => {
  const instructions = 'You write titles for conversations. Answer with two to five words.';

  it.each([
    ["What's the weather in Paris?", 'Weather in Paris'],
    ['My name is Ada', 'Meeting Ada'],
    ['I work at Acme as an engineer in the platform team', 'Works at Acme'],
    ['dark mode please', 'Dark theme, please'],
    ['how do widgets work?', 'Widgets in ChatKit'],
    ['Could you compare quarterly sales reports for Europe and Asia?', 'Compare quarterly sales reports Europe'],
    ['Hi', 'A friendly hello'],
    ['🙂', 'New conversation'],
  ])('names a conversation that starts with "%s"', (message, title) => {
    const plan = respond(conversation([user(message)], { instructions, tools: offered(ALL_TOOLS), wantsReasoning: true }));
    expect(plan).toEqual({ reasoning: [], text: title, toolCalls: [] });
  });

  it('always has two to five words', () => {
    for (const message of ['a', 'Kubernetes', 'x'.repeat(500), 'one two three four five six seven', 'count to 9', 'forget my name', 'I have an idea', 'tell me a story', '日本語']) {
      const title = textOf([user(message)], { instructions });
      expect(title.split(' ').length).toBeGreaterThanOrEqual(2);
      expect(title.split(' ').length).toBeLessThanOrEqual(5);
      expect(title.length).toBeLessThanOrEqual(48);
    }
  });
});
