import { ALL_TOOLS, assistant, called, conversation, knowing, offered, textOf, user } from '../../../test/conversations.js';
import { respond } from '../respond.js';

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
    expect(textOf([user('I have an idea'), assistant(idea), user('A button that exports the chat as PDF')])).toMatch(
      /> \*\*Request:\*\* A button that exports the chat as PDF\./,
    );
  });

  it('says what came with a message, and does not pretend to understand it', () => {
    const told = { kind: 'file', name: 'plan.pdf', content: null } as const;
    const notes = { kind: 'file', name: 'notes.txt', content: { mimeType: 'text/plain', bytes: 20, firstLine: 'Buy tea' } } as const;
    const photo = { kind: 'image', name: 'photo.png', content: { mimeType: 'image/jpeg', bytes: 2_048, firstLine: null } } as const;
    const text = textOf([user('What is in these?', [told, notes, photo])]);
    expect(text).toContain('- the file `plan.pdf`, by its name alone');
    expect(text).toContain('- the file `notes.txt` (text/plain, 20 bytes), begins with “Buy tea”');
    expect(text).toContain('- the image `photo.png` (image/jpeg, 2.0 KB)\n');
    expect(text).toMatch(/cannot understand/);
    expect(textOf([user('what is ChatKit?', [told])])).toMatch(/plan\.pdf[\s\S]*web component/);
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
    for (const message of [
      'a',
      'Kubernetes',
      'x'.repeat(500),
      'one two three four five six seven',
      'count to 9',
      'forget my name',
      'I have an idea',
      'tell me a story',
      '日本語',
    ]) {
      const title = textOf([user(message)], { instructions });
      expect(title.split(' ').length).toBeGreaterThanOrEqual(2);
      expect(title.split(' ').length).toBeLessThanOrEqual(5);
      expect(title.length).toBeLessThanOrEqual(48);
    }
  });
});
