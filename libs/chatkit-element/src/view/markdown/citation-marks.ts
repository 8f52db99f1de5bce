import type { Annotation } from '@frontdesk/chatkit-protocol';

/** Around the number of a citation in a text; private characters, so that no Markdown rule knows them. */
const OPEN = '\ue0fe';
const CLOSE = '\ue0ff';
const MARK = /\ue0fe(\d+)\ue0ff/;

/** Stretches that a mark must not stand in: it would be shown as text, or break a link. */
const WHOLE = /```[\s\S]*?(?:```|$)|`[^`\n]*`|\$\$[\s\S]*?\$\$|!?\[[^\]\n]*\]\([^)\n]*\)|(?:https?:\/\/|www\.)[^\s<]+|[*_~]{2,3}/g;

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

/** Behind the word or stretch that the place is in the middle of, if it is; null inside a block of code. */
const placeOf = (text: string, index: number): number | null => {
  for (const match of text.matchAll(WHOLE)) {
    const end = match.index + match[0].length;
    if (match.index >= index) {
      break;
    }
    if (index < end) {
      return match[0].startsWith('```') ? null : end;
    }
  }
  return endOfWord(text, index);
};

/** A bare address swallows whatever follows it without a space. */
const isAfterAddress = (text: string): boolean => /(?:https?:\/\/|www\.)[^\s<)]+$/.test(text.slice(-2_000));

const byPlace = (text: string, annotations: readonly Annotation[]): [number, Annotation[]][] => {
  const places = new Map<number, Annotation[]>();
  for (const annotation of annotations) {
    const place = annotation.index === undefined ? null : placeOf(text, Math.min(Math.max(0, annotation.index), text.length));
    if (place !== null) {
      places.set(place, [...(places.get(place) ?? []), annotation]);
    }
  }
  return [...places].sort(([a], [b]) => a - b);
};

/** Puts a mark where annotations point into the text; those of one place share a mark, those without a place get none. */
export const markCitations = (source: string, annotations: readonly Annotation[]): Cited => {
  const text = source.replace(/[\ue0fe\ue0ff]/g, '\ufffd');
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
