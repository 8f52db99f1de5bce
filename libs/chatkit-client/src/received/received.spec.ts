import fc from 'fast-check';
import { threadItemSchema, threadStreamEventSchema } from '@frontdesk/chatkit-protocol';
import { receivedEvent } from './received-event.js';
import { receivedItem } from './received-item.js';
import { receivedReply } from './received-reply.js';
import { receivedThread } from './received-thread.js';

const base = { id: 'x', thread_id: 't', created_at: '2026-03-01T10:20:30Z' };
const read = (event: object) => receivedEvent(JSON.stringify(event));

describe('items', () => {
  test.each([
    { ...base, type: 'user_message' },
    { ...base, type: 'assistant_message', content: [{ text: 'a' }, {}] },
    { ...base, type: 'client_tool_call' },
    { ...base, type: 'widget', widget: { type: 'Card' } },
    { ...base, type: 'generated_image' },
    { ...base, type: 'structured_input', inputs: [{ type: 'multiple_choice' }, { type: 'freeform' }] },
    { ...base, type: 'task', task: { type: 'web_search' } },
    { ...base, type: 'workflow', workflow: { tasks: [{ type: 'thought' }, { type: 'file' }, { type: 'image' }, { type: 'custom' }] } },
    { ...base, type: 'end_of_turn' },
  ])('$type gets every field that its type promises, also from a server that leaves defaults out', (raw) => {
    const item = receivedItem(raw);
    expect(threadItemSchema.safeParse(item)).toMatchObject({ success: true });
    // The strict schema has nothing to fill in: nothing was missing.
    expect(JSON.parse(JSON.stringify(threadItemSchema.parse(item)))).toEqual(JSON.parse(JSON.stringify(item)));
  });

  test.each([null, 5, [], {}, { type: 'user_message' }, { ...base, type: 'hologram' }, { ...base, type: 'constructor' }, { ...base }])(
    '%j is none',
    (raw) => {
      expect(receivedItem(raw)).toBeNull();
    },
  );

  test('hidden ones are dropped, should a server send them', () => {
    expect(receivedItem({ ...base, type: 'hidden_context_item', content: 'x' })).toBeNull();
    expect(receivedItem({ ...base, type: 'sdk_hidden_context', content: 'x' })).toBeNull();
  });

  test('an unknown icon, kind of task or kind of source costs only itself', () => {
    const tasks = [{ type: 'custom', icon: 'not-an-icon', title: 'a' }, { type: 'dream' }, 7];
    expect(receivedItem({ ...base, type: 'workflow', workflow: { type: 'custom', tasks } })).toMatchObject({
      workflow: { tasks: [{ icon: 'not-an-icon', title: 'a' }, { type: 'dream' }] },
    });
    const annotations = [{ source: { type: 'dream', title: 'x' } }, { index: 3 }, null];
    expect(receivedItem({ ...base, type: 'assistant_message', content: [{ text: 'a', annotations }] })).toMatchObject({
      content: [{ annotations: [{ type: 'annotation', source: { type: 'dream' } }] }],
    });
  });
});

