import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import { threadItemSchema } from '@frontdesk/chatkit-protocol';
import { buildModelInput } from './model-input.builder.js';

/** Without a summary, and with more budget than any case needs. */
const inputOf = (items: readonly ThreadItem[], requestItemId: string | null) =>
  buildModelInput({ items, summary: null }, requestItemId, 100_000).history;

const base = { thread_id: 'thr', created_at: '2026-11-22T10:00:00.000Z' };
type Fields = Record<string, unknown>;

const item = (type: string, id: string, fields: Fields): ThreadItem => threadItemSchema.parse({ ...base, type, id, ...fields });
const user = (id: string, text: string, fields: Fields = {}) =>
  item('user_message', id, { content: [{ type: 'input_text', text }], inference_options: {}, ...fields });
const assistant = (id: string, ...texts: string[]) =>
  item('assistant_message', id, { content: texts.map((text) => ({ type: 'output_text', text, annotations: [] })) });

/** Every text of the input, one entry per input item. */
function texts(items: readonly ThreadItem[], requestItemId: string | null = null): string[] {
  return inputOf(items, requestItemId).map((entry) => {
    const content = 'content' in entry ? entry.content : undefined;
    return Array.isArray(content)
      ? content.map((part) => ('text' in part ? part.text : `<${part.type}>`)).join('|')
      : JSON.stringify(entry);
  });
}

it('speaks of a quote only for the newest message', () => {
  const input = texts([user('1', 'first', { quoted_text: 'old' }), user('2', 'second', { quoted_text: 'new' })]);
  expect(input).toEqual(['first', 'second', 'The user refers to the following text:\nnew']);
});

it('turns users, assistant and widget into four items, without quotes behind a newer item and without times', () => {
  const widget = item('widget', 'w_1', { widget: { type: 'Card', children: [{ type: 'Text', value: 'Hi' }] } });
  const input = texts([user('1', 'a'), user('2', 'b', { quoted_text: 'q' }), assistant('3', 'c', 'd'), widget]);
  expect(input).toHaveLength(4);
  expect(input[2]).toBe('c|d');
  expect(input[3]).toContain('w_1');
  expect(input[3]).toContain('{"type":"Card","children":[{"type":"Text","value":"Hi"}]}');
  expect(input.join()).not.toContain('2026');
});

it('does not send citations back', () => {
  const cited = item('assistant_message', '2', {
    content: [{ type: 'output_text', text: 'x', annotations: [{ source: { type: 'url', title: 't', url: 'https://e.com' } }] }],
  });
  expect(JSON.stringify(inputOf([user('1', 'a'), cited], null))).not.toContain('e.com');
});

it('writes mentions with @ and describes each distinct one once, in order', () => {
  const tag = (text: string, id: string) => ({ type: 'input_tag', id, text, data: { n: null } });
  const input = texts([
    user('1', '', { content: [{ type: 'input_text', text: 'Ask ' }, tag('ann', 'a'), tag('bob', 'b'), tag('ann', 'c')] }),
  ]);
  expect(input[0]).toBe('Ask @ann@bob@ann');
  const described = (input[1] ?? '')
    .split('|')
    .slice(1)
    .map((text) => (JSON.parse(text) as { id: string }).id);
  expect(described).toEqual(['a', 'b']);
});

it('drops pending client calls and repeats completed ones with their output', () => {
  const call = (id: string, fields: Fields) =>
    item('client_tool_call', id, { call_id: `call_${id}`, name: 'n', arguments: { a: null }, ...fields });
  const input = inputOf(
    [
      user('1', 'a'),
      call('2', { status: 'pending' }),
      call('3', { status: 'completed', output: { ok: true } }),
      call('4', { status: 'completed' }),
    ],
    null,
  );
  expect(input.slice(1)).toEqual([
    { type: 'function_call', callId: 'call_3', name: 'n', arguments: '{"a":null}', status: 'completed' },
    { type: 'function_call_result', callId: 'call_3', name: 'n', status: 'completed', output: '{"ok":true}' },
    { type: 'function_call', callId: 'call_4', name: 'n', arguments: '{"a":null}', status: 'completed' },
    { type: 'function_call_result', callId: 'call_4', name: 'n', status: 'completed', output: 'null' },
  ]);
});

