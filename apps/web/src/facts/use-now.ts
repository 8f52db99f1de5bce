import { useSyncExternalStore } from 'react';

const TICK_MS = 10_000;

let now = Date.now();

function subscribe(listener: () => void): () => void {
  const tick = (): void => {
    now = Date.now();
    listener();
  };
  tick();
  const timer = window.setInterval(tick, TICK_MS);
  return () => window.clearInterval(timer);
}

/** The time in ms, to within ten seconds: enough for ages in minutes. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
