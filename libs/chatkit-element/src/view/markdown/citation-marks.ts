import type { Annotation } from '@frontdesk/chatkit-protocol';

/** Around the number of a citation in a text; private characters, so that no Markdown rule knows them. */
const OPEN = '\ue0fe';
const CLOSE = '\ue0ff';
const MARK = /\ue0fe(\d+)\ue0ff/;

const withoutMarks = (text: string): string => text.replace(/[\ue0fe\ue0ff]/g, '\ufffd');

/** Stretches that a mark must not stand in: it would be shown as text, or break a link. */
const WHOLE =
  /```[\s\S]*?(?:```|$)|`[^`\n]*`|\$\$[\s\S]*?\$\$|!?\[[^\]\n]*\]\([^)\n]*\)|\[\^[^\]\s]+\]:?|(?:https?:\/\/|www\.)[^\s<]+|[*_~]{2,3}/g;

/** What makes a line a heading, an item, a quotation or a row. */
const LINE_MARK = /^[ \t]*(?:(?:[-*+>]|\d{1,9}[.)]|#{1,6})[ \t]+|\|[ \t]*)/;

/** Under the head of a table. */
const DELIMITERS = /^[ \t]*\|[ \t|:-]+$/;

interface Cited {
  /** The text with a mark at each cited place. */
  text: string;
  /** Annotations of each mark, by its number. */
  groups: readonly (readonly Annotation[])[];
}

/** Letters of scripts that put spaces between words. */
const LETTER = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;

const endOfWord = (text: string, index: number): number => {
  let end = index;
  while (end > 0 && LETTER.test(text.charAt(end - 1)) && LETTER.test(text.charAt(end))) {
    end += 1;
  }
  return end;
};

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly isCode: boolean;
}

const stretchesOf = (text: string): Stretch[] =>
  [...text.matchAll(WHOLE)].map(({ 0: whole, index }) => ({ start: index, end: index + whole.length, isCode: whole.startsWith('```') }));

/** In the cell that the place is in or behind: a mark between cells would be a cell. */
const placeInRow = (text: string, place: number, start: number): number => {
  const before = text.slice(start, place);
  const newline = text.indexOf('\n', place);
  const line = text.slice(start, newline === -1 ? text.length : newline);
  if (DELIMITERS.test(line)) {
    return placeInRow(text, start - 1, text.lastIndexOf('\n', start - 2) + 1);
  }
  const isBetween = /\|[ \t]*$/.test(before) && before.trim() !== '|';
  return isBetween ? start + before.replace(/[ \t]*\|[ \t]*$/, '').length : place;
};

/** Never in front of what a line begins with: a place there means the line before, or the first word of the text. */
const placeInLine = (text: string, place: number): number => {
  const start = text.lastIndexOf('\n', place - 1) + 1;
  const behindMark = start + (LINE_MARK.exec(text.slice(start, start + 80))?.[0].length ?? 0);
  if (place < behindMark || place === start) {
    const before = text.slice(0, start).trimEnd().length;
    return before === 0 ? behindMark : placeInLine(text, before);
  }
  return text.charAt(start) === '|' ? placeInRow(text, place, start) : place;
};

/** Behind the word or stretch that the place is in the middle of, if it is; null in or at a block of code. */
const placeOf = (text: string, stretches: readonly Stretch[], index: number): number | null => {
  const around = stretches.find(({ start, end, isCode }) => start < index && (index < end || (isCode && index === end)));
  if (around !== undefined) {
    return around.isCode ? null : around.end;
  }
  const place = placeInLine(text, endOfWord(text, index));
  return stretches.some(({ end, isCode }) => isCode && end === place) ? null : place;
};

/** A bare address swallows whatever follows it without a space. */
const isAfterAddress = (text: string): boolean => /(?:https?:\/\/|www\.)[^\s<)]+$/.test(text.slice(-2_000));

const byPlace = (text: string, annotations: readonly Annotation[]): [number, Annotation[]][] => {
  const places = new Map<number, Annotation[]>();
  const stretches = stretchesOf(text);
  for (const annotation of annotations) {
    const { index } = annotation;
    const place = index === undefined ? null : placeOf(text, stretches, Math.min(Math.max(0, index), text.length));
    if (place !== null) {
      places.set(place, [...(places.get(place) ?? []), annotation]);
    }
  }
  return [...places].sort(([a], [b]) => a - b);
};

/** How far behind a place more text may still move it: to the end of a word, a link, a row. */
const SETTLED = 500;

/** Marks a text that grows at its end. As long as no citation is near the end, only what is new is looked at. */
export class CitationMarks {
  private source = '';
  private annotations: readonly Annotation[] = [];
  private cited: Cited = { text: '', groups: [] };
  private lastPlace = 0;

  read(source: string, annotations: readonly Annotation[]): Cited {
    const grows = annotations === this.annotations && source.startsWith(this.source) && this.lastPlace + SETTLED < this.source.length;
    if (grows) {
      const { text, groups } = this.cited;
      this.cited = { text: text + withoutMarks(source.slice(this.source.length)), groups };
    } else {
      this.cited = markCitations(source, annotations);
      this.lastPlace = Math.max(0, ...annotations.map(({ index = 0 }) => index));
    }
    this.source = source;
    this.annotations = annotations;
    return this.cited;
  }
}

/** Puts a mark where annotations point into the text; those of one place share a mark, those without a place get none. */
export const markCitations = (source: string, annotations: readonly Annotation[]): Cited => {
  const text = withoutMarks(source);
  const places = byPlace(text, annotations);
  let marked = '';
  let from = 0;
  for (const [number, [place]] of places.entries()) {
    marked += text.slice(from, place);
    marked += `${isAfterAddress(marked) ? ' ' : ''}${OPEN}${number}${CLOSE}`;
    from = place;
  }
  return { text: marked + text.slice(from), groups: places.map(([, group]) => group) };
};

/** Text and numbers of marks, in order. */
export const splitAtMarks = (text: string): (string | number)[] =>
  text.includes(OPEN)
    ? text
        .split(MARK)
        .map((piece, index) => (index % 2 === 0 ? piece : Number(piece)))
        .filter((piece) => piece !== '')
    : [text];
