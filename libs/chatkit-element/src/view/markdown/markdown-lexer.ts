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

const { defaults } = new Marked({ gfm: true, breaks: true }).use({ extensions: [mathBlock, mathInline] });

/** Reads Markdown; definitions of links are looked up in `links` and added to it. */
export const lexMarkdown = (text: string, links: Links = {}): Token[] => {
  const lexer = new Lexer(defaults);
  Object.assign(lexer.tokens.links, links);
  const tokens = lexer.lex(text);
  Object.assign(links, tokens.links);
  return [...tokens];
};
