import type { Icon, Thread, ThreadItem, ThreadStatus } from '@frontdesk/chatkit-protocol';

/**
 * `optimistic`: shown before the server echoed it. `pending`: being written. `done`: final.
 * `interrupted`: was being written when the stream ended without finishing it.
 */
export type EntryPhase = 'optimistic' | 'pending' | 'done' | 'interrupted';

/** One item on screen. An entry that did not change is the same object in the next state. */
export interface ThreadEntry {
  /** Stays the same when the echo replaces an optimistic message: for lists that are keyed. */
  readonly key: string;
  readonly item: ThreadItem;
  readonly phase: EntryPhase;
  /** Of a generated image, 0 to 1. */
  readonly progress?: number | undefined;
}

/** What is known of the thread itself. */
export interface ThreadInfo {
  readonly id: string;
  readonly title: string | undefined;
  readonly createdAt: string;
  readonly status: ThreadStatus;
  /** Undefined: images may come from anywhere. */
  readonly allowedImageDomains: readonly string[] | undefined;
}

export interface StreamProblem {
  /** Null: the client says it in words of its own. */
  readonly message: string | null;
  readonly allowRetry: boolean;
  /** When trying again makes sense at the earliest, in milliseconds of the clock. */
  readonly retryAt?: number | undefined;
  /** Nothing works before somebody signs in again. */
  readonly sessionExpired?: boolean | undefined;
}

export interface StreamNotice {
  /** Counts up within a thread. */
  readonly key: number;
  readonly level: 'info' | 'warning' | 'danger';
  /** Markdown. */
  readonly message: string;
  readonly title: string | undefined;
}

export interface ThreadState {
  /** Null before the first message of a new thread was taken. */
  readonly thread: ThreadInfo | null;
  /** In the order of the conversation. */
  readonly entries: readonly ThreadEntry[];
  /** Whether an answer is on its way. */
  readonly responding: boolean;
  /** Whether it may be stopped. */
  readonly allowCancel: boolean;
  /** What is being done right now; gone with the next thing that can be seen. */
  readonly progress: { readonly text: string; readonly icon: Icon | undefined } | null;
  /** What went wrong last, until the next answer begins. */
  readonly problem: StreamProblem | null;
  readonly notices: readonly StreamNotice[];
}

export const EMPTY_THREAD: ThreadState = {
  thread: null,
  entries: [],
  responding: false,
  allowCancel: true,
  progress: null,
  problem: null,
  notices: [],
};

export function threadInfo(thread: Thread): ThreadInfo {
  return {
    id: thread.id,
    title: thread.title,
    createdAt: thread.created_at,
    status: thread.status,
    allowedImageDomains: thread.allowed_image_domains,
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const doneEntry = (item: ThreadItem): ThreadEntry => ({ key: item.id, item, phase: 'done' });

/**
 * A thread as it was loaded. Entries of `before` that did not change are kept, so that a refresh redraws only what is
 * new; everything else of `before` is forgotten.
 * @param items oldest first
 */
export function loadedThread(thread: Thread, items: readonly ThreadItem[], before: ThreadState = EMPTY_THREAD): ThreadState {
  const known = new Map(before.entries.map((entry) => [entry.item.id, entry]));
  const entries = items.map((item) => {
    const entry = known.get(item.id);
    if (entry === undefined) {
      return doneEntry(item);
    }
    return entry.phase === 'done' && same(entry.item, item) ? entry : { key: entry.key, item, phase: 'done' as const };
  });
  return { ...EMPTY_THREAD, thread: threadInfo(thread), entries };
}

/** With older items before the others; those already there are skipped. @param items oldest first */
export function withOlderItems(state: ThreadState, items: readonly ThreadItem[]): ThreadState {
  const known = new Set(state.entries.map((entry) => entry.item.id));
  const older = items.filter((item) => !known.has(item.id)).map(doneEntry);
  return older.length === 0 ? state : { ...state, entries: [...older, ...state.entries] };
}

/** With a message of the user's shown at once; the server's echo takes its place. */
export function withOptimisticMessage(state: ThreadState, item: Extract<ThreadItem, { type: 'user_message' }>): ThreadState {
  return { ...state, entries: [...state.entries, { key: item.id, item, phase: 'optimistic' }] };
}

/** Without messages that the server never took, after a request failed before its stream began. */
export function withoutOptimisticMessages(state: ThreadState): ThreadState {
  const entries = state.entries.filter((entry) => entry.phase !== 'optimistic');
  return entries.length === state.entries.length ? state : { ...state, entries };
}

/** Without everything after a user message that is answered again: the server deletes it without events. */
export function withoutItemsAfter(state: ThreadState, itemId: string): ThreadState {
  const at = state.entries.findIndex((entry) => entry.item.id === itemId);
  return at < 0 || at === state.entries.length - 1 ? state : { ...state, entries: state.entries.slice(0, at + 1) };
}

/** An answer begins: the last one's problem is over. */
export function responseStarted(state: ThreadState): ThreadState {
  return { ...state, responding: true, allowCancel: true, progress: null, problem: null };
}

/** The answer's stream ended, well or not. What was begun and not finished is marked. */
export function responseEnded(state: ThreadState): ThreadState {
  const entries = state.entries.some((entry) => entry.phase === 'pending')
    ? state.entries.map((entry) => (entry.phase === 'pending' ? { ...entry, phase: 'interrupted' as const } : entry))
    : state.entries;
  return { ...state, entries, responding: false, progress: null };
}

/** Something went wrong outside the stream's own events, such as a lost connection. */
export function withProblem(state: ThreadState, problem: StreamProblem): ThreadState {
  return { ...state, problem };
}
