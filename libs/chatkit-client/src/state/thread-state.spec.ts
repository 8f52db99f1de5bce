import type { ThreadItem, UserMessageItem } from '@frontdesk/chatkit-protocol';
import { receivedThread } from '../received/received-thread.js';
import {
  EMPTY_THREAD,
  loadedThread,
  responseEnded,
  responseStarted,
  withoutItemsAfter,
  withOlderItems,
  withOptimisticMessage,
  withoutOptimisticMessages,
  withProblem,
} from './thread-state.js';
import type { ThreadState } from './thread-state.js';

const base = (id: string) => ({ id, thread_id: 't', created_at: '2026-03-01T10:20:30Z' });
const end = (id: string): ThreadItem => ({ ...base(id), type: 'end_of_turn' });
const user = (id: string): UserMessageItem => ({ ...base(id), type: 'user_message', content: [], attachments: [], inference_options: {} });
const thread = receivedThread({
  id: 't',
  title: 'Named',
  created_at: 'c',
  status: { type: 'closed', reason: 'r' },
  allowed_image_domains: ['a.org'],
});
const load = (items: ThreadItem[], before?: ThreadState): ThreadState => {
  if (thread === null) {
    throw new Error('not a thread');
  }
  return loadedThread(thread, items, before);
};
const ids = (state: ThreadState): string[] => state.entries.map((entry) => entry.item.id);

test('a loaded thread shows its items as done, and what is known of it', () => {
  const state = load([end('a'), end('b')]);
  expect(state.thread).toEqual({
    id: 't',
    title: 'Named',
    createdAt: 'c',
    status: { type: 'closed', reason: 'r' },
    allowedImageDomains: ['a.org'],
  });
  expect(state.entries).toEqual([
    { key: 'a', item: end('a'), phase: 'done' },
    { key: 'b', item: end('b'), phase: 'done' },
  ]);
});

test('a refresh keeps the entries that did not change, and their keys where they did', () => {
  const before = load([end('a'), end('b'), end('gone')]);
  const after = load([end('a'), user('b'), end('c')], before);
  expect(after.entries[0]).toBe(before.entries[0]);
  expect(after.entries[1]).toEqual({ key: 'b', item: user('b'), phase: 'done' });
  expect(ids(after)).toEqual(['a', 'b', 'c']);
});

test('older items come before the others, once', () => {
  const state = withOlderItems(load([end('c')]), [end('a'), end('b'), end('c')]);
  expect(ids(state)).toEqual(['a', 'b', 'c']);
  expect(withOlderItems(state, [end('a')])).toBe(state);
});

test('an optimistic message is shown at once, and taken back when the server never had it', () => {
  const state = load([end('a')]);
  const shown = withOptimisticMessage(state, user('local'));
  expect(shown.entries.at(-1)).toEqual({ key: 'local', item: user('local'), phase: 'optimistic' });
  expect(shown.entries[0]).toBe(state.entries[0]);
  expect(ids(withoutOptimisticMessages(shown))).toEqual(['a']);
  expect(withoutOptimisticMessages(state)).toBe(state);
});

test('answering again drops what came after the message', () => {
  const state = load([user('a'), end('b'), end('c')]);
  expect(ids(withoutItemsAfter(state, 'a'))).toEqual(['a']);
  expect(withoutItemsAfter(state, 'c')).toBe(state);
  expect(withoutItemsAfter(state, 'zzz')).toBe(state);
});

test('a new answer forgets the last one’s problem, and its end marks what stayed unfinished', () => {
  const failed = withProblem(load([]), { message: 'm', allowRetry: true });
  const started = responseStarted({ ...failed, allowCancel: false, progress: { text: 'old', icon: undefined } });
  expect(started).toMatchObject({ responding: true, allowCancel: true, problem: null, progress: null });
  const writing: ThreadState = {
    ...started,
    progress: { text: 'x', icon: undefined },
    entries: [...load([end('a')]).entries, { key: 'b', item: end('b'), phase: 'pending' }],
  };
  const ended = responseEnded(writing);
  expect(ended).toMatchObject({ responding: false, progress: null });
  expect(ended.entries.map((entry) => entry.phase)).toEqual(['done', 'interrupted']);
  expect(ended.entries[0]).toBe(writing.entries[0]);
  expect(responseEnded(EMPTY_THREAD).entries).toBe(EMPTY_THREAD.entries);
});
