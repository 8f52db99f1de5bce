import type { Entity } from '@openai/chatkit';
import type { ReactNode } from 'react';
import { useEntityActions, useEntityPreview } from '../thread/entity-preview.js';
import { PopCard } from '../thread/pop-card.js';

interface TagProps {
  entity: Entity;
  children: ReactNode;
}

const PreviewedTag = ({ entity, onClick, children }: TagProps & { onClick: (() => void) | undefined }): ReactNode => {
  const preview = useEntityPreview(entity);
  return (
    <PopCard label={entity.title} className="tag interactive" button={children} onOpen={preview.request} onClick={onClick}>
      {preview.view ?? entity.title}
    </PopCard>
  );
};

/** An entity in a text: plain, or with the app's click and preview when it is interactive. */
export const EntityTag = ({ entity, children }: TagProps): ReactNode => {
  const actions = useEntityActions(entity);
  const onClick = entity.interactive && actions.onClick ? () => actions.onClick?.(entity) : undefined;
  if (actions.canPreview) {
    return (
      <PreviewedTag entity={entity} onClick={onClick}>
        {children}
      </PreviewedTag>
    );
  }
  return onClick === undefined ? (
    <span className="tag">{children}</span>
  ) : (
    <button type="button" className="tag interactive" onClick={onClick}>
      {children}
    </button>
  );
};
