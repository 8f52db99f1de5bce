import { useCallback, useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import { FactItem } from './fact-item.js';
import type { Spotlight } from './fact-item.js';
import { FactsEmpty, FactsFailed, FactsLoading, FactsOutdated } from './facts-states.js';
import type { FactsState, FactsStore } from './facts-store.js';
import { Colophon } from '../shell/colophon.js';
import type { InstallationInfo } from '../shell/installation-info.js';
import styles from './facts-panel.module.css';
import { useNow } from './use-now.js';

export const FACTS_TITLE = 'What the assistant knows';

/** New facts stay marked for as long as their highlight takes. */
const HIGHLIGHT_MS = 5_000;

interface FactsPanelProps {
  readonly store: FactsStore;
  readonly facts: FactsState;
  readonly spotlight: Spotlight | null;
  readonly info: InstallationInfo | null;
  readonly titleId: string;
  /** False while the sheet around it is closed. */
  readonly visible: boolean;
  /** Brings the person to the composer. */
  readonly onStart: () => void;
  readonly closeButton?: ReactNode;
}

export function FactsPanel({ store, facts, spotlight, info, titleId, visible, onStart, closeButton }: FactsPanelProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const focusTitle = useCallback(() => title.current?.focus(), []);
  const now = useNow();

  useEffect(() => {
    if (spotlight?.id === null) {
      focusTitle();
    }
  }, [spotlight, focusTitle]);

  const hasNew = visible && facts.rows.some(({ isNew }) => isNew);
  useEffect(() => {
    if (!hasNew) {
      return;
    }
    const timer = window.setTimeout(store.markSeen, HIGHLIGHT_MS);
    return () => window.clearTimeout(timer);
  }, [hasNew, store]);

  return (
    <div className={styles['panel']}>
      <div className={styles['head']}>
        <h2 ref={title} id={titleId} tabIndex={-1}>
          {FACTS_TITLE}
        </h2>
        {facts.rows.length > 0 && <span className={styles['count']}>{countFacts(facts)}</span>}
        {closeButton}
      </div>
      <div className={styles['scroll']}>
        {facts.phase === 'ready' && facts.problem !== null && (
          <FactsOutdated problem={facts.problem} busy={facts.refreshing} onRetry={() => void store.refresh()} />
        )}
        <FactsContent store={store} facts={facts} spotlight={spotlight} now={now} onStart={onStart} onFocusLost={focusTitle} />
      </div>
      {info && <Colophon info={info} />}
    </div>
  );
}

export const countFacts = ({ rows }: FactsState): number => rows.filter(({ status }) => status !== 'forgetting').length;

interface FactsContentProps {
  readonly store: FactsStore;
  readonly facts: FactsState;
  readonly spotlight: Spotlight | null;
  readonly now: number;
  readonly onStart: () => void;
  readonly onFocusLost: () => void;
}

function FactsContent({ store, facts, spotlight, now, onStart, onFocusLost }: FactsContentProps) {
  if (facts.phase === 'failed' && facts.problem !== null) {
    return <FactsFailed problem={facts.problem} busy={facts.refreshing} onRetry={() => void store.refresh()} />;
  }
  if (facts.rows.length > 0) {
    return (
      <ul className={styles['list']}>
        {facts.rows.map((fact) => (
          <FactItem
            key={fact.id}
            fact={fact}
            spotlight={spotlight?.id === fact.id ? spotlight : null}
            now={now}
            onForget={store.forget}
            onUndo={store.undo}
            onFocusLost={onFocusLost}
          />
        ))}
      </ul>
    );
  }
  return facts.phase === 'loading' ? <FactsLoading /> : <FactsEmpty onStart={onStart} />;
}
