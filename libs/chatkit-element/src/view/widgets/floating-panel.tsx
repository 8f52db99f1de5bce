import { autoUpdate, flip, offset, shift, size, useDismiss, useFloating, useInteractions, useRole, type Placement } from '@floating-ui/react';
import { useLayoutEffect, useState, type ReactNode } from 'react';

/** Lower than this a panel is of no use, in px; it is then scrolled with the page. */
const MIN_HEIGHT = 120;

interface FloatingPanelProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  placement: Placement;
  /** A list names itself: the panel around it is nothing by itself, and as wide as its anchor. */
  role: 'dialog' | 'list';
  label: string;
  /** The element that it belongs to, given what to spread on it. */
  anchor: (props: { ref: (node: HTMLElement | null) => void } & Record<string, unknown>) => ReactNode;
  children: ReactNode;
}

/** A panel beside its anchor, above everything: cards cut off what stands out of them, the browser's top layer does not. */
export const FloatingPanel = ({ open, onOpenChange, placement, role, label, anchor, children }: FloatingPanelProps): ReactNode => {
  const [reference, setReference] = useState<HTMLElement | null>(null);
  const [floating, setFloating] = useState<HTMLElement | null>(null);
  const { floatingStyles, context } = useFloating({
    elements: { reference, floating },
    open,
    onOpenChange,
    placement,
    strategy: 'fixed',
    transform: false,
    whileElementsMounted: autoUpdate,
    middleware: [
      offset(6),
      flip({ padding: 8 }),
      shift({ padding: 8 }),
      size({
        padding: 8,
        apply: ({ availableHeight, elements, rects }) => {
          elements.floating.style.maxHeight = `${Math.max(MIN_HEIGHT, availableHeight)}px`;
          if (role === 'list') {
            elements.floating.style.minWidth = `${rects.reference.width}px`;
          }
        },
      }),
    ],
  });
  const { getReferenceProps, getFloatingProps } = useInteractions([useDismiss(context), useRole(context, { role: 'dialog', enabled: role === 'dialog' })]);
  useLayoutEffect(() => {
    floating?.showPopover();
    return () => {
      // The focus was in the panel that is gone, and would begin at the top of the page: it goes back to where it came from.
      if (floating !== null && document.activeElement === document.body) {
        reference?.focus({ preventScroll: true });
      }
    };
  }, [floating, reference]);
  return (
    <>
      {anchor({ ref: setReference, ...getReferenceProps() })}
      {open && (
        <div ref={setFloating} popover="manual" className="w-panel" style={floatingStyles} aria-label={role === 'dialog' ? label : undefined} {...getFloatingProps()}>
          {children}
        </div>
      )}
    </>
  );
};
