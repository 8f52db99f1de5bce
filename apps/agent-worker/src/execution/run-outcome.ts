import { FrontdeskError, type AbortReason, type ErrorCode } from '@frontdesk/contracts';
import { isDatabaseOutage } from '@frontdesk/database';
import { ModelCallError } from '../model-calls/model-call.error.js';
import { errorCodeOf } from '../model-calls/model-errors.js';

/** What is known when the agent loop is over. */
export interface LoopResult {
  /** Why it was stopped from outside, if it was. */
  readonly abort: AbortReason | null;
  /** What went wrong, null when nothing did; an abort may make the loop throw too. */
  readonly error: unknown;
  /** It came to its end by itself: the answer is whole, or waits for the client. */
  readonly finished: boolean;
  /** The turn asked the client for something. */
  readonly waits: boolean;
}

/** How a claimed run ends. */
export type Ending =
  | { readonly kind: 'completed' | 'waiting' | 'cancelled' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; /** In place of the table's sentence. */ readonly detail?: string }
  /** Back to the queue, for another worker. `isFault`: not handed over at will; such claims are counted. */
  | { readonly kind: 'released'; readonly isFault: boolean }
  /** The run is somebody else's: not one more write. */
  | { readonly kind: 'fenced' };

/** The one place that decides how a run ends. */
export function endingOf(result: LoopResult): Ending {
  if (result.abort === 'fenced') {
    return { kind: 'fenced' };
  }
  if (result.finished) {
    return { kind: result.waits ? 'waiting' : 'completed' }; // a stop that came too late stops nothing
  }
  switch (result.abort) {
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'worker_shutdown':
      return { kind: 'released', isFault: false };
    case 'model_stalled':
      return { kind: 'failed', code: 'model_stalled' };
    case null:
      return failureOf(result.error);
  }
}

function failureOf(error: unknown): Ending {
  if (error === null) {
    return { kind: 'failed', code: 'model_bad_answer' };
  }
  // A refused connection to the model looks like one to Postgres.
  if (!(error instanceof ModelCallError) && isDatabaseOutage(error)) {
    return { kind: 'released', isFault: true }; // the answer is not to blame
  }
  // What a handler of an action says about its failure is meant for the person who pressed the button.
  const speaks = error instanceof FrontdeskError && error.code.startsWith('tool_');
  return { kind: 'failed', code: errorCodeOf(error), ...(speaks ? { detail: error.message } : {}) };
}
