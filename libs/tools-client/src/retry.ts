/** Waits before the attempts after the first: the first four make about three seconds, all of them ten. */
const RETRY_DELAYS_MS = [100, 300, 800, 1_800, 3_000, 4_000] as const;

/**
 * @param attempt number of the attempt that failed, from 1
 * @returns ms to wait before the next one (spread by ±20 %, so that workers do not come back in step), or null when it was the last
 */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number | null {
  const delay = RETRY_DELAYS_MS[attempt - 1];
  return delay === undefined ? null : Math.round(delay * (0.8 + 0.4 * random()));
}

/** Waits `ms`. Rejects with the signal's reason as soon as it is aborted. */
export function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) {
      abort();
    } else {
      signal?.addEventListener('abort', abort, { once: true });
    }
  });
}
