import { applyItemUpdate, ItemUpdateError } from '@frontdesk/chatkit-protocol';
import type { StreamEvent, ThreadItem, ThreadItemUpdate } from '@frontdesk/chatkit-protocol';
import type { ReceivedEvent } from '../received/received-event.js';
import { threadInfo } from './thread-state.js';
import type { EntryPhase, StreamProblem, ThreadEntry, ThreadState } from './thread-state.js';

type ItemEvent = Extract<ReceivedEvent, { type: `thread.item.${string}` }>;

/**
 * The thread after one event of its stream. Pure; entries that the event does not touch stay the same objects.
 * Events that change nothing that is shown (effects, unknown ones, updates of unknown items) return the same state.
 */
export function applyStreamEvent(state: ThreadState, event: ReceivedEvent): ThreadState {
  switch (event.type) {
    case 'thread.created':
    case 'thread.updated':
      // The event's page of items is always empty and says nothing.
      return { ...state, thread: threadInfo(event.thread) };
    case 'stream_options':
      return { ...state, allowCancel: event.stream_options.allow_cancel };
    case 'progress_update':
      return { ...state, progress: { text: event.text, icon: event.icon } };
    case 'error':
      return { ...state, problem: problemOf(event) };
    case 'notice':
      return withNotice(state, event);
    case 'client_effect':
    case 'unknown':
      return state;
    default:
      return applyItemEvent(state, event);
  }
}

function applyItemEvent(state: ThreadState, event: ItemEvent): ThreadState {
  switch (event.type) {
    case 'thread.item.added':
      return withItem(state, event.item, 'pending');
    case 'thread.item.done':
    case 'thread.item.replaced':
      return withItem(state, event.item, 'done');
    case 'thread.item.updated':
      return withUpdate(state, event.item_id, event.update);
    case 'thread.item.removed':
      return withoutItem(state, event.item_id);
  }
}

function problemOf(event: StreamEvent<'error'>): StreamProblem {
  return { message: event.code === 'custom' ? (event.message ?? null) : null, allowRetry: event.allow_retry };
}

function withNotice(state: ThreadState, { level, message, title }: StreamEvent<'notice'>): ThreadState {
  const key = (state.notices.at(-1)?.key ?? 0) + 1;
  return { ...state, notices: [...state.notices, { key, level, message, title }] };
}

/** Whether the item is something new to look at, which ends the progress line. */
const isVisibleAnswer = (item: ThreadItem): boolean => !['user_message', 'client_tool_call', 'end_of_turn'].includes(item.type);

function withItem(state: ThreadState, item: ThreadItem, phase: EntryPhase): ThreadState {
  const progress = isVisibleAnswer(item) ? null : state.progress;
  const at = placeOf(state.entries, item);
  const before = state.entries[at];
  if (before === undefined) {
    return { ...state, progress, entries: [...state.entries, { key: item.id, item, phase }] };
  }
  return { ...state, progress, entries: state.entries.with(at, { key: before.key, item: notUndone(before.item, item), phase }) };
}

/** Where the item stands already, or the optimistic message that it echoes (the newest: those before were never taken); -1 for a new one. */
function placeOf(entries: readonly ThreadEntry[], item: ThreadItem): number {
  const at = entries.findIndex((entry) => entry.item.id === item.id);
  return at >= 0 || item.type !== 'user_message' ? at : entries.findLastIndex((entry) => entry.phase === 'optimistic');
}

/** A resumed stream tells again of the pending call that was answered since, and no event tells of the answer. */
function notUndone(before: ThreadItem, item: ThreadItem): ThreadItem {
  const answered = before.type === 'client_tool_call' && before.status === 'completed';
  return answered && item.type === 'client_tool_call' && item.status === 'pending' ? before : item;
}

function withUpdate(state: ThreadState, itemId: string, update: ThreadItemUpdate): ThreadState {
  const at = state.entries.findLastIndex((entry) => entry.item.id === itemId);
  const before = state.entries[at];
  if (before === undefined) {
    return state;
  }
  const item = updated(before.item, update);
  if (item === before.item) {
    return state;
  }
  const progress = update.type === 'generated_image.updated' ? { progress: update.progress } : {};
  return { ...state, progress: null, entries: state.entries.with(at, { ...before, item, ...progress }) };
}

function updated(item: ThreadItem, update: ThreadItemUpdate): ThreadItem {
  try {
    return applyItemUpdate(item, update);
  } catch (error) {
    // An update that points nowhere is the server's mistake; the item's done event puts it right.
    if (error instanceof ItemUpdateError) {
      return item;
    }
    throw error;
  }
}

function withoutItem(state: ThreadState, itemId: string): ThreadState {
  const entries = state.entries.filter((entry) => entry.item.id !== itemId);
  return entries.length === state.entries.length ? state : { ...state, entries };
}
