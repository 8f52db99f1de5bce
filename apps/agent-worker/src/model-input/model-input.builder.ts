import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import type { AgentInputItem } from '@openai/agents';
import { itemInput } from './item.input.js';

/**
 * What the model is asked: the newest items of the thread, with the message that this run answers at the end.
 *
 * @param items the newest items, oldest first, hidden ones included
 * @param requestItemId the item that the run answers; null when none is named
 */
export function buildModelInput(items: readonly ThreadItem[], requestItemId: string | null): AgentInputItem[] {
  const ordered = startAtUser(orderForRequest(items, requestItemId));
  return ordered.flatMap((item, index) => itemInput(item, index === ordered.length - 1));
}

/**
 * Messages that came while an earlier run was at work stand before that run's answer. The answer belongs before the
 * message that is answered now, and messages that came even later have runs of their own.
 */
export function orderForRequest(items: readonly ThreadItem[], requestItemId: string | null): ThreadItem[] {
  const at = items.findIndex((item) => item.id === requestItemId);
  const request = items[at];
  if (request?.type !== 'user_message') {
    return [...items];
  }
  const later = items.slice(at + 1).filter((item) => item.type !== 'user_message');
  return [...items.slice(0, at), ...later, request];
}

/** A window that begins in the middle of a turn begins with the next message of the user instead, if there is one. */
function startAtUser(items: readonly ThreadItem[]): readonly ThreadItem[] {
  const first = items.findIndex((item) => item.type === 'user_message');
  return first === -1 ? items : items.slice(first);
}
