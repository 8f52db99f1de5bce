/** A piece has at least this many lines, and ends at the next empty line … */
const MIN_LINES = 40;
/** … or here. */
const MAX_LINES = 120;

/** Where the piece that begins at `from` ends, behind a line break; -1 when it is the last one. */
const endOfPiece = (code: string, from: number): number => {
  let at = from;
  for (let line = 0; line < MAX_LINES; line += 1) {
    const next = code.indexOf('\n', at);
    if (next === -1) {
      return -1;
    }
    if (line >= MIN_LINES && next === at) {
      return next + 1;
    }
    at = next + 1;
  }
  return at;
};

/**
 * Cuts code into pieces of some dozen lines. Text that is added at the end changes only the last piece, so that
 * colouring and drawing a long file costs with each word what its last lines cost.
 */
export const codePieces = (code: string): string[] => {
  const pieces: string[] = [];
  let from = 0;
  for (let end = endOfPiece(code, 0); end !== -1; end = endOfPiece(code, from)) {
    pieces.push(code.slice(from, end));
    from = end;
  }
  pieces.push(code.slice(from));
  return pieces;
};
