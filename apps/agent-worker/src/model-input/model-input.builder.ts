import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import type { Conversation } from '@frontdesk/runs';
import type { AgentInputItem } from '@openai/agents';
import { historyWindow, type HistoryWindow } from './history-window.js';
import { itemInput } from './item.input.js';
import { userText } from './user-text.js';

/** What the model is asked, and what of the thread it was not told word for word. */
export interface ModelInput {
  readonly history: AgentInputItem[];
  readonly window: HistoryWindow;
}

/**
 * The newest items of the thread that fit the budget, with the message that this run answers at the end, and a summary of
 * what was before them where there is one.
 *
 * @param items the newest items, oldest first, hidden ones included
 * @param requestItemId the item that the run answers; null when none is named
 */
export function buildModelInput(
  { items, summary }: Conversation,
  requestItemId: string | null,
  budget: number,
): ModelInput {
  const window = historyWindow(orderForRequest(items, requestItemId), budget);
  const input = window.items.flatMap((item, index) => itemInput(item, index === window.items.length - 1));
  return { history: summary === null ? input : [summaryInput(summary), ...input], window };
}

const summaryInput = (summary: string): AgentInputItem =>
  userText(`Summary of the earlier part of this conversation (not shown to the user):\n<Summary>\n${summary}\n</Summary>`);

/**
 * Messages that came while an earlier run was at work stand before that run's answer. The answer belongs before the
 * message that is answered now, and messages that came even later have runs of their own.
 */
function orderForRequest(items: readonly ThreadItem[], requestItemId: string | null): ThreadItem[] {
  const at = items.findIndex((item) => item.id === requestItemId);
  const request = items[at];
  if (request?.type !== 'user_message') {
    return [...items];
  }
  const later = items.slice(at + 1).filter((item) => item.type !== 'user_message');
  return [...items.slice(0, at), ...later, request];
}
