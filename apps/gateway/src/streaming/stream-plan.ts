import type { Cursor } from '@frontdesk/contracts';

/** What a streaming operation answers once everything is validated and admitted: its own frames, then a run's. */
export interface StreamPlan {
  readonly threadId: string;
  readonly runId: string;
  /** Encoded events of the gateway's own, sent before any of the run's. They have no cursor. */
  readonly frames: readonly string[];
  /** Where in the run's log the stream begins. */
  readonly tailFrom: Cursor;
  /** Whether this request asked for the answer. A mere onlooker stops nothing by leaving, and measures nothing. */
  readonly askedForAnswer: boolean;
  /** Set when the run was there before this request: it may be over, and then the log is read to its end and nothing is waited for. */
  readonly mayBeOver?: boolean;
  /** Set when the log may hold the end of an earlier part of a run that goes on: the stream goes on, too. */
  readonly passesEarlierEnds?: boolean;
}

/** There is no run to stream: none is on its way. */
export interface NothingOnItsWay {
  readonly runId: null;
  /** Whether the thread's last answer is one that was stopped. */
  readonly wasStopped: boolean;
}
