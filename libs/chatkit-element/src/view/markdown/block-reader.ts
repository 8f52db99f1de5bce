import { Lexer, type Links, type Token } from 'marked';
import { closeOpenMarks } from './close-open-marks.js';

const OPTIONS = { gfm: true, breaks: true } as const;

const lex = (text: string, links: Links): Token[] => {
  const lexer = new Lexer(OPTIONS);
  Object.assign(lexer.tokens.links, links);
  const tokens = lexer.lex(text);
  Object.assign(links, tokens.links);
  return [...tokens];
};

/** Blocks whose raw text is literal: marks inside must not be touched. */
const LITERAL = new Set(['code', 'html', 'hr', 'def']);

/** A table's head stays hidden until the line below it shows that it is one; half of it would flash as a paragraph. */
const cutTableHead = (text: string): string => {
  const head = text.search(/(?:^|\n)[ \t]*\|[^\n]*(?:\n[ \t|:-]*)?$/);
  return head === -1 ? text : text.slice(0, head);
};

/**
 * Reads Markdown that grows at its end. Blocks that can no longer change keep their identity, so the work for one more
 * word is that of the last block, however long the text is.
 */
export class BlockReader {
  private settled: Token[] = [];
  private settledText = '';
  private links: Links = {};

  /** @param streaming whether more is to come: then open marks of the last block are closed for display */
  read(source: string, streaming: boolean): readonly Token[] {
    const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
    if (!text.startsWith(this.settledText)) {
      this.reset();
    }
    const rest = text.slice(this.settledText.length);
    const tokens = lex(rest, this.links);
    const last = tokens.findLastIndex((token) => token.type !== 'space');
    if (last > 0) {
      this.settle(tokens.slice(0, last));
    }
    const tail = tokens.slice(Math.max(0, last));
    return [...this.settled, ...(streaming ? this.display(tail) : tail)].filter((token) => token.type !== 'space' && token.type !== 'def');
  }

  private display(tail: readonly Token[]): Token[] {
    const token = tail[0];
    if (token === undefined || LITERAL.has(token.type)) {
      return [...tail];
    }
    const raw = token.type === 'paragraph' ? cutTableHead(token.raw) : token.raw;
    return lex(closeOpenMarks(raw.trimEnd()), { ...this.links });
  }

  private settle(tokens: readonly Token[]): void {
    this.settled = [...this.settled, ...tokens];
    this.settledText += tokens.map((token) => token.raw).join('');
  }

  private reset(): void {
    this.settled = [];
    this.settledText = '';
    this.links = {};
  }
}
