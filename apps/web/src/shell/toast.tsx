import { X } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';

import { IconButton } from './icon-button.js';
import styles from './toast.module.css';

const SHOWN_MS = 8_000;

export interface ToastControl {
  readonly message: string | null;
  readonly show: (message: string) => void;
  readonly dismiss: () => void;
}

/** One quiet line at a time; the newest replaces the one before, and each leaves by itself. */
export function useToast(): ToastControl {
  const [toast, setToast] = useState<{ readonly message: string } | null>(null);
  const show = useCallback((message: string) => setToast({ message }), []);
  const dismiss = useCallback(() => setToast(null), []);
  useEffect(() => {
    if (!toast) {
      return;
    }
    const timer = window.setTimeout(dismiss, SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [toast, dismiss]);
  return { message: toast?.message ?? null, show, dismiss };
}

export function Toast({ message, dismiss }: ToastControl) {
  return (
    <div className={styles['place']} role="status">
      {message !== null && (
        <div className={styles['toast']}>
          <p>{message}</p>
          <IconButton label="Dismiss" onClick={dismiss}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      )}
    </div>
  );
}
