import type { Token, Tokens } from 'marked';

/** The finished beginning of a long list or table that still grows, so that only its end is read again with each word. */
export interface OpenBlock {
  /** The block as far as it is kept. */
  readonly token: Tokens.List | Tokens.Table;
  /** Length of the text that need not be read again. */
  readonly taken: number;
  /** What the rest must be read behind: the head of a table. */
  readonly prefix: string;
}

/** Items or rows that are read again: the last grows, and the one before may turn out to be longer. */
const REREAD = 2;
const LONG = 8;

const isList = (token: Token): token is Tokens.List => token.type === 'list';
const isTable = (token: Token): token is Tokens.Table => token.type === 'table';

/** The whole block out of its kept beginning and the token of its rest; null when they are no one block after all. */
export const joinBlock = ({ token }: OpenBlock, rest: Token): Tokens.List | Tokens.Table | null => {
  if (isList(token) && isList(rest) && rest.ordered === token.ordered) {
    return { ...rest, start: token.start, loose: token.loose || rest.loose, items: [...token.items, ...rest.items] };
  }
  return isTable(token) && isTable(rest) ? { ...rest, rows: [...token.rows, ...rest.rows] } : null;
};

const keep = (open: OpenBlock | null, part: Tokens.List | Tokens.Table, taken: number, prefix: string): OpenBlock => {
  const token = open === null ? part : joinBlock(open, part);
  return { token: token ?? part, taken: (open?.taken ?? 0) + taken, prefix };
};

/** Moves finished items or rows of `rest` (the token after `open`) to what is kept. */
export const extendBlock = (open: OpenBlock | null, rest: Token): OpenBlock | null => {
  if (isList(rest) && rest.items.length > LONG) {
    const items = rest.items.slice(0, -REREAD);
    const raw = items.map((item) => item.raw).join('');
    return rest.raw.startsWith(raw) ? keep(open, { ...rest, items }, raw.length, '') : open;
  }
  if (isTable(rest) && rest.rows.length > LONG) {
    const lines = rest.raw.split('\n').map((line) => `${line}\n`);
    const head = lines.slice(0, 2).join('');
    const rows = rest.rows.slice(0, -REREAD);
    const taken = (open === null ? head.length : 0) + lines.slice(2, 2 + rows.length).join('').length;
    return keep(open, { ...rest, rows }, taken, head);
  }
  return open;
};
