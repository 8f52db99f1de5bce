import { NotebookText } from 'lucide-react';

import styles from './facts-button.module.css';
import { FACTS_TITLE } from './facts-panel.js';

interface FactsButtonProps {
  readonly count: number;
  readonly hasNew: boolean;
  readonly onClick: () => void;
}

/** Opens the sheet on phones. */
export function FactsButton({ count, hasNew, onClick }: FactsButtonProps) {
  const things = `${String(count)} ${count === 1 ? 'fact' : 'facts'}`;
  return (
    <button
      type="button"
      className={styles['button']}
      aria-haspopup="dialog"
      aria-label={`${FACTS_TITLE}, ${things}${hasNew ? ', new' : ''}`}
      data-new={hasNew || undefined}
      onClick={onClick}
    >
      <NotebookText size={18} aria-hidden />
      <span>{count}</span>
    </button>
  );
}
