import { Trash2, Undo2 } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef } from 'react';

import { factAge } from './fact-age.js';
import type { FactRow } from './facts-store.js';
import styles from './fact-item.module.css';

/** Where the person is led to: a fact, or the list as a whole (null). A new object leads there again. */
export interface Spotlight {
  readonly id: string | null;
}

interface FactItemProps {
  readonly fact: FactRow;
  /** Each new one moves the focus to this fact. */
  readonly spotlight: Spotlight | null;
  readonly now: number;
  readonly onForget: (id: string) => void;
  readonly onUndo: (id: string) => void;
  /** The item goes away while it holds the focus, which needs another place. */
  readonly onFocusLost: () => void;
}

export function FactItem({ fact, spotlight, now, onForget, onUndo, onFocusLost }: FactItemProps) {
  const item = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    const element = item.current;
    return () => {
      if (element?.contains(document.activeElement)) {
        onFocusLost();
      }
    };
  }, [onFocusLost]);

  useEffect(() => {
    if (spotlight) {
      item.current?.focus();
    }
  }, [spotlight]);

  const isForgetting = fact.status === 'forgetting';
  return (
    <li ref={item} tabIndex={-1} className={styles['item']} data-new={fact.isNew || undefined} data-status={fact.status}>
      <div className={styles['body']}>
        <p className={styles['text']}>{fact.text}</p>
        <p className={styles['note']}>
          <Note fact={fact} now={now} />
        </p>
      </div>
      {/* One button for both, so that the keyboard's focus stays where it is. */}
      <button
        type="button"
        className={isForgetting ? styles['undo'] : styles['forget']}
        aria-label={isForgetting ? `Undo forgetting: ${fact.text}` : `Forget: ${fact.text}`}
        title={isForgetting ? undefined : 'Forget'}
        onClick={() => (isForgetting ? onUndo(fact.id) : onForget(fact.id))}
      >
        {isForgetting ? <Undo2 size={15} aria-hidden /> : <Trash2 size={16} aria-hidden />}
        {isForgetting && 'Undo'}
      </button>
      {isForgetting && <span className={styles['countdown']} aria-hidden />}
    </li>
  );
}

function Note({ fact, now }: { readonly fact: FactRow; readonly now: number }) {
  switch (fact.status) {
    case 'kept': {
      const created = new Date(fact.createdAt);
      return (
        <time dateTime={created.toISOString()} title={created.toLocaleString()}>
          {factAge(fact.createdAt, now)}
        </time>
      );
    }
    case 'forgetting':
      return 'Forgotten';
    case 'stuck':
      return 'Could not be forgotten. Try again.';
  }
}
