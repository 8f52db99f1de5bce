import { setTimeout as delay } from 'node:timers/promises';
import { FrontdeskError } from '@frontdesk/contracts';

/** Waits between the tries: a storage that restarts costs time, not the answer. */
const PAUSES_MS = [200, 800, 2_000];

/**
 * Does something with the storage of files, again when it fails.
 *
 * @param onRetry told of every failure but the last
 * @throws FrontdeskError files_unavailable when every try failed; the signal's reason
 */
export async function patiently<T>(work: () => Promise<T>, onRetry: (cause: unknown) => void, signal?: AbortSignal): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await work();
    } catch (cause) {
      signal?.throwIfAborted();
      onRetry(cause);
      await delay(pause, undefined, signal === undefined ? {} : { signal });
    }
  }
  try {
    return await work();
  } catch (cause) {
    throw new FrontdeskError('files_unavailable', { cause });
  }
}
