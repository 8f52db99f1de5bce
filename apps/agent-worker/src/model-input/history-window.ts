import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import { itemInput } from './item.input.js';

/** Of most texts in most languages, a token is about this many characters. A bound needs no better count. */
const CHARACTERS_PER_TOKEN = 4;
/** What a file or a picture costs a model, roughly. */
const TOKENS_PER_FILE = 1_000;

/** The newest part of a thread that fits a budget. */
export interface HistoryWindow {
  readonly items: readonly ThreadItem[];
  /** Older items were left out: what is before `keepFrom` is due to be summarised. */
  readonly isCut: boolean;
  /** The first item that a summary leaves as it is: half of the budget, so that not every turn needs a new one. */
  readonly keepFrom: string | null;
}

/**
 * @param items in the order of the conversation, the newest last
 * @param budget tokens, as estimated; the newest item is in whatever it costs
 */
export function historyWindow(items: readonly ThreadItem[], budget: number): HistoryWindow {
  const start = startWithin(items, budget);
  const kept = items[startAtUser(items, startWithin(items, budget / 2))];
  return { items: items.slice(startAtUser(items, start)), isCut: start > 0, keepFrom: kept?.id ?? null };
}

/** Estimated tokens of an item as the model sees it. */
export function tokensOf(item: ThreadItem): number {
  const files = item.type === 'user_message' ? item.attachments.length : item.type === 'generated_image' ? 1 : 0;
  return Math.ceil(JSON.stringify(itemInput(item, false)).length / CHARACTERS_PER_TOKEN) + files * TOKENS_PER_FILE;
}

/** Index of the oldest item that still fits, the newest counted first. */
function startWithin(items: readonly ThreadItem[], budget: number): number {
  let left = budget;
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index];
    left -= item === undefined ? 0 : tokensOf(item);
    if (left < 0) {
      return Math.min(index + 1, items.length - 1);
    }
  }
  return 0;
}

/** A window that begins in the middle of a turn begins with the next message of the user instead, if there is one. */
function startAtUser(items: readonly ThreadItem[], start: number): number {
  const first = items.findIndex((item, index) => index >= start && item.type === 'user_message');
  return first === -1 ? start : first;
}
