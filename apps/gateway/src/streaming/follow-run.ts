import { cursorOf, endsStream, type Cursor, type RunEvent } from '@frontdesk/contracts';
import { abortableDelay, type RunEventTail, type TailOptions } from '@frontdesk/run-events';

const PAUSE_MIN_MS = 100;
const PAUSE_MAX_MS = 2_000;
/** Stores that stay away longer than this end the stream. Shorter restarts go unnoticed by the reader. */
const PATIENCE_MS = 90_000;

export interface FollowOptions extends TailOptions {
  /** Go on behind the end of an earlier part of a run that is not over. */
  readonly passesEarlierEnds: boolean;
  /** Hears of every failure that is tried again. */
  readonly onRetry: (cause: unknown) => void;
  readonly patienceMs?: number;
}

/**
 * The tail of a run that survives short outages of the stores: it takes up again behind the last event delivered.
 * Ends after the run's `end` event, or when the signal aborts.
 *
 * @throws what the stores say, once they have stayed away for too long
 */
export async function* followRun(tail: RunEventTail, options: FollowOptions): AsyncGenerator<RunEvent, void, undefined> {
  let last: Cursor = options.after;
  let pauseMs = PAUSE_MIN_MS;
  let failingSince: number | null = null;
  while (!options.signal.aborted) {
    const startedAt = Date.now();
    try {
      for await (const event of tail.follow({ ...options, after: last })) {
        failingSince = null;
        pauseMs = PAUSE_MIN_MS;
        const goesOn = event.kind === 'end' && (await isEarlierEnd(event, options));
        last = cursorOf(event);
        if (goesOn) {
          break;
        }
        yield event;
        if (event.kind === 'end') {
          return;
        }
      }
    } catch (cause) {
      const patienceMs = options.patienceMs ?? PATIENCE_MS;
      // A follow that ran for long before it failed was no failure all that time, even if nothing came.
      failingSince = failingSince === null || Date.now() - startedAt > patienceMs ? Date.now() : failingSince;
      if (Date.now() - failingSince >= patienceMs) {
        throw cause;
      }
      options.onRetry(cause);
      await abortableDelay(pauseMs, options.signal);
      pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS);
    }
  }
}

async function isEarlierEnd(event: Extract<RunEvent, { kind: 'end' }>, options: FollowOptions): Promise<boolean> {
  if (!options.passesEarlierEnds || event.status !== 'waiting') {
    return false;
  }
  const status = await options.status();
  return status !== null && !endsStream(status);
}
