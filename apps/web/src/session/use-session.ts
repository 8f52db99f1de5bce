import { useEffect, useSyncExternalStore } from 'react';

import type { SessionSource, SessionState } from './session-source.js';

const RETRY_DELAYS_MS = [3_000, 6_000, 12_000, 30_000] as const;

export function useSession(source: SessionSource): SessionState {
  return useSyncExternalStore(source.subscribe, source.snapshot);
}

/**
 * Opens the session when the page starts, and keeps trying while the server is away:
 * at growing distances, and at once when the browser finds the network again.
 */
export function useSessionKeeper(source: SessionSource): void {
  useEffect(() => {
    let timer: number | undefined;
    let failures = 0;
    let stopped = false;

    const attempt = async (): Promise<void> => {
      window.clearTimeout(timer);
      try {
        await source.secret();
      } catch {
        // The source's state says why, and the page shows it; `plan` below decides about the next try.
      }
    };
    const plan = (): void => {
      const { problem, connecting } = source.snapshot();
      if (stopped || connecting) {
        return;
      }
      window.clearTimeout(timer);
      if (problem === null) {
        failures = 0;
      }
      if (problem === null || problem.kind === 'refused') {
        return;
      }
      const delay = RETRY_DELAYS_MS[Math.min(failures, RETRY_DELAYS_MS.length - 1)];
      failures += 1;
      timer = window.setTimeout(() => void attempt(), delay);
    };
    const online = (): void => {
      if (source.snapshot().problem) {
        void attempt();
      }
    };

    const unsubscribe = source.subscribe(plan);
    window.addEventListener('online', online);
    void attempt();
    return () => {
      stopped = true;
      window.clearTimeout(timer);
      unsubscribe();
      window.removeEventListener('online', online);
    };
  }, [source]);
}
