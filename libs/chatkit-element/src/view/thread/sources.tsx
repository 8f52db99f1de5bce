import { useId, useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { Annotation, Source } from '@frontdesk/chatkit-protocol';
import { Icon, UiIcon } from '../icons/icon.js';
import { safeLink } from '../markdown/safe-url.js';

const keyOf = (source: Source): string => {
  switch (source.type) {
    case 'url':
      return source.url;
    case 'file':
      return source.filename;
    case 'entity':
      return source.id;
    default:
      // A kind of source that is newer than this chat.
      return (source as { title: string }).title;
  }
};

const detailOf = (source: Source): string => {
  switch (source.type) {
    case 'url':
      return source.attribution ?? safeHost(source.url);
    case 'file':
      return source.filename;
    case 'entity':
    default:
      return source.description ?? '';
  }
};

const safeHost = (url: string): string => {
  try {
    return new URL(url).hostname.replace(/^www\./, '');
  } catch {
    return '';
  }
};

const SourceRow = ({ source }: { source: Source }): ReactNode => {
  const link = source.type === 'url' ? safeLink(source.url, document.baseURI) : null;
  const body = (
    <>
      {source.type === 'entity' && source.icon ? (
        <Icon name={source.icon} size={16} />
      ) : (
        <UiIcon name={source.type === 'url' ? 'globe' : 'file'} size={16} />
      )}
      <span className="source-title">{source.title}</span>
      <span className="source-detail">{detailOf(source)}</span>
    </>
  );
  return (
    <li>
      {link?.kind === 'web' ? (
        <a className="source" href={link.href} target="_blank" rel="noopener noreferrer nofollow">
          {body}
        </a>
      ) : (
        <span className="source">{body}</span>
      )}
    </li>
  );
};

/** The sources of an answer, folded into one chip. */
export const Sources = ({ annotations }: { annotations: readonly Annotation[] }): ReactNode => {
  const t = useText();
  const id = useId();
  const [open, setOpen] = useState(false);
  const sources = [...new Map(annotations.map(({ source }) => [keyOf(source), source])).values()];
  if (sources.length === 0) {
    return null;
  }
  return (
    <div className="sources">
      <button type="button" className="chip" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <UiIcon name="globe" size={14} />
        {t('thread.sources')} · {sources.length}
        <UiIcon name={open ? 'chevronUp' : 'chevronDown'} size={14} />
      </button>
      <ul id={id} hidden={!open}>
        {sources.map((source) => (
          <SourceRow key={keyOf(source)} source={source} />
        ))}
      </ul>
    </div>
  );
};
