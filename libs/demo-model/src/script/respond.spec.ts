import { assistant, called, callsOf, conversation, knowing, offered, textOf, user } from '../../test/conversations.js';
import { respond } from './respond.js';

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

  it.each([
    ['null'],
    [''],
    ['{"success":false}'],
    ['{"error":{"code":"tool_failed","message":"The tool failed."}}'],
    ['An error occurred while running the tool.'],
  ])('says that nothing was saved after %s', (output) => {
    const text = textOf([user('I work at Acme'), ...called('save_fact', { fact: 'Works at Acme' }, output)]);
    expect(text).toMatch(/could not save \*\*Works at Acme\*\*/);
    expect(text).not.toMatch(/I've saved/);
  });

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
    const text = textOf([user('my name is Ada'), ...called('save_fact', { fact: 'Is called Ada' }, { success: true })], {
      instructions: knowing('Is called Ada'),
    });
    expect(text).toContain('Nice to meet you, Ada');
  });

  it('calls nothing that is not offered, and says so', () => {
    const plan = respond(conversation([user('My name is Ada. Dark mode please. Weather in Rome?')], { tools: new Map() }));
    expect(plan.toolCalls).toEqual([]);
    expect(plan.text).toMatch(/no way to save/);
    expect(plan.text).toMatch(/no way to switch/);
    expect(plan.text).toMatch(/no way to look up/);
  });

  it('takes what the browser recorded for the save that led to it', () => {
    const recorded = called('record_fact', { fact_id: 'fact_1', fact_text: 'Is called Ada' }, { success: true });
    const plan = respond(conversation([user('My name is Ada'), ...recorded]));
    expect(plan.toolCalls).toEqual([]);
    expect(plan.text).toContain('Nice to meet you, Ada');
  });

  it('calls a fact saved that is saved, whatever the browser made of it', () => {
    const output = { fact_id: 'fact_1', status: 'saved', client_output: { success: false } };
    expect(textOf([user('I work at Acme'), ...called('save_fact', { fact: 'Works at Acme' }, output)])).toMatch(/saved that/);
  });

  it('looks only at calls since the last message', () => {
    const earlier = [user('My name is Ada'), ...called('save_fact', { fact: 'Is called Ada' }, { success: true }), assistant('Saved.')];
    expect(callsOf([...earlier, user('My name is Ada')])).toEqual([['save_fact', { fact: 'Is called Ada' }]]);
  });

  it('saves whatever is said when the request insists on save_fact', () => {
    expect(callsOf([user('the coffee machine is on floor 2')], { forcedTool: 'save_fact' })).toEqual([
      ['save_fact', { fact: 'The coffee machine is on floor 2' }],
    ]);
  });
});

describe('a tool that the request chose', () => {
  it('has the whole message for itself', () => {
    const text = textOf([user('Lima'), ...called('get_weather', { location: 'Lima' }, { place: 'Lima', temperature: 6, source: 'sample' })]);
    expect(text).toContain('Lima');
    expect(text).not.toMatch(/beyond me|no answer/);
  });
});

describe('switching the theme', () => {
  it('switches the theme before it answers', () => {
    expect(callsOf([user('dark mode please')])).toEqual([['switch_theme', { theme: 'dark' }]]);
    expect(textOf([user('dark mode please'), ...called('switch_theme', { theme: 'dark' }, { success: true })])).toMatch(/dark theme is on/);
    expect(textOf([user('dark mode please'), ...called('switch_theme', { theme: 'dark' }, { success: false })])).toMatch(
      /could not switch/,
    );
  });

  it.each([
    [{ theme: 'dark', status: 'requested', client_output: { success: true } }, /dark theme is on/],
    [{ theme: 'dark', status: 'requested', client_output: { success: false } }, /could not switch/],
    [{ theme: 'dark', status: 'requested', client_output: null }, /could not switch/],
  ])('believes the page about the theme: %j', (output, answer) => {
    expect(textOf([user('dark mode please'), ...called('switch_theme', { theme: 'dark' }, output)])).toMatch(answer);
  });

  it('remembers the theme of an earlier turn for "switch the theme"', () => {
    const earlier = [user('light please'), ...called('switch_theme', { theme: 'light' }, { success: true }), assistant('Done')];
    expect(callsOf([...earlier, user('switch the theme')])).toEqual([['switch_theme', { theme: 'dark' }]]);
  });
});

describe('several things at once', () => {
  const message = user("I'm Ada, dark mode please, and what's the weather in Paris?");

  it('sends one client tool and all plain tools together, then the rest, then one answer', () => {
    expect(callsOf([message])).toEqual([
      ['save_fact', { fact: 'Is called Ada' }],
      ['get_weather', { location: 'Paris', unit: null }],
    ]);
    const first = [
      ...called('save_fact', { fact: 'Is called Ada' }, { success: true }),
      ...called('get_weather', { location: 'Paris', unit: null }, { location: 'Paris', temperature: 18 }),
    ];
    expect(callsOf([message, ...first])).toEqual([['switch_theme', { theme: 'dark' }]]);
    const text = textOf([message, ...first, ...called('switch_theme', { theme: 'dark' }, { success: true })]);
    expect(text).toMatch(/Ada[^]*dark theme is on[^]*18 °C/);
  });

  it('never calls for ever, whatever the history holds', () => {
    const strange = Array.from({ length: 30 }, () => called('save_fact', { fact: 'something else' }, 'ok')).flat();
    expect(callsOf([user('My name is Ada'), ...strange])).toEqual([]);
  });

  it('tells the results of calls that another model made', () => {
    expect(textOf([user('hm'), ...called('get_weather', { location: 'Nice' }, { location: 'Nice', temperature: 25 })])).toMatch(
      /Nice it is \*\*25 °C/,
    );
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
    expect(textOf([message, ...listed, ...called('forget_fact', { fact_id: 'fact_1', text: null }, { status: 'forgotten' })])).toMatch(
      /forgotten \*\*Is called Ada\*\*/,
    );
    expect(textOf([message, ...listed, ...called('forget_fact', { fact_id: 'fact_1', text: null }, 'null')])).toMatch(
      /could not delete \*\*Is called Ada\*\*/,
    );
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
    expect(callsOf([user('forget my name')], { instructions: knowing('Is called Ada'), tools: offered(['forget_fact']) })).toEqual([
      ['forget_fact', { text: 'Is called Ada', fact_id: null }],
    ]);
  });
});

describe('at a desk that opens cases', () => {
  const tools = offered(['open_case', 'ask_user']);

  it('opens one as soon as it is known what is wrong, and says so', () => {
    const problem = user('The page stays blank');
    expect(respond(conversation([problem], { tools })).toolCalls).toEqual([
      { name: 'open_case', arguments: { summary: 'The page stays blank', category: 'technical', urgency: 'normal' } },
    ]);
    expect(textOf([problem, ...called('open_case', {}, { status: 'opened' })], { tools })).toContain('opened a case');
    expect(textOf([problem, ...called('open_case', {}, null)], { tools })).toContain('could not be opened');
  });

  it('asks first when it is not, and elsewhere only advises', () => {
    expect(respond(conversation([user('I have a problem')], { tools })).toolCalls).toEqual([]);
    expect(respond(conversation([user('The page stays blank')])).toolCalls).toEqual([]);
  });
});
