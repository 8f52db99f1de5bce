import type { ChatEffectInput } from '@frontdesk/contracts';
import type { TestTool } from './test-tools.server.js';

const ANY = { type: 'object', properties: {}, additionalProperties: true };
const card = (value: string, streaming: boolean) => ({ type: 'Card', children: [{ type: 'Text', id: 't', value, streaming }] });
const step = (key: string, status_indicator: 'loading' | 'complete'): Extract<ChatEffectInput, { type: 'task' }> => ({
  type: 'task',
  key,
  task: { type: 'custom', title: key, status_indicator },
});

export const QUESTIONS: ChatEffectInput = {
  type: 'structured_input',
  inputs: [
    { type: 'multiple_choice', id: 'plan', question: 'Which plan?', options: [{ value: 'Free' }, { value: 'Team' }] },
    { type: 'freeform', id: 'why', question: 'Why?' },
  ],
};

/** Tools and actions that do to the chat what can be done to it. */
export const effectTools: readonly TestTool[] = [
  { name: 'ask', parameters: ANY, run: () => ({ output: { status: 'asked' }, effects: [QUESTIONS] }) },
  { name: 'show_order', parameters: ANY, run: () => ({ output: 'shown', effects: [{ type: 'widget', widget: card('Open', false) }] }) },
  {
    name: 'report',
    parameters: ANY,
    run: (_args, _grant, show) => {
      ['', 'Hel', 'Hello'].forEach((text) => show({ type: 'widget', key: 'w', widget: card(text, true) }));
      return { output: 'written', effects: [{ type: 'widget', key: 'w', widget: card('Hello', false), copy_text: 'Hello' }] };
    },
  },
  {
    name: 'report_badly',
    parameters: ANY,
    run: (_args, _grant, show) => {
      show({ type: 'widget', key: 'w', widget: card('Hel', true) });
      return { output: null };
    },
  },
  {
    name: 'set_up',
    parameters: ANY,
    run: () => ({
      output: { status: 'asked' },
      effects: [{ type: 'workflow', state: 'open', summary: { title: 'Set up' } }, step('a', 'complete'), step('b', 'loading'), QUESTIONS],
    }),
  },
  {
    name: 'finish_set_up',
    parameters: ANY,
    run: () => ({ output: 'done', effects: [step('b', 'complete'), step('c', 'complete'), { type: 'workflow', state: 'done' }] }),
  },
  {
    name: 'close_case',
    parameters: ANY,
    run: () => ({
      output: 'closed',
      effects: [
        { type: 'thread', title: 'Case 7', status: { type: 'locked', reason: 'Solved.' }, metadata: { case: 7 } },
        { type: 'hidden_context', content: 'The case is number 7.' },
        { type: 'notice', level: 'info', message: 'The case is closed.' },
      ],
    }),
  },
  {
    name: 'action:order.cancel',
    parameters: ANY,
    run: ({ item_id }) => ({
      output: { respond: false },
      effects: [
        { type: 'widget', item_id: String(item_id), widget: card('Cancelled', false), copy_text: 'Cancelled' },
        { type: 'client_effect', name: 'orders_changed', data: {} },
      ],
    }),
  },
  { name: 'action:order.explain', parameters: ANY, run: () => ({ output: { respond: true } }) },
  { name: 'action:order.ask', parameters: ANY, run: () => ({ output: { respond: false }, effects: [QUESTIONS] }) },
];
