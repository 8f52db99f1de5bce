import type { Entity } from '@openai/chatkit';
import { useState, type ReactNode } from 'react';
import type { EntitySource } from '@frontdesk/chatkit-protocol';
import { useText } from '../../locale/locale-context.js';
import { reportError } from '../../state/chat-context.js';
import { useChat, useController } from '../chat-provider.js';
import { WidgetNodeView } from '../widgets/widget-node.js';

type EntityFields = Pick<EntitySource, 'id' | 'title' | 'icon' | 'group' | 'interactive' | 'data'>;

/** The page's own thing behind a source or a tag, as its callbacks get it. */
export const entityOf = ({ id, title, icon, group, interactive, data }: EntityFields): Entity => ({
  id,
  title,
  interactive,
  data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, String(value)])),
  ...(icon === undefined ? {} : { icon }),
  ...(group === undefined ? {} : { group }),
});

interface EntityActions {
  onClick: ((entity: Entity) => void) | undefined;
  canPreview: boolean;
}

/** What the page lets people do with an entity. */
export const useEntityActions = (entity: Entity): EntityActions => {
  const entities = useChat((state) => state.options?.entities);
  return { onClick: entities?.onClick, canPreview: entity.interactive === true && entities?.onRequestPreview !== undefined };
};

interface Preview {
  /** Asks the page, once. */
  request: () => void;
  view: ReactNode;
}

/** The page's preview of an entity; null in place of a view as long as there is none. */
export const useEntityPreview = (entity: Entity): Preview => {
  const t = useText();
  const controller = useController();
  const ask = useChat((state) => state.options?.entities?.onRequestPreview);
  const [preview, setPreview] = useState<unknown>(undefined);
  const request = (): void => {
    if (ask === undefined || preview !== undefined) {
      return;
    }
    setPreview('loading');
    Promise.resolve()
      .then(() => ask(entity))
      .then((answer) => setPreview(answer.preview))
      .catch((error: unknown) => {
        setPreview(undefined);
        reportError(controller, 'EntityPreviewError', error);
      });
  };
  if (preview === 'loading') {
    return { request, view: <span className="skeleton" role="img" aria-label={t('app.loading')} /> };
  }
  return { request, view: preview === undefined || preview === null ? null : <WidgetNodeView node={preview} path="preview" /> };
};
