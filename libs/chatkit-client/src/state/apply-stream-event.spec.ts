import { applyStreamEvent } from './apply-stream-event.js';
import { EMPTY_THREAD, responseEnded, withOptimisticMessage } from './thread-state.js';
import type { ThreadState } from './thread-state.js';
import { receivedEvent } from '../received/received-event.js';
import { receivedItem } from '../received/received-item.js';

const base = (id: string) => ({ id, thread_id: 't', created_at: '2026-03-01T10:20:30Z' });
const message = (id: string, ...texts: string[]) => ({
  ...base(id),
  type: 'assistant_message',
  content: texts.map((text) => ({ type: 'output_text', text, annotations: [] })),
});
const userMessage = (id: string) => ({
  ...base(id),
  type: 'user_message',
  content: [{ type: 'input_text', text: 'hi' }],
  attachments: [],
  inference_options: {},
});
const call = (status: string) => ({ ...base('tc'), type: 'client_tool_call', status, call_id: 'c', name: 'n', arguments: {} });
const added = (item: object) => ({ type: 'thread.item.added', item });
const done = (item: object) => ({ type: 'thread.item.done', item });
const updated = (item_id: string, update: object) => ({ type: 'thread.item.updated', item_id, update });
const delta = (item_id: string, text: string, content_index = 0) =>
  updated(item_id, { type: 'assistant_message.content_part.text_delta', content_index, delta: text });
const thought = (content: string) => ({ type: 'thought', status_indicator: 'none', content });
const progress = { type: 'progress_update', text: 'Looking', icon: 'search' };

const play = (events: object[], state: ThreadState = EMPTY_THREAD): ThreadState =>
  events.reduce<ThreadState>((before, event) => applyStreamEvent(before, receivedEvent(JSON.stringify(event))), state);
const shown = (state: ThreadState): unknown[] =>
  state.entries.map(({ item, phase }) => [
    item.id,
    phase,
    item.type === 'assistant_message' ? item.content.map((part) => part.text).join('|') : item.type,
  ]);

describe('a turn', () => {
  test('adds up to the stored thread, step by step', () => {
    const turn = [
      { type: 'thread.created', thread: { id: 't', created_at: 'c', items: { data: [], has_more: false } } },
      done(userMessage('u')),
      { type: 'stream_options', stream_options: { allow_cancel: false } },
      added({ ...base('wf'), type: 'workflow', workflow: { type: 'reasoning', tasks: [], expanded: false } }),
      updated('wf', { type: 'workflow.task.added', task_index: 0, task: thought('Th') }),
      updated('wf', { type: 'workflow.task.updated', task_index: 0, task: thought('Think') }),
      done({
        ...base('wf'),
        type: 'workflow',
        workflow: { type: 'reasoning', tasks: [thought('Think')], summary: { duration: 1 }, expanded: false },
      }),
      added(message('m')),
      updated('m', {
        type: 'assistant_message.content_part.added',
        content_index: 0,
        content: { type: 'output_text', text: '', annotations: [] },
      }),
      delta('m', 'He'),
      delta('m', 'llo'),
    ];
    const writing = play(turn);
    expect(writing).toMatchObject({ thread: { id: 't', title: undefined, status: { type: 'active' } }, allowCancel: false });
    expect(shown(writing)).toEqual([
      ['u', 'done', 'user_message'],
      ['wf', 'done', 'workflow'],
      ['m', 'pending', 'Hello'],
    ]);
    const ended = play([done(message('m', 'Hello, final'))], writing);
    expect(shown(ended).at(-1)).toEqual(['m', 'done', 'Hello, final']);
    expect(ended.entries[0]).toBe(writing.entries[0]);
    expect(ended.entries[1]).toBe(writing.entries[1]);
  });

  test('leaves every other entry, and the state before, untouched on a delta', () => {
    const before = play([added(message('a', 'x')), added(message('b', 'y'))]);
    const copy = structuredClone(before);
    const after = play([delta('b', '!')], before);
    expect(after.entries[0]).toBe(before.entries[0]);
    expect(after.entries[1]).not.toBe(before.entries[1]);
    expect(before).toEqual(copy);
  });

  test('shows the title and status that an update brings, and keeps the items', () => {
    const state = play([
      done(message('a', 'x')),
      { type: 'thread.updated', thread: { id: 't', title: 'Named', status: { type: 'locked' } } },
    ]);
    expect(state.thread).toMatchObject({ title: 'Named', status: { type: 'locked' } });
    expect(state.entries).toHaveLength(1);
  });
});

