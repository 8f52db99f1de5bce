import type { Links, Token } from 'marked';
import { closeOpenMarks } from './close-open-marks.js';
import { HeadingOrder } from './heading-order.js';
import { isFootnote, lexMarkdown } from './markdown-lexer.js';
import { extendBlock, joinBlock, type OpenBlock } from './open-block.js';
import { OpenFence } from './open-fence.js';

/** One block of a text. `key` stays the same while the block grows. */
export interface MarkdownBlock {
  readonly key: number;
  readonly token: Token;
  /** Level of a heading, without gaps. */
  readonly level: number | undefined;
}

/** A text as read so far. Groups of finished blocks never change, so that what shows them rests. */
export interface MarkdownText {
  readonly groups: readonly (readonly MarkdownBlock[])[];
  /** The last blocks; with more text to come the very last is still open. */
  readonly last: readonly MarkdownBlock[];
  /** Names of the footnotes that have come; another set when there is another. */
  readonly footnotes: ReadonlySet<string>;
}

/** Blocks whose raw text is literal: marks inside must not be touched. */
const LITERAL = new Set(['code', 'html', 'hr', 'def', 'math']);
const GROUP_SIZE = 24;
/** Settled blocks that are compared with a growing text, to see whether it was replaced. */
const COMPARED = 2;

/** A table's head stays hidden until the line below it shows that it is one; half of it would flash as a paragraph. */
const cutTableHead = (text: string): string => {
  const head = text.search(/(?:^|\n)[ \t]*\|[^\n]*(?:\n[ \t|:-]*)?$/);
  return head === -1 ? text : text.slice(0, head);
};

const isShown = (token: Token): boolean => token.type !== 'space' && token.type !== 'def';

/**
 * Reads Markdown that grows at its end. Blocks that can no longer change keep their identity, and so do the finished
 * parts of long code, lists and tables: the work for one more word does not grow with the text.
 */
export class BlockReader {
  private groups: (readonly MarkdownBlock[])[] = [];
  private group: readonly MarkdownBlock[] = [];
  /** Raw texts of what is settled; one string would be copied with every word. */
  private settled: string[] = [];
  private settledLength = 0;
  private hasReturns = false;
  private searched = 0;
  private links: Links = {};
  private footnotes: ReadonlySet<string> = new Set();
  private headings = new HeadingOrder();
  private count = 0;
  private open: OpenBlock | null = null;
  private fence: OpenFence | null = null;

  /** @param lex what reads Markdown, so that a test can count how much of a text is read again */
  constructor(private readonly lex = lexMarkdown) {}

  /** @param streaming whether more is to come: then open marks of the last block are closed for display */
  read(source: string, streaming: boolean): MarkdownText {
    let text = this.withoutReturns(source);
    if (!this.continues(text, streaming)) {
      this.reset();
      text = this.withoutReturns(source);
    }
    const rest = text.slice(this.settledLength);
    if (this.fence !== null && streaming && !this.fence.closes(rest)) {
      return this.shown([this.fence.token(rest)]);
    }
    this.fence = null;
    const tail = this.advance(this.lexRest(rest));
    if (tail?.type === 'code' && streaming) {
      this.fence = OpenFence.at(text.slice(this.settledLength));
    }
    return this.shown(tail === undefined ? [] : this.display(tail, streaming));
  }

  private withoutReturns(source: string): string {
    this.hasReturns ||= source.includes('\r', Math.min(this.searched, source.length));
    this.searched = source.length;
    return this.hasReturns ? source.replace(/\r\n?/g, '\n') : source;
  }

  /** While more arrives only the end of what is settled is compared; all of it once the text is final. */
  private continues(text: string, streaming: boolean): boolean {
    const settled = streaming ? this.settled.slice(-COMPARED).join('') : this.settled.join('');
    return text.length >= this.settledLength && text.startsWith(settled, this.settledLength - settled.length);
  }

  private lexRest(rest: string): Token[] {
    if (this.open === null) {
      return this.lex(rest, this.links);
    }
    const { open } = this;
    const tokens = this.lex(open.prefix + rest.slice(open.taken), this.links);
    const first = tokens[0];
    const joined = first && joinBlock(open, first);
    if (!first || !joined) {
      this.open = null;
      return this.lex(rest, this.links);
    }
    this.open = tokens.some((token, index) => index > 0 && isShown(token)) ? null : extendBlock(open, first);
    // The raw text is what was read, so that settling it moves on by the right length.
    const raw = rest.slice(0, open.taken) + first.raw.slice(open.prefix.length);
    return [{ ...joined, raw }, ...tokens.slice(1)];
  }

  /** Settles all but the last block. @returns the last one */
  private advance(tokens: readonly Token[]): Token | undefined {
    const last = Math.max(0, tokens.findLastIndex(isShown));
    const settled = tokens.slice(0, last);
    for (const { raw } of settled) {
      this.settled.push(raw);
      this.settledLength += raw.length;
    }
    settled.filter(isShown).forEach((token) => this.settle(token));
    const tail = tokens[last];
    if (tail !== undefined && this.open === null) {
      this.open = extendBlock(null, tail);
    }
    return tail && isShown(tail) ? tail : undefined;
  }

  private settle(token: Token): void {
    this.noteFootnote(token);
    this.group = [...this.group, { key: this.count, token, level: this.headings.next(token) }];
    this.count += 1;
    // A heading stays with what it is above.
    if (this.group.length >= GROUP_SIZE && token.type !== 'heading') {
      this.groups = [...this.groups, this.group];
      this.group = [];
    }
  }

  private display(tail: Token, streaming: boolean): readonly Token[] {
    if (!streaming || LITERAL.has(tail.type)) {
      return [tail];
    }
    if (this.open !== null) {
      return [this.displayOpen(this.open, tail)];
    }
    const raw = tail.type === 'paragraph' ? cutTableHead(tail.raw) : tail.raw;
    return this.lex(closeOpenMarks(raw.trimEnd()), { ...this.links });
  }

  private displayOpen(open: OpenBlock, tail: Token): Token {
    const text = closeOpenMarks(open.prefix + tail.raw.slice(open.taken).trimEnd());
    const rest = this.lex(text, { ...this.links })[0];
    return (rest && joinBlock(open, rest)) ?? tail;
  }

  private shown(tail: readonly Token[]): MarkdownText {
    const headings = this.headings.copy();
    tail.forEach((token) => this.noteFootnote(token));
    const blocks = tail.filter(isShown).map((token, index) => ({ key: this.count + index, token, level: headings.next(token) }));
    return { groups: this.groups, last: [...this.group, ...blocks], footnotes: this.footnotes };
  }

  private noteFootnote(token: Token): void {
    if (isFootnote(token) && !this.footnotes.has(token.label)) {
      this.footnotes = new Set([...this.footnotes, token.label]);
    }
  }

  private reset(): void {
    Object.assign(this, {
      groups: [],
      group: [],
      settled: [],
      settledLength: 0,
      links: {},
      footnotes: new Set(),
      count: 0,
      open: null,
      fence: null,
      searched: 0,
      hasReturns: false,
    });
    this.headings = new HeadingOrder();
  }
}
