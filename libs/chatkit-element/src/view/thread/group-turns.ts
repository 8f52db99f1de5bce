import type { ThreadEntry } from '@frontdesk/chatkit-client';
import type { ThreadItem } from '@frontdesk/chatkit-protocol';

/** A question and all that answers it. */
export interface Turn {
  key: string;
  user: ThreadEntry | null;
  answer: readonly ThreadEntry[];
}

const sameEntries = (a: readonly ThreadEntry[], b: readonly ThreadEntry[]): boolean =>
  a.length === b.length && a.every((entry, index) => entry === b[index]);

/** Groups entries into turns. Turns that did not change are the very objects of `previous`, so that their views rest. */
export const groupTurns = (entries: readonly ThreadEntry[], previous: readonly Turn[]): readonly Turn[] => {
  const turns: { key: string; user: ThreadEntry | null; answer: ThreadEntry[] }[] = [];
  for (const entry of entries) {
    const last = turns.at(-1);
    if (entry.item.type === 'user_message') {
      turns.push({ key: entry.key, user: entry, answer: [] });
    } else if (last === undefined) {
      turns.push({ key: entry.key, user: null, answer: [entry] });
    } else {
      last.answer.push(entry);
    }
  }
  const known = new Map(previous.map((turn) => [turn.key, turn]));
  return turns.map((turn) => {
    const before = known.get(turn.key);
    return before !== undefined && before.user === turn.user && sameEntries(before.answer, turn.answer) ? before : turn;
  });
};

/** A grouping that remembers its last result, see {@link groupTurns}. */
export const createGrouper = (): ((entries: readonly ThreadEntry[]) => readonly Turn[]) => {
  let previous: readonly Turn[] = [];
  return (entries) => (previous = groupTurns(entries, previous));
};

/** The answer as plain text (Markdown source), for the clipboard. */
export const turnText = (turn: Turn): string =>
  turn.answer
    .flatMap(({ item }) => {
      if (item.type === 'assistant_message') {
        return item.content.map((part) => part.text);
      }
      return item.type === 'widget' && item.copy_text !== undefined ? [item.copy_text] : [];
    })
    .join('\n\n');

const JUDGED: ReadonlySet<ThreadItem['type']> = new Set(['assistant_message', 'client_tool_call', 'widget', 'generated_image']);

/** The items a verdict on a turn is about. */
export const feedbackIds = (turn: Turn): string[] => turn.answer.filter(({ item }) => JUDGED.has(item.type)).map(({ item }) => item.id);
