import { useEffect, useSyncExternalStore } from 'react';

import type { SessionSource } from '../session/session-source.js';
import type { FactsState, FactsStore } from './facts-store.js';

export const useFacts = (store: FactsStore): FactsState => useSyncExternalStore(store.subscribe, store.snapshot);

/** Reads the facts when the page opens, comes back into view, or has its session again; finishes forgetting when it closes. */
export function useFactsKeeper(store: FactsStore, session: SessionSource): void {
  useEffect(() => {
    void store.refresh();

    const whenVisible = (): void => {
      if (document.visibilityState === 'visible') {
        void store.refresh();
      }
    };
    const whenRestored = (event: PageTransitionEvent): void => {
      if (event.persisted) {
        store.resume();
      }
    };
    const whenConnected = (): void => {
      const { problem, connecting } = session.snapshot();
      const { problem: ours, refreshing } = store.snapshot();
      if (problem === null && !connecting && ours !== null && !refreshing) {
        void store.refresh();
      }
    };

    document.addEventListener('visibilitychange', whenVisible);
    window.addEventListener('pagehide', store.commitOnExit);
    window.addEventListener('pageshow', whenRestored);
    const unsubscribe = session.subscribe(whenConnected);
    return () => {
      document.removeEventListener('visibilitychange', whenVisible);
      window.removeEventListener('pagehide', store.commitOnExit);
      window.removeEventListener('pageshow', whenRestored);
      unsubscribe();
    };
  }, [store, session]);
}
