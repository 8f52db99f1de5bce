import type { EntitySource, Source } from '@frontdesk/chatkit-protocol';

const hostOf = (url: string): string => {
  try {
    return new URL(url).hostname.replace(/^www\./, '');
  } catch {
    return '';
  }
};

/** Two annotations of one source are listed once. */
export const sourceKey = (source: Source): string => {
  switch (source.type) {
    case 'url':
      return `url ${source.url}`;
    case 'file':
      return `file ${source.filename}`;
    case 'entity':
      return `entity ${source.id}`;
    default:
      // A kind of source that is newer than this chat.
      return (source as { title: string }).title;
  }
};

/** The small words beside a source's title. */
export const sourceDetail = (source: Source): string => {
  switch (source.type) {
    case 'url':
      return source.attribution ?? hostOf(source.url);
    case 'file':
      return source.filename === source.title ? '' : source.filename;
    case 'entity':
    default:
      return (source as Partial<EntitySource>).label ?? '';
  }
};

const SHORT = 24;

/** The name of a source inside a sentence. */
export const sourceMark = (source: Source): string => {
  const whole = source.type === 'entity' ? (source.inline_label ?? source.label ?? source.title) : sourceDetail(source) || source.title;
  return whole.length > SHORT ? `${whole.slice(0, SHORT - 1).trimEnd()}…` : whole;
};

/** A day in the chat's language; what is no date is shown as the server wrote it. */
export const sourceDate = (source: Source, locale: string): string => {
  if (source.timestamp === undefined) {
    return '';
  }
  const time = Date.parse(source.timestamp);
  return Number.isNaN(time) ? source.timestamp : new Date(time).toLocaleDateString(locale, { dateStyle: 'medium' });
};

/** Sources by their group, in the order in which they come; those without a group first. */
export const groupSources = (sources: readonly Source[]): readonly (readonly [string, readonly Source[]])[] => {
  const groups = new Map<string, Source[]>([['', []]]);
  for (const source of sources) {
    const group = source.group ?? '';
    groups.set(group, [...(groups.get(group) ?? []), source]);
  }
  return [...groups].filter(([, members]) => members.length > 0);
};
