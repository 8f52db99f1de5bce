import type { Cursor, RunEvent, RunStatus } from '@frontdesk/contracts';

/** Who is given a run's events, one after the other. */
export interface RunReader {
  /**
   * Takes the next event.
   *
   * @returns nothing when there is room for more at once; else a promise, before whose end no other event comes. One that rejects
   * counts as a store that is away: an `end` is given again
   */
  take(event: RunEvent): Promise<void> | undefined;
  /** What Postgres says of the run, should the log stay silent; null when there is no such run any more. */
  status(): Promise<RunStatus | null>;
  /** A store failed, and will be asked again. */
  retries(cause: unknown): void;
  /** Nothing comes any more. Without a cause: the `end` was taken. With one: stores stayed away for too long. */
  over(cause?: unknown): void;
}

export interface FollowOptions {
  readonly runId: string;
  /** Everything after this position is delivered. */
  readonly after: Cursor;
  /** Set when the run may be over, or gone, already: status is asked before anything is waited for. */
  readonly mayBeOver?: boolean;
  /** Go on behind the end of an earlier part of a run that is not over. */
  readonly passesEarlierEnds?: boolean;
  /** Time without news after which log and status are looked at, and twice as long after each look for nothing; TUNABLES.tailPollMs by default. */
  readonly pollMs?: number;
  /** How long stores may stay away; a minute and a half by default. */
  readonly patienceMs?: number;
  /** The reader has room from then on. */
  readonly begin?: Promise<void> | undefined;
}
