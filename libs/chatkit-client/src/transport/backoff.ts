export interface Backoff {
  /** Tries after the first one. */
  readonly retries: number;
  /** Upper bound of the first wait; doubles with every further one. */
  readonly baseMs: number;
  readonly maxMs: number;
}

/** For JSON reads: a user waits for them. */
export const READ_BACKOFF: Backoff = { retries: 2, baseMs: 300, maxMs: 2_000 };
/** For a stream that broke off: covers a gateway's restart and a short tunnel, about half a minute in all. */
export const RECONNECT_BACKOFF: Backoff = { retries: 10, baseMs: 250, maxMs: 5_000 };

/** The wait before try number `retry` (from 0): half to all of the bound, so that clients of a restarted server spread out. */
export function backoffDelay({ baseMs, maxMs }: Backoff, retry: number, random: () => number = Math.random): number {
  return Math.min(maxMs, baseMs * 2 ** retry) * (0.5 + random() / 2);
}

/** Resolves after `ms`. @throws the signal's reason when it aborts */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}
