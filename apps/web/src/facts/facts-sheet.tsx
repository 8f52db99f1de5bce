import { X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import { IconButton } from '../shell/icon-button.js';
import styles from './facts-sheet.module.css';

interface FactsSheetProps {
  readonly titleId: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: (closeButton: ReactNode) => ReactNode;
}

/** The panel on phones. A modal dialog: the browser makes the rest inert, closes on Escape and returns the focus. */
export function FactsSheet({ titleId, open, onClose, children }: FactsSheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);

  // Before the effects of what is inside: only what is open can have the focus.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element || element.open === open) {
      return;
    }
    if (open) {
      element.showModal();
    } else {
      element.close();
    }
  }, [open]);

  // A sheet that goes away (the window has grown) does not come back open.
  useEffect(() => onClose, [onClose]);

  useEffect(() => {
    const element = dialog.current;
    element?.addEventListener('keydown', keepFocusInside);
    return () => element?.removeEventListener('keydown', keepFocusInside);
  }, []);

  useEffect(() => {
    const element = dialog.current;
    // The dialog's own box is covered by its content, so a click on it is one on the backdrop.
    const whenClicked = (event: MouseEvent): void => {
      if (event.target === element) {
        onClose();
      }
    };
    element?.addEventListener('click', whenClicked);
    return () => element?.removeEventListener('click', whenClicked);
  }, [onClose]);

  return (
    <dialog ref={dialog} className={styles['sheet']} aria-labelledby={titleId} onClose={onClose}>
      <div className={styles['content']}>
        {children(
          <IconButton label="Close" onClick={onClose}>
            <X size={18} aria-hidden />
          </IconButton>,
        )}
      </div>
    </dialog>
  );
}

/** Goes round at both ends; by itself the browser would step out of the page in between. */
function keepFocusInside(this: HTMLDialogElement, event: KeyboardEvent): void {
  if (event.key !== 'Tab') {
    return;
  }
  const stops = [...this.querySelectorAll<HTMLElement>('button:not(:disabled), a[href]')];
  const edge = event.shiftKey ? stops.at(0) : stops.at(-1);
  if (document.activeElement === edge) {
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops.at(0))?.focus();
  }
}
