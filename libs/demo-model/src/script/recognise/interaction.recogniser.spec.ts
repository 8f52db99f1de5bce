import { called, callsOf, conversation, textOf, user } from '../../../test/conversations.js';
import { respond } from '../respond.js';

const FORM = { questions: [expect.objectContaining({ options: expect.any(Array) }), expect.any(Object), expect.any(Object)] };

it.each(['Give me a tour', 'show me around, please', 'Take me on a quick tour of ChatKit', 'Zeig mir eine Führung'])(
  'shows the tour on "%s"',
  (text) => expect(callsOf([user(text)])).toEqual([['show_tour', {}]]),
);

it.each(['Ask me a few questions', 'Can you ask me some questions?', 'interview me', 'Stell mir ein paar Fragen'])('asks on "%s"', (text) =>
  expect(callsOf([user(text)])).toEqual([['ask_user', FORM]]),
);

it.each(['I have a few questions', 'What is a tour?', 'answer my questions'])('does neither on "%s"', (text) =>
  expect(JSON.stringify(callsOf([user(text)]))).not.toMatch(/ask_user|show_tour/),
);

it('says so where the tool is not offered', () => {
  expect(textOf([user('Ask me a few questions')], { tools: new Map() })).toMatch(/no form/);
  expect(textOf([user('Give me a tour')], { tools: new Map() })).toMatch(/no card/);
});

describe('what comes back', () => {
  const form = (client_output: unknown) => [
    user('Ask me a few questions'),
    ...called('ask_user', FORM, { status: 'asked', client_output }),
  ];

  it('is repeated by question', () => {
    const answers = [
      { id: 'question_1', question: 'What are you building?', values: ['A help desk', 'A shop'] },
      { id: 'question_2', question: 'Who is it for?', skipped: true },
    ];
    const text = textOf(form({ status: 'answered', answers }));
    expect(text).toContain('What are you building? **A help desk, A shop**');
    expect(text).toContain('Who is it for? *skipped*');
  });

  it.each([
    { status: 'skipped', answers: [] },
    { status: 'answered', answers: [{ id: 'a', question: 'Q?', skipped: true }] },
  ])('is respected when nothing was said: %j', (output) => expect(textOf(form(output))).toMatch(/no problem/i));

  it('is a stop of the tour that is explained', () => {
    const note =
      'Hidden context for the agent (not shown to the user):\n<HiddenContext>\nThe user has just used an action in the widget msg_1: {"action":"tour.show","payload":{"stop":"theming","seen":[]}}\n</HiddenContext>';
    const entries = [user('Give me a tour'), ...called('show_tour', {}, { status: 'shown' }), { kind: 'context' as const, text: note }];
    const plan = respond(conversation(entries));
    expect(plan.toolCalls).toEqual([]);
    expect(plan.text).toMatch(/colorScheme|theme/i);
    const other = note.replace('tour.show', 'order.cancel').replace('"stop":"theming",', '');
    expect(respond(conversation([...entries.slice(0, -1), { kind: 'context', text: other }])).text).toContain('`order.cancel`');
  });
});
