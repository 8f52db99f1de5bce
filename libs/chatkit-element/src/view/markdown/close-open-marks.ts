/** A block mark that has only begun, on the last line: until it is clear what it becomes, it is not shown. */
const BEGUN_BLOCK = /(?:^|\n)[ \t]{0,3}(?:#{1,6}|[-*+]|\d{1,9}[.)]?|>|`{1,2}|~{1,2}|=+|[-*_]{2,})[ \t]*$/;

const EMPHASIS = /(\*\*\*|\*\*|\*|___|__|_|~~|~)/y;

interface OpenMark {
  mark: string;
  at: number;
}

const isSpace = (char: string | undefined): boolean => char === undefined || /\s/.test(char);
const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);

/** Cuts a link or image whose end has not come: an image vanishes, a link leaves its label. */
const closeLink = (text: string): string => {
  const image = /!\[[^\]]*(?:\](?:\([^)]*)?)?$/.exec(text);
  if (image !== null) {
    return text.slice(0, image.index);
  }
  const target = /\[([^[\]]*)\]\([^()\s]*(?:\([^()\s]*\))*[^()]*$/.exec(text);
  if (target !== null) {
    return text.slice(0, target.index) + (target[1] ?? '');
  }
  const label = /\[(\^?)([^[\]]*)$/.exec(text);
  // Of the mention of a footnote nothing is to be seen before it is whole.
  return label === null ? text : text.slice(0, label.index) + (label[1] === '' ? (label[2] ?? '') : '');
};

/** The code span that is still open, as the offset and length of its backticks. */
const findOpenCode = (text: string): { at: number; length: number } | null => {
  let open: { at: number; length: number } | null = null;
  for (const run of text.matchAll(/\\`|`+/g)) {
    if (run[0].startsWith('\\')) {
      continue;
    }
    if (open === null) {
      open = { at: run.index, length: run[0].length };
    } else if (open.length === run[0].length) {
      open = null;
    }
  }
  return open;
};

const canOpen = (text: string, at: number, mark: string): boolean =>
  !isSpace(text[at + mark.length]) && !(mark.startsWith('_') && isWord(text[at - 1]));

/** A formula as a whole: marks inside are its own. */
const FORMULA = /\$\$[^$]*\$\$|\$(?![\s$])[^$\n]*[^$\s]\$|\\\([\s\S]*?\\\)|\\\[[\s\S]*?\\\]/y;

/** A formula whose end has not come: everything behind `$$`, `\(` or `\[`, and behind a `$` that hardly is a price. */
const OPEN_FORMULA = /(?:\$\$[^$]*\$?|\\\((?:(?!\\\))[\s\S])*|\\\[(?:(?!\\\])[\s\S])*|(?<![\w$\\])\$(?=[^\s\d$])[^$\n]{0,80})$/;

const closeFormula = (text: string): string => {
  let from = 0;
  for (const whole of text.matchAll(new RegExp(FORMULA.source, 'g'))) {
    from = whole.index + whole[0].length;
  }
  return text.slice(0, from) + text.slice(from).replace(OPEN_FORMULA, '');
};

const CODE_RUN = /`+/y;

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

/** Length of what stands at `at` and must be stepped over as a whole: a formula, an escape, a code span; 0 for anything else. */
const literalAt = (text: string, at: number): number => {
  const char = text[at];
  if (char === '`') {
    const ticks = matchAt(CODE_RUN, text, at) ?? '`';
    const end = text.indexOf(ticks, at + ticks.length);
    return (end === -1 ? text.length : end + ticks.length) - at;
  }
  if (char === '$' || char === '\\') {
    return matchAt(FORMULA, text, at)?.length ?? (char === '$' ? 1 : 2);
  }
  return 0;
};

/** Emphasis marks without a partner, in order. Code spans, formulas and escapes are stepped over. */
const findOpenMarks = (text: string): OpenMark[] => {
  const open: OpenMark[] = [];
  for (let at = 0; at < text.length;) {
    const literal = literalAt(text, at);
    const mark = literal === 0 ? matchAt(EMPHASIS, text, at) : undefined;
    if (mark !== undefined) {
      noteMark(open, text, at, mark);
    }
    at += literal || (mark?.length ?? 1);
  }
  return open;
};

const noteMark = (open: OpenMark[], text: string, at: number, mark: string): void => {
  const partner = open.findLastIndex((entry) => entry.mark === mark);
  if (partner !== -1 && !isSpace(text[at - 1])) {
    open.splice(partner);
  } else if (canOpen(text, at, mark) && mark !== '~') {
    open.push({ mark, at });
  }
};

/** Closes what the end of `text` leaves open, so that half-arrived emphasis, code and links show as what they will be. */
const closeInline = (text: string): string => {
  const code = findOpenCode(text);
  if (code !== null) {
    const body = text.slice(code.at + code.length);
    const before = text.slice(0, code.at);
    return body.trim() === '' ? closeInline(before) : `${closeInline(before)}${text.slice(code.at)}${'`'.repeat(code.length)}`;
  }
  // A mark at the very end has no content yet, or is the first half of its closing partner.
  const bare = closeLink(closeFormula(text)).replace(/(?<![\\*_~])[*_~]{1,3}$/, (run, at: number, whole: string) =>
    endsAsCloser(whole, at, run) ? run : '',
  );
  const open = findOpenMarks(bare);
  if (open.length === 0) {
    return bare;
  }
  const trimmed = bare.trimEnd();
  return (
    trimmed +
    open
      .map((entry) => entry.mark)
      .reverse()
      .join('') +
    bare.slice(trimmed.length)
  );
};

const endsAsCloser = (text: string, at: number, run: string): boolean =>
  findOpenMarks(text.slice(0, at)).some((entry) => entry.mark === run) && !isSpace(text[at - 1]);

/**
 * Prepares the last block of a text that is still arriving. Inline marks are closed within the last line group only,
 * since they cannot reach over a blank line or a list item.
 */
export const closeOpenMarks = (block: string): string => {
  const shown = block.replace(BEGUN_BLOCK, (match) => (match.startsWith('\n') ? '\n' : ''));
  const start = Math.max(shown.lastIndexOf('\n\n') + 1, shown.search(/\n[ \t]*(?:[-*+]|\d{1,9}[.)]|\||>)[^\n]*$/) + 1, 0);
  return shown.slice(0, start) + closeInline(shown.slice(start));
};
