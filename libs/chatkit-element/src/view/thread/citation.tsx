import type { ReactNode } from 'react';
import type { Annotation, EntitySource, Source } from '@frontdesk/chatkit-protocol';
import { useText } from '../../locale/locale-context.js';
import { Icon } from '../icons/icon.js';
import { entityOf, useEntityActions, useEntityPreview } from './entity-preview.js';
import { PopCard } from './pop-card.js';
import { SourceRows } from './source-rows.js';
import { sourceKey, sourceMark } from './source-text.js';

const EntityMark = ({ source, label }: { source: EntitySource; label: string }): ReactNode => {
  const entity = entityOf(source);
  const { onClick, canPreview } = useEntityActions(entity);
  const preview = useEntityPreview(entity);
  return (
    <PopCard
      label={label}
      className="citation"
      button={
        <>
          {source.icon !== undefined && <Icon name={source.icon} size={12} />}
          {sourceMark(source)}
        </>
      }
      onOpen={canPreview ? preview.request : undefined}
      onClick={source.interactive && onClick !== undefined ? () => onClick(entity) : undefined}
    >
      {(canPreview ? preview.view : null) ?? <SourceRows sources={[source]} />}
    </PopCard>
  );
};

/** A mark in the text for the sources that are cited there. */
export const Citation = ({ annotations }: { annotations: readonly Annotation[] }): ReactNode => {
  const t = useText();
  const sources: Source[] = [...new Map(annotations.map(({ source }) => [sourceKey(source), source])).values()];
  const [first, ...others] = sources;
  if (first === undefined) {
    return null;
  }
  // Who speaks to the chat says what they see, so the name begins with it.
  const more = others.length > 0 ? `+${others.length}` : '';
  const label = `${sourceMark(first)}${more}. ${t('thread.citation', { title: sources.map(({ title }) => title).join(', ') })}`;
  if (first.type === 'entity' && others.length === 0) {
    return <EntityMark source={first} label={label} />;
  }
  return (
    <PopCard
      label={label}
      className="citation"
      button={
        <>
          {sourceMark(first)}
          {more !== '' && <span className="citation-more">{more}</span>}
        </>
      }
    >
      <SourceRows sources={sources} />
    </PopCard>
  );
};
