import type { DatabaseExecutor } from '@frontdesk/database';
import type { LedgerCall } from './call-ledger.js';
import type { CallOutcome } from './call-outcome.schema.js';

/** One execution of a call, as both ways of keeping "at most once" take it. */
export interface Execution {
  readonly call: LedgerCall;
  /** When the call must be over, in ms of Date.now(). */
  readonly deadlineAt: number;
  /** Aborted with a CallInterrupted. */
  readonly signal: AbortSignal;
  /** Runs the tool. @throws the CallInterrupted as soon as the signal is aborted, else what the tool throws */
  run(db: DatabaseExecutor): Promise<CallOutcome>;
  /** The outcome of a call whose tool threw `error`. */
  failed(error: unknown): CallOutcome;
}