describe('events', () => {
  test.each([
    'not json',
    '5',
    'null',
    '[]',
    '{}',
    '{"type":"thread.exploded"}',
    '{"type":"toString"}',
    '{"type":"thread.item.done","item":{"id":"a","type":"hologram"}}',
  ])('%s is passed on as unknown', (data) => {
    expect(receivedEvent(data).type).toBe('unknown');
  });

  test('an update of an unknown kind, or without its index, is unknown', () => {
    const update = (fields: object) => read({ type: 'thread.item.updated', item_id: 'x', update: fields }).type;
    expect(update({ type: 'widget.exploded' })).toBe('unknown');
    expect(update({ type: 'assistant_message.content_part.text_delta', delta: 'x' })).toBe('unknown');
    expect(update({ type: 'workflow.task.added', task_index: -1, task: { type: 'image' } })).toBe('unknown');
    expect(update({ type: 'assistant_message.content_part.text_delta', content_index: 0, delta: 'x' })).toBe('thread.item.updated');
  });

  test('an unknown error code with a message says it; without one it is a general error', () => {
    expect(read({ type: 'error', code: 'quota', message: 'Too much.' })).toMatchObject({
      code: 'custom',
      message: 'Too much.',
      allow_retry: false,
    });
    expect(read({ type: 'error', code: 'quota', allow_retry: true })).toMatchObject({ code: 'stream.error', allow_retry: true });
  });

  test.each([
    { type: 'stream_options', stream_options: { allow_cancel: false } },
    { type: 'progress_update', text: 'x', icon: 'search' },
    { type: 'client_effect', name: 'n', data: { a: null } },
    { type: 'notice', level: 'danger', message: 'm', title: 't' },
    { type: 'thread.item.removed', item_id: 'x' },
    { type: 'thread.item.updated', item_id: 'x', update: { type: 'generated_image.updated', image: { id: 'i', url: 'u' }, progress: 0.5 } },
    { type: 'thread.item.updated', item_id: 'x', update: { type: 'widget.root.updated', widget: { type: 'Card', children: [] } } },
    {
      type: 'thread.item.updated',
      item_id: 'x',
      update: { type: 'widget.component.updated', component_id: 'a', component: { type: 'Text', value: 'v' } },
    },
    {
      type: 'thread.item.updated',
      item_id: 'x',
      update: { type: 'widget.streaming_text.value_delta', component_id: 'a', delta: 'd', done: true },
    },
  ])('$type is read as it is written', (event) => {
    expect(JSON.parse(JSON.stringify(read(event)))).toEqual(event);
    expect(threadStreamEventSchema.safeParse(read(event)).success).toBe(true);
  });

  test('nothing that a server sends makes reading throw', () => {
    const type = fc.constantFrom('thread.created', 'thread.item.done', 'thread.item.updated', 'error', 'stream_options');
    const item = fc.record({
      id: fc.jsonValue(),
      type: fc.constantFrom('widget', 'workflow', 'structured_input', 'task', 'user_message'),
      widget: fc.jsonValue(),
      task: fc.jsonValue(),
      inputs: fc.jsonValue(),
      content: fc.jsonValue(),
    });
    fc.assert(
      fc.property(type, fc.oneof(fc.jsonValue(), item), fc.jsonValue(), (kind, value, update) => {
        expect(typeof read({ type: kind, item: value, thread: value, update, item_id: 'x' }).type).toBe('string');
      }),
    );
  });
});

describe('replies', () => {
  test('a thread is active and unlimited unless it says otherwise', () => {
    expect(receivedThread({ id: 't' })).toEqual({
      id: 't',
      title: undefined,
      created_at: '',
      status: { type: 'active' },
      allowed_image_domains: undefined,
      metadata: {},
      items: { data: [], has_more: false, after: undefined },
    });
    expect(receivedThread({ id: 't', status: { type: 'locked', reason: 'r' }, allowed_image_domains: [] })).toMatchObject({
      status: { type: 'locked', reason: 'r' },
      allowed_image_domains: [],
    });
  });

  test('a page keeps its cursor when rows of it are skipped', () => {
    const page = receivedReply('items.list', {
      data: [
        { ...base, type: 'hologram' },
        { ...base, type: 'end_of_turn' },
      ],
      has_more: true,
      after: 'c',
    });
    expect(page).toMatchObject({ data: [{ type: 'end_of_turn' }], has_more: true, after: 'c' });
  });

  test('what is no thread or no attachment is an error, not an empty one', () => {
    expect(() => receivedReply('threads.get_by_id', { detail: 'nope' })).toThrow('no thread');
    expect(() => receivedReply('attachments.create', [])).toThrow('no attachment');
  });
});
