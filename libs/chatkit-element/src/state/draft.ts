import type { InputTag, UserMessageContent, UserMessageContentInput } from '@frontdesk/chatkit-protocol';

/** A tag in the draft: its text stands in the draft's text, and is one unit to caret and keys. */
export interface DraftTag {
  readonly start: number;
  readonly end: number;
  readonly tag: InputTag;
}

export interface Draft {
  readonly text: string;
  /** In the order of the text, never overlapping. */
  readonly tags: readonly DraftTag[];
}

export const EMPTY_DRAFT: Draft = { text: '', tags: [] };

export const plainText = (content: readonly UserMessageContentInput[]): string => content.map((part) => part.text).join('');

/** Content as the server wants it: `input_tag` needs its `data`. */
export const wireContent = (content: readonly UserMessageContentInput[]): UserMessageContent[] =>
  content.map((part) =>
    part.type === 'input_tag'
      ? { ...part, data: part.data ?? {}, group: part.group ?? undefined, interactive: part.interactive === true }
      : part,
  );

export const draftOf = (content: readonly UserMessageContentInput[]): Draft => {
  const tags: DraftTag[] = [];
  let text = '';
  for (const part of wireContent(content)) {
    if (part.type === 'input_tag') {
      tags.push({ start: text.length, end: text.length + part.text.length, tag: part });
    }
    text += part.text;
  }
  return { text, tags };
};

/** A stretch of the draft as content. */
export const contentBetween = ({ text, tags }: Draft, from: number, to: number): UserMessageContent[] => {
  const parts: UserMessageContent[] = [];
  let at = from;
  const pushText = (end: number): void => {
    if (end > at) {
      parts.push({ type: 'input_text', text: text.slice(at, end) });
    }
  };
  for (const { start, end, tag } of tags) {
    if (start >= from && end <= to) {
      pushText(start);
      parts.push(tag);
      at = end;
    }
  }
  pushText(to);
  return parts;
};

/** The draft as it is sent: without blanks at its ends. */
export const draftContent = (draft: Draft): UserMessageContent[] => {
  const { text } = draft;
  return contentBetween(draft, text.length - text.trimStart().length, text.trimEnd().length);
};

interface Change {
  from: number;
  to: number;
  inserted: string;
}

/** What an edit replaced. The caret stands behind what was put in, which tells repeated letters apart. */
const changeBetween = (before: string, after: string, caret: number): Change => {
  const kept = after.slice(caret);
  let tail = kept.length;
  // Otherwise the caret tells nothing, as after an undo: what both ends have in common was kept.
  if (!before.endsWith(kept)) {
    for (tail = 0; tail < Math.min(before.length, after.length) && before.at(-1 - tail) === after.at(-1 - tail);) {
      tail += 1;
    }
  }
  const longest = Math.min(before.length, after.length) - tail;
  let from = 0;
  while (from < longest && before[from] === after[from]) {
    from += 1;
  }
  return { from, to: before.length - tail, inserted: after.slice(from, after.length - tail) };
};

/** Puts content in the place of a stretch. Tags that it touches go as a whole. */
export const replaceIn = (
  draft: Draft,
  from: number,
  to: number,
  content: readonly UserMessageContentInput[],
): { draft: Draft; caret: number } => {
  const touched = draft.tags.filter((entry) => entry.start < to && entry.end > from);
  const start = Math.min(from, ...touched.map((entry) => entry.start));
  const end = Math.max(to, ...touched.map((entry) => entry.end));
  const put = draftOf(content);
  const shift = (tags: readonly DraftTag[], by: number): DraftTag[] =>
    tags.map((entry) => ({ ...entry, start: entry.start + by, end: entry.end + by }));
  return {
    draft: {
      text: draft.text.slice(0, start) + put.text + draft.text.slice(end),
      tags: [
        ...draft.tags.filter((entry) => entry.end <= start),
        ...shift(put.tags, start),
        ...shift(
          draft.tags.filter((entry) => entry.start >= end),
          put.text.length - (end - start),
        ),
      ],
    },
    caret: start + put.text.length,
  };
};

/** The draft after its field has changed to `text`: a tag that was partly deleted or written into is gone. */
export const editDraft = (draft: Draft, text: string, caret: number): { draft: Draft; caret: number } => {
  if (draft.tags.length === 0) {
    return { draft: { text, tags: [] }, caret };
  }
  const { from, to, inserted } = changeBetween(draft.text, text, caret);
  return replaceIn(draft, from, to, inserted === '' ? [] : [{ type: 'input_text', text: inserted }]);
};

/** Where a caret inside a tag goes to instead: over it, in the direction it came from. */
export const outsideTags = (draft: Draft, caret: number, before: number): number => {
  const inside = draft.tags.find((entry) => entry.start < caret && caret < entry.end);
  if (inside === undefined) {
    return caret;
  }
  return caret < before ? inside.start : inside.end;
};

/** The word that a menu is asked for with, such as `@ada` or `/sum` before the caret. */
export interface Trigger {
  readonly sign: '@' | '/';
  /** Where the sign stands. */
  readonly start: number;
  readonly end: number;
  readonly query: string;
}

/** Longer words are no search. */
const MAX_QUERY = 60;

export const triggerAt = ({ text, tags }: Draft, caret: number): Trigger | null => {
  const found = /(?:^|\s)([@/])([^\s@/]*)$/u.exec(text.slice(0, caret));
  const [, sign, query = ''] = found ?? [];
  const start = caret - query.length - 1;
  if ((sign !== '@' && sign !== '/') || query.length > MAX_QUERY || tags.some((entry) => entry.end > start && entry.start < caret)) {
    return null;
  }
  return { sign, start, end: caret, query };
};
