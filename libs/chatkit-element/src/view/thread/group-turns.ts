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

const isQuestion = (entry: ThreadEntry): boolean => entry.item.type === 'user_message';

/** Groups entries into turns. Turns that did not change are the very objects of `previous`, so that their views rest. */
export const groupTurns = (entries: readonly ThreadEntry[], previous: readonly Turn[]): readonly Turn[] => {
  const known = new Map(previous.map((turn) => [turn.key, turn]));
  const turns: Turn[] = [];
  for (let from = 0; from < entries.length;) {
    let next = from + 1;
    while (next < entries.length && entries[next]?.item.type !== 'user_message') {
      next += 1;
    }
    const part = entries.slice(from, next);
    const [first] = part;
    if (first === undefined) {
      break;
    }
    const user = isQuestion(first) ? first : null;
    const answer = user === null ? part : part.slice(1);
    const before = known.get(first.key);
    turns.push(before?.user === user && sameEntries(before.answer, answer) ? before : { key: first.key, user, answer });
    from = next;
  }
  return turns;
};

/** A grouping that remembers its last result. While an answer streams only the last turn changes, and only that is grouped anew. */
export const createGrouper = (): ((entries: readonly ThreadEntry[]) => readonly Turn[]) => {
  let shown: readonly ThreadEntry[] = [];
  let turns: readonly Turn[] = [];
  return (entries) => {
    const last = turns.at(-1);
    const start = last === undefined ? 0 : shown.length - last.answer.length - (last.user === null ? 0 : 1);
    const rests = start > 0 && entries.length > start && shown.every((entry, index) => index >= start || entry === entries[index]);
    const [first] = rests ? entries.slice(start) : [];
    turns =
      first !== undefined && isQuestion(first)
        ? [...turns.slice(0, -1), ...groupTurns(entries.slice(start), turns.slice(-1))]
        : groupTurns(entries, turns);
    shown = entries;
    return turns;
  };
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
