import type { MarkdownWidget, TextWidget } from '@frontdesk/chatkit-protocol';

/** Text as a model writes it, piece by piece. */
export type TextPieces = AsyncIterable<string> | Iterable<string>;

/**
 * The states of a text that is being written: first as given (its value is what stands there until the first word
 * comes), then with all text so far for each piece, last the full text with `streaming` off. Until then it is on.
 * @param base without an id it gets `text`: only a text with an id is streamed by what was added
 * @param place puts the text into its widget: `(answer) => card([answer])`
 */
export function accumulateText<T extends TextWidget | MarkdownWidget>(base: T, pieces: TextPieces): AsyncGenerator<T, void, void>;
export function accumulateText<T extends TextWidget | MarkdownWidget, R>(
  base: T,
  pieces: TextPieces,
  place: (text: T) => R,
): AsyncGenerator<R, void, void>;
export async function* accumulateText<T extends TextWidget | MarkdownWidget>(
  base: T,
  pieces: TextPieces,
  place: (text: T) => unknown = (text) => text,
): AsyncGenerator<unknown, void, void> {
  const first: T = { ...base, id: base.id ?? 'text', streaming: true };
  yield place(first);
  let value = '';
  for await (const piece of pieces) {
    value += piece;
    yield place({ ...first, value });
  }
  yield place({ ...first, value, streaming: false });
}