describe('items', () => {
  test('done overrides deltas, and a resumed stream that tells the item again starts it afresh', () => {
    const state = play([added(message('a')), delta('a', 'one'), done(message('a', 'two')), added(message('a')), delta('a', 'one')]);
    expect(shown(state)).toEqual([['a', 'pending', 'one']]);
    expect(shown(play([done(message('a', 'two'))], state))).toEqual([['a', 'done', 'two']]);
  });

  test('done for an unknown item shows it at the end', () => {
    expect(shown(play([done(message('a', 'x')), done(message('b', 'y'))]))).toEqual([
      ['a', 'done', 'x'],
      ['b', 'done', 'y'],
    ]);
  });

  test('are removed and replaced in place, also by another kind', () => {
    const state = play([done(message('a', 'x')), added(message('b')), done(message('c', 'z'))]);
    const changed = play(
      [
        { type: 'thread.item.removed', item_id: 'b' },
        { type: 'thread.item.replaced', item: { ...base('a'), type: 'end_of_turn' } },
      ],
      state,
    );
    expect(shown(changed)).toEqual([
      ['a', 'done', 'end_of_turn'],
      ['c', 'done', 'z'],
    ]);
    expect(play([{ type: 'thread.item.removed', item_id: 'zzz' }], changed)).toBe(changed);
  });

  test('that are unknown, hidden or updated without being there change nothing', () => {
    const state = play([done(message('a', 'x'))]);
    const noise = [
      done({ ...base('h'), type: 'hologram' }),
      done({ ...base('s'), type: 'sdk_hidden_context', content: 'secret' }),
      delta('zzz', 'x'),
      updated('a', { type: 'workflow.task.added', task_index: 0, task: thought('x') }),
      { type: 'thread.exploded' },
      { type: 'client_effect', name: 'n', data: {} },
    ];
    expect(play(noise, state)).toBe(state);
  });

  test('an update out of range is skipped until done puts it right', () => {
    const state = play([added({ ...base('wf'), type: 'workflow', workflow: { type: 'custom', tasks: [], expanded: false } })]);
    expect(play([updated('wf', { type: 'workflow.task.updated', task_index: 3, task: thought('x') })], state)).toBe(state);
  });

  test('a generated image carries its progress while it is drawn', () => {
    const image = { id: 'i', url: 'data:,' };
    const state = play([
      added({ ...base('g'), type: 'generated_image' }),
      updated('g', { type: 'generated_image.updated', image, progress: 0.5 }),
    ]);
    expect(state.entries[0]).toMatchObject({ item: { image }, progress: 0.5, phase: 'pending' });
    expect(play([done({ ...base('g'), type: 'generated_image', image })], state).entries[0]?.progress).toBeUndefined();
  });

  test('an answered client tool call does not become pending again when a resumed stream tells of it', () => {
    const state = play([done(call('pending')), done(call('completed')), done(call('pending'))]);
    expect(state.entries).toMatchObject([{ item: { status: 'completed' } }]);
  });
});

describe('the message just sent', () => {
  const local = (): ThreadState => {
    const item = receivedItem(userMessage('local'));
    if (item?.type !== 'user_message') {
      throw new Error('not a message');
    }
    return withOptimisticMessage(play([done(message('a', 'x'))]), item);
  };

  test('is replaced by its echo, in its place and under its key', () => {
    const state = play([done(userMessage('u')), added(message('b'))], local());
    expect(state.entries.map(({ key, item, phase }) => [key, item.id, phase])).toEqual([
      ['a', 'a', 'done'],
      ['local', 'u', 'done'],
      ['b', 'b', 'pending'],
    ]);
    expect(play([done(userMessage('u'))], state).entries).toHaveLength(3);
  });

  test('is not taken for another message that was there before', () => {
    const state = play([done(userMessage('u0'))]);
    const item = receivedItem(userMessage('local'));
    const both = play([done(userMessage('u0'))], withOptimisticMessage(state, item as never));
    expect(both.entries.map((entry) => entry.phase)).toEqual(['done', 'optimistic']);
  });
});

describe('progress, errors and notices', () => {
  test('progress lasts until something new can be seen', () => {
    const state = play([progress]);
    expect(state.progress).toEqual({ text: 'Looking', icon: 'search' });
    expect(play([done(userMessage('u'))], state).progress).not.toBeNull();
    expect(play([done(call('pending'))], state).progress).not.toBeNull();
    expect(play([delta('zzz', 'x')], state).progress).not.toBeNull();
    expect(play([added(message('a'))], state).progress).toBeNull();
    expect(play([done({ ...base('w'), type: 'widget', widget: { type: 'Card' } })], state).progress).toBeNull();
    expect(play([added(message('a')), progress, delta('a', 'x')]).progress).toBeNull();
    expect(responseEnded(state).progress).toBeNull();
  });

  test('a custom error says its sentence; a general one leaves the words to the client; later events still count', () => {
    expect(play([{ type: 'error', code: 'custom', message: 'Too long.' }]).problem).toEqual({ message: 'Too long.', allowRetry: false });
    const state = play([{ type: 'error', code: 'stream.error', message: 'internal', allow_retry: true }, done(message('a', 'x'))]);
    expect(state.problem).toEqual({ message: null, allowRetry: true });
    expect(state.entries).toHaveLength(1);
  });

  test('notices add up, each with a key of its own', () => {
    const state = play([
      { type: 'notice', level: 'info', message: 'a' },
      { type: 'notice', level: 'danger', message: 'b', title: 'T' },
    ]);
    expect(state.notices).toEqual([
      { key: 1, level: 'info', message: 'a', title: undefined },
      { key: 2, level: 'danger', message: 'b', title: 'T' },
    ]);
  });
});
