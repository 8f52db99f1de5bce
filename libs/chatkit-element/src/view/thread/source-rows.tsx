import type { ReactNode } from 'react';
import type { EntitySource, Source } from '@frontdesk/chatkit-protocol';
import { useChat } from '../chat-provider.js';
import { Icon, UiIcon } from '../icons/icon.js';
import { safeLink } from '../markdown/safe-url.js';
import { entityOf, useEntityActions } from './entity-preview.js';
import { groupSources, sourceDate, sourceDetail, sourceKey } from './source-text.js';

const SourceIcon = ({ source }: { source: Source }): ReactNode => {
  if (source.type === 'entity' && source.icon !== undefined) {
    return <Icon name={source.icon} size={16} />;
  }
  return <UiIcon name={source.type === 'url' ? 'globe' : 'file'} size={16} />;
};

const SourceBody = ({ source }: { source: Source }): ReactNode => {
  const locale = useChat((state) => state.language.locale);
  const small = [sourceDetail(source), sourceDate(source, locale)].filter((text) => text !== '').join(' · ');
  return (
    <>
      <SourceIcon source={source} />
      <span className="source-text">
        <span className="source-title" dir="auto">
          {source.title}
        </span>
        {source.description && (
          <span className="source-description" dir="auto">
            {source.description}
          </span>
        )}
        {small !== '' && <span className="source-detail">{small}</span>}
      </span>
    </>
  );
};

const EntityRow = ({ source }: { source: EntitySource }): ReactNode => {
  const entity = entityOf(source);
  const { onClick } = useEntityActions(entity);
  return onClick === undefined || !source.interactive ? (
    <span className="source">
      <SourceBody source={source} />
    </span>
  ) : (
    <button type="button" className="source" onClick={() => onClick(entity)}>
      <SourceBody source={source} />
    </button>
  );
};

const SourceRow = ({ source }: { source: Source }): ReactNode => {
  if (source.type === 'entity') {
    return <EntityRow source={source} />;
  }
  const link = source.type === 'url' ? safeLink(source.url, document.baseURI) : null;
  return link?.kind === 'web' ? (
    <a className="source" href={link.href} target="_blank" rel="noopener noreferrer nofollow">
      <SourceBody source={source} />
    </a>
  ) : (
    <span className="source">
      <SourceBody source={source} />
    </span>
  );
};

/** Sources one below the other, by group. */
export const SourceRows = ({ sources }: { sources: readonly Source[] }): ReactNode =>
  groupSources(sources).map(([group, members]) => (
    <span key={group} className="source-group" role={group === '' ? undefined : 'group'} aria-label={group === '' ? undefined : group}>
      {group !== '' && <span className="source-heading">{group}</span>}
      {members.map((source) => (
        <SourceRow key={sourceKey(source)} source={source} />
      ))}
    </span>
  ));