it('shows pictures, and nothing for a picture that never came', () => {
  const input = inputOf(
    [user('1', 'a'), item('generated_image', '2', {}), item('generated_image', '3', { image: { id: 'i', url: 'data:x' } })],
    null,
  );
  expect(input).toHaveLength(2);
  expect(input[1]).toMatchObject({
    role: 'user',
    content: [{ type: 'input_text' }, { type: 'input_image', image: 'data:x', detail: 'auto' }],
  });
});

it('wraps hidden context, text or not', () => {
  const input = texts([
    user('1', 'a'),
    item('sdk_hidden_context', '2', { content: 'stopped' }),
    item('hidden_context_item', '3', { content: { a: 1 } }),
  ]);
  expect(input[1]).toContain('<HiddenContext>\nstopped\n</HiddenContext>');
  expect(input[2]).toContain('<HiddenContext>\n{"a":1}\n</HiddenContext>');
});

it('repeats the tasks that an integrator wrote, and none of the model', () => {
  const workflow = item('workflow', '2', {
    workflow: {
      type: 'custom',
      tasks: [
        { type: 'custom', title: 'Booked', content: 'seat 4' },
        { type: 'custom', content: 'only content' },
        { type: 'custom' },
        { type: 'thought', content: 'hm' },
      ],
    },
  });
  const reasoning = item('workflow', '3', { workflow: { type: 'reasoning', tasks: [{ type: 'thought', content: 'hm' }] } });
  const input = texts([
    user('1', 'a'),
    workflow,
    reasoning,
    item('task', '4', { task: { type: 'custom', title: 'Alone' } }),
    item('end_of_turn', '5', {}),
  ]);
  expect(input.slice(1).map((text) => /<Task>\n(.*)\n<\/Task>/.exec(text)?.[1])).toEqual(['Booked: seat 4', 'only content', 'Alone']);
});

it('writes structured input with its answers', () => {
  const inputs = [
    { id: 'q1', type: 'multiple_choice', question: 'Which?', options: [{ value: 'A' }], answer: { values: ['A', 'B'] } },
    { id: 'q2', type: 'freeform', question: 'Why?', answer: { skipped: true } },
    { id: 'q3', type: 'freeform', question: 'When?' },
  ];
  const [, text] = texts([user('1', 'a'), item('structured_input', '2', { status: 'answered', inputs })]);
  expect(text).toContain('<StructuredInput>\nWhich?: A, B\nWhy?: (skipped)\nWhen?: (unanswered)\n</StructuredInput>');
});

it('puts the answered message last, behind answers that came later, and leaves newer messages to their own runs', () => {
  const items = [user('1', 'one'), user('2', 'two'), user('3', 'three'), assistant('4', 'answer to one')];
  expect(texts(items, '2')).toEqual(['one', 'answer to one', 'two']);
  expect(texts(items, '1')).toEqual(['one']);
});

it('begins with a message of the user when the window cut a turn', () => {
  expect(texts([assistant('1', 'rest of an answer'), user('2', 'a'), assistant('3', 'b')])).toEqual(['a', 'b']);
});

it('names what is attached, without its content', () => {
  const attachments = [{ type: 'file', id: 'atc_1', name: 'a.pdf', mime_type: 'application/pdf' }];
  const [message] = inputOf([user('1', 'look', { attachments })], null);
  const file = { type: 'input_file', file: { id: 'atc_1' }, filename: 'a.pdf', providerData: { mimeType: 'application/pdf' } };
  expect(message).toEqual({ role: 'user', content: [{ type: 'input_text', text: 'look' }, file] });
});

it('names pictures that we keep, whatever address they had then', () => {
  const url = 'https://frontdesk.example/files/atc_9/content?expires=1&signature=x';
  const [, picture] = inputOf([user('1', 'draw'), item('generated_image', '2', { image: { id: 'ig', url } })], null);
  expect(picture).toMatchObject({ content: [{ type: 'input_text' }, { type: 'input_file', file: { id: 'atc_9' } }] });
});
