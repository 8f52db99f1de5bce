import {
  autoUpdate,
  flip,
  offset,
  safePolygon,
  shift,
  useDismiss,
  useFloating,
  useFocus,
  useHover,
  useInteractions,
  useRole,
} from '@floating-ui/react';
import type { Entity } from '@openai/chatkit';
import { useEffect, useState, type ReactNode } from 'react';
import { reportEntityError } from '../../state/entity-errors.js';
import { useChat, useController } from '../chat-provider.js';
import { WidgetNodeView } from '../widgets/widget-node.js';

const OPEN_DELAY_MS = 300;

/** What the app knows of an entity, asked for once it is wanted; null while it is on its way, or when there is nothing. */
const usePreview = (entity: Entity, wanted: boolean): unknown => {
  const controller = useController();
  const [preview, setPreview] = useState<unknown>(null);
  const request = useChat((state) => state.options?.entities?.onRequestPreview);
  useEffect(() => {
    if (!wanted || request === undefined || preview !== null) {
      return undefined;
    }
    let gone = false;
    Promise.resolve(request(entity))
      .then((answer) => !gone && setPreview(answer?.preview ?? null))
      .catch((error: unknown) => reportEntityError(controller.emit, error));
    return () => {
      gone = true;
    };
  }, [controller, entity, preview, request, wanted]);
  return preview;
};

const InteractiveTag = ({ entity, children }: { entity: Entity; children: ReactNode }): ReactNode => {
  const controller = useController();
  const [open, setOpen] = useState(false);
  const preview = usePreview(entity, open);
  const [reference, setReference] = useState<HTMLElement | null>(null);
  const [floating, setFloating] = useState<HTMLElement | null>(null);
  const { floatingStyles, context } = useFloating({
    elements: { reference, floating },
    open,
    onOpenChange: setOpen,
    placement: 'top-start',
    whileElementsMounted: autoUpdate,
    middleware: [offset(6), flip({ padding: 8 }), shift({ padding: 8 })],
  });
  const { getReferenceProps, getFloatingProps } = useInteractions([
    useHover(context, { delay: { open: OPEN_DELAY_MS }, handleClose: safePolygon() }),
    useFocus(context),
    useDismiss(context),
    useRole(context, { role: 'tooltip' }),
  ]);
  return (
    <>
      <button
        ref={setReference}
        type="button"
        className="tag interactive"
        {...getReferenceProps({ onClick: () => controller.store.get().options?.entities?.onClick?.(entity) })}
      >
        {children}
      </button>
      {open && preview !== null && (
        <div ref={setFloating} className="entity-preview" style={floatingStyles} {...getFloatingProps()}>
          <WidgetNodeView node={preview} path="0" />
        </div>
      )}
    </>
  );
};

/** An entity in a text: plain, or with the app's click and preview when it is interactive. */
export const EntityTag = ({ entity, children }: { entity: Entity; children: ReactNode }): ReactNode => {
  const answers = useChat(({ options }) => options?.entities?.onClick !== undefined || options?.entities?.onRequestPreview !== undefined);
  return entity.interactive && answers ? (
    <InteractiveTag entity={entity}>{children}</InteractiveTag>
  ) : (
    <span className="tag">{children}</span>
  );
};
