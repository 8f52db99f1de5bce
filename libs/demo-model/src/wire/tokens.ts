/** One token of the demo model is a piece of at most this many characters of a word, with the white space before it. */
const PIECE = /\s*\S{1,4}|\s+/gu;
const CHARS_PER_TOKEN = 4;

/** Splits a text into tokens; joined, they give the text again. Characters outside the basic plane stay whole. */
export function tokensOf(text: string): string[] {
  return text.match(PIECE) ?? [];
}

/** An estimate for texts that are only counted, in tokens. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / CHARS_PER_TOKEN);
}
