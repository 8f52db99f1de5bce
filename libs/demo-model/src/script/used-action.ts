import { isRecord } from '../conversation/request-fields.schema.js';
import type { Conversation } from '../conversation/conversation.js';

/** Something that the user did with a widget, as the server tells a model of it. */
export interface UsedAction {
  readonly type: string;
  readonly payload: unknown;
}

const NOTE = /The user has just used an action [^\n]*?: (?<json>\{[^\n]*\})/u;

/** The action that waits for an answer: the newest thing that the conversation holds. */
export function usedAction({ entries }: Conversation): UsedAction | null {
  const last = entries.at(-1);
  const json = last?.kind === 'context' ? NOTE.exec(last.text)?.groups?.['json'] : undefined;
  if (json === undefined) {
    return null;
  }
  try {
    const note: unknown = JSON.parse(json);
    return isRecord(note) && typeof note['action'] === 'string' ? { type: note['action'], payload: note['payload'] ?? null } : null;
  } catch {
    return null; // a note of somebody else's
  }
}
