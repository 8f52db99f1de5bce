import {
  autoUpdate,
  flip,
  offset,
  safePolygon,
  shift,
  useClick,
  useDismiss,
  useFloating,
  useFocus,
  useHover,
  useInteractions,
  useRole,
} from '@floating-ui/react';
import { useLayoutEffect, useState, type ReactNode } from 'react';

interface PopCardProps {
  /** What is said of the button besides its text. */
  label: string;
  className: string;
  button: ReactNode;
  /** Called when it opens, to fetch what it shows. */
  onOpen?: (() => void) | undefined;
  /** A click does this; without it, it opens the card. */
  onClick?: (() => void) | undefined;
  children: ReactNode;
}

/** A small card beside a button, on hover, focus or tap. In the browser's top layer, where nothing cuts it off. */
export const PopCard = ({ label, className, button, onOpen, onClick, children }: PopCardProps): ReactNode => {
  const [open, setOpen] = useState(false);
  const [reference, setReference] = useState<HTMLButtonElement | null>(null);
  const [card, setCard] = useState<HTMLSpanElement | null>(null);
  const { floatingStyles, context } = useFloating({
    elements: { reference, floating: card },
    open,
    onOpenChange: (next) => {
      setOpen(next);
      if (next) {
        onOpen?.();
      }
    },
    strategy: 'fixed',
    placement: 'bottom-start',
    middleware: [offset(6), flip({ padding: 8 }), shift({ padding: 8 })],
    whileElementsMounted: autoUpdate,
  });
  useLayoutEffect(() => card?.showPopover?.(), [card]);
  const { getReferenceProps, getFloatingProps } = useInteractions([
    useHover(context, { delay: { open: 200, close: 80 }, handleClose: safePolygon() }),
    useFocus(context),
    useClick(context, { enabled: onClick === undefined }),
    useDismiss(context),
    useRole(context, { role: 'dialog' }),
  ]);
  return (
    <>
      <button ref={setReference} type="button" className={className} aria-label={label} {...getReferenceProps({ onClick })}>
        {button}
      </button>
      {open && (
        <span ref={setCard} popover="manual" className="pop-card" style={floatingStyles} {...getFloatingProps()} aria-label={label}>
          {children}
        </span>
      )}
    </>
  );
};
