import { CloudOff, NotebookPen } from 'lucide-react';

import styles from './facts-states.module.css';

export function FactsLoading() {
  return (
    <div className={styles['loading']} role="status" aria-label="Loading what the assistant knows">
      {[0, 1, 2].map((row) => (
        <div key={row} className={styles['ghost']}>
          <span />
          <span />
        </div>
      ))}
    </div>
  );
}

export function FactsEmpty({ onStart }: { readonly onStart: () => void }) {
  return (
    <div className={styles['state']}>
      <NotebookPen size={24} aria-hidden />
      <p className={styles['title']}>Nothing yet</p>
      <p>Tell the assistant something about you. It is kept here, and known in every chat.</p>
      <button type="button" className={styles['action']} onClick={onStart}>
        Tell it something
      </button>
    </div>
  );
}

interface FactsFailedProps {
  readonly problem: string;
  readonly busy: boolean;
  readonly onRetry: () => void;
}

export function FactsFailed({ problem, busy, onRetry }: FactsFailedProps) {
  return (
    <div className={styles['state']} role="alert">
      <CloudOff size={24} aria-hidden />
      <p className={styles['title']}>The list could not be loaded</p>
      <p>{problem}</p>
      <button type="button" className={styles['action']} disabled={busy} onClick={onRetry}>
        {busy ? 'Trying…' : 'Try again'}
      </button>
    </div>
  );
}

/** Above a list that is still shown, but may have changed since. */
export function FactsOutdated({ problem, busy, onRetry }: FactsFailedProps) {
  return (
    <div className={styles['outdated']} role="status">
      <p>Not up to date. {problem}</p>
      <button type="button" disabled={busy} onClick={onRetry}>
        {busy ? 'Trying…' : 'Try again'}
      </button>
    </div>
  );
}
