import { Lexer, Marked, type Links, type Token, type TokenizerExtension, type Tokens } from 'marked';

/** A formula: `$…$`, `\(…\)`, `$$…$$` or `\[…\]`. */
export interface MathToken extends Tokens.Generic {
  type: 'math';
  text: string;
  display: boolean;
}

export const isMath = (token: Token): token is MathToken => token.type === 'math';

const BLOCK = /^ {0,3}(?:\$\$([^$]+?)\$\$|\\\[([\s\S]+?)\\\])[ \t]*(?:\n+|$)/;
const DISPLAY = /^(?:\$\$([^$]+?)\$\$|\\\[([\s\S]+?)\\\])/;
/** As in Pandoc: no space inside the marks, and no digit behind the last, so that prices stay prices. */
const DOLLARS = /^\$(?![\s$])((?:\\[^\n]|[^\\$\n])+?)(?<!\s)\$(?![\d$])/;
const PARENTHESES = /^\\\(((?:[^\\\n]|\\(?!\))[^\n]?)+?)\\\)/;

const mathToken = (match: RegExpExecArray | null, display: boolean): MathToken | undefined =>
  match === null ? undefined : { type: 'math', raw: match[0], text: (match[1] ?? match[2] ?? '').trim(), display };

const mathBlock: TokenizerExtension = {
  name: 'math',
  level: 'block',
  start: (text) => /(?:^|\n) {0,3}(?:\$\$|\\\[)/.exec(text)?.index,
  tokenizer: (text) => mathToken(BLOCK.exec(text), true),
};

const mathInline: TokenizerExtension = {
  name: 'mathInline',
  level: 'inline',
  start: (text) => /(?<![\w$\\])\$|\\[([]/.exec(text)?.index,
  tokenizer: (text) => mathToken(DISPLAY.exec(text), true) ?? mathToken(DOLLARS.exec(text) ?? PARENTHESES.exec(text), false),
};

/** `[^1]: …`, a footnote where it stands, or `[^1]`, its mention. */
export interface FootnoteToken extends Tokens.Generic {
  type: 'footnote' | 'footnoteMark';
  label: string;
}

export const isFootnote = (token: Token): token is FootnoteToken => token.type === 'footnote' || token.type === 'footnoteMark';

/** Its lines go on as long as they are indented; blank ones between belong to it. */
const FOOTNOTE = /^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*((?:[^\n]*)(?:\n+(?: {2,}|\t)[^\n]+)*)(?:\n+|$)/;
const FOOTNOTE_MARK = /^\[\^([^\]\s]{1,60})\]/;

const footnote: TokenizerExtension = {
  name: 'footnote',
  level: 'block',
  start: (text) => /(?:^|\n) {0,3}\[\^[^\]\s]+\]:/.exec(text)?.index,
  tokenizer(text) {
    const [raw, label = '', body = ''] = FOOTNOTE.exec(text) ?? [];
    return raw === undefined
      ? undefined
      : { type: 'footnote', raw, label, tokens: this.lexer.blockTokens(body.replace(/\n[ \t]+/g, '\n'), []) };
  },
};

const footnoteMark: TokenizerExtension = {
  name: 'footnoteMark',
  level: 'inline',
  start: (text) => /\[\^/.exec(text)?.index,
  tokenizer(text) {
    const [raw, label = ''] = FOOTNOTE_MARK.exec(text) ?? [];
    return raw === undefined ? undefined : { type: 'footnoteMark', raw, label };
  },
};

const { defaults } = new Marked({ gfm: true, breaks: true }).use({ extensions: [mathBlock, mathInline, footnote, footnoteMark] });

/** Reads Markdown; definitions of links are looked up in `links` and added to it. */
export const lexMarkdown = (text: string, links: Links = {}): Token[] => {
  const lexer = new Lexer(defaults);
  Object.assign(lexer.tokens.links, links);
  const tokens = lexer.lex(text);
  Object.assign(links, tokens.links);
  return [...tokens];
};
