import type { Turn } from './group-turns.js';

const LINE = 24;
const CHARACTERS_PER_LINE = 72;
/** Paddings, the bubble's own height, the line of actions. */
const AROUND = 120;
const OTHER_ITEM = 160;

const linesOf = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_LINE) + (text.match(/\n/g)?.length ?? 0) * 0.5;

/** A guess at a turn's height (px) before it was ever drawn; the closer, the less the scrollbar moves. */
export const guessTurnSize = (turn: Turn): number => {
  let size = AROUND;
  for (const { item } of turn.answer) {
    size += item.type === 'assistant_message' ? item.content.reduce((sum, part) => sum + linesOf(part.text), 0) * LINE : OTHER_ITEM;
  }
  return Math.round(size);
};
