import type { RunStatus } from './run-state.js';

/**
 * One entry of a run's event log. `frames` are ChatKit events, each already encoded as one line of JSON,
 * so that gateways pass them through without parsing. Hidden items never get here.
 */
export type RunEvent =
  | { readonly kind: 'frames'; readonly epoch: number; readonly seq: number; readonly frames: readonly string[] }
  | {
      readonly kind: 'end';
      readonly epoch: number;
      readonly seq: number;
      readonly status: RunStatus;
      /** Set by readers: entries of the run were lost, or are of a newer version. What the run came to is in Postgres. */
      readonly missed?: boolean;
    };

/** Version of the log's entries. Readers skip a newer one than they know, and make up for it from Postgres at the end. */
export const RUN_EVENT_VERSION = 1;

/** Position in a run's log, `<epoch>-<seq>`: the id of the Redis stream entry and of the SSE event. */
export type Cursor = `${number}-${number}`;

export const CURSOR_START: Cursor = '0-0';

export function cursorOf(event: { readonly epoch: number; readonly seq: number }): Cursor {
  return `${event.epoch}-${event.seq}`;
}

/** The position after everything that a given epoch wrote. */
export function cursorAfterEpoch(epoch: number): Cursor {
  return `${epoch}-${Number.MAX_SAFE_INTEGER}`;
}

/** No claim comes up to it, and a cursor can still name it. */
export const PAST_EVERY_EPOCH = 999_999_999_999_999;

/** @returns the cursor, or null when the text is not one. */
export function parseCursor(text: string): Cursor | null {
  return /^\d{1,15}-\d{1,16}$/.test(text) ? (text as Cursor) : null;
}

/** Order of two cursors: negative when `a` comes first. */
export function compareCursors(a: Cursor, b: Cursor): number {
  const [epochA = 0, seqA = 0] = a.split('-').map(Number);
  const [epochB = 0, seqB = 0] = b.split('-').map(Number);
  return epochA - epochB || seqA - seqB;
}

export const runLogKey = (runId: string): string => `frontdesk:run:{${runId}}:log`;
export const runLogChannel = (runId: string): string => `frontdesk:run:{${runId}}:live`;
/**
 * One channel for all new runs: a worker with a free slot begins before the run's job comes. The job is what counts.
 *
 * @param database of Redis, whose channels know no databases
 */
export const newRunChannel = (database: number): string => `frontdesk:runs:new:${database}`;
/** One channel for all cancellations; every worker listens and aborts the runs it holds. The row's flag is the truth. */
export const CANCEL_CHANNEL = 'frontdesk:runs:cancel';
