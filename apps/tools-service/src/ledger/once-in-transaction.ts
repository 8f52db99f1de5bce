import { FrontdeskError } from '@frontdesk/contracts';
import type { DatabaseExecutor } from '@frontdesk/database';
import { CallInterrupted } from './call-interrupted.js';
import type { CallLedger } from './call-ledger.js';
import type { CallOutcome, SettledCall } from './call-outcome.schema.js';
import type { Execution } from './execution.js';

/** What the transaction may take beyond the deadline: by then it is only rolled back. */
const ROLLBACK_MARGIN_MS = 1_000;

/**
 * Once, for a tool that changes only our own database: ledger entry, changes and outcome are one transaction.
 * When the process dies under it, none of them ever was, and the repeat runs as the first. A repeat that comes
 * meanwhile, in whatever process, waits in Postgres on the entry's key, at most to its deadline.
 *
 * @throws CallInterrupted when stopped before it was committed: then nothing happened
 */
export async function onceInTransaction(ledger: CallLedger, execution: Execution): Promise<SettledCall> {
  try {
    return await inTransaction(ledger, execution, (tx) => execution.run(tx));
  } catch (error) {
    if (error instanceof ToolThrew) {
      // What the tool wrote is undone; its failure is an outcome, too, and goes through the same door.
      return inTransaction(ledger, execution, () => Promise.resolve(execution.failed(error.cause)));
    }
    throw error;
  }
}

/** Tells an error of the tool from one of the transaction around it. */
class ToolThrew extends Error {
  constructor(cause: unknown) {
    super('the tool threw', { cause });
    this.name = 'ToolThrew';
  }
}

async function inTransaction(
  ledger: CallLedger,
  execution: Execution,
  run: (tx: DatabaseExecutor) => Promise<CallOutcome>,
): Promise<SettledCall> {
  const remainingMs = Math.max(1, execution.deadlineAt - Date.now());
  try {
    return await ledger.db.$transaction((tx) => enterAndRun(ledger, tx, execution, remainingMs, run), {
      maxWait: remainingMs,
      timeout: remainingMs + ROLLBACK_MARGIN_MS,
    });
  } catch (error) {
    // A statement that Postgres stopped at the deadline reports itself, whatever the signal said by then.
    if (execution.signal.aborted) {
      throw execution.signal.reason;
    }
    throw Date.now() >= execution.deadlineAt ? new CallInterrupted('deadline') : error;
  }
}

async function enterAndRun(
  ledger: CallLedger,
  tx: DatabaseExecutor,
  { call }: Execution,
  remainingMs: number,
  run: (tx: DatabaseExecutor) => Promise<CallOutcome>,
): Promise<SettledCall> {
  await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(remainingMs)}, true)`;
  if (!(await ledger.enter(tx, call))) {
    const entry = await ledger.find(tx, call);
    // Entered by a tool of another reach, whose process is gone: the tool was changed between two releases.
    if (entry?.state !== 'finished') {
      throw new FrontdeskError('tool_outcome_unknown');
    }
    return { outcome: entry.outcome, replayed: true };
  }
  const outcome = await run(tx).catch((cause: unknown) => {
    throw cause instanceof CallInterrupted ? cause : new ToolThrew(cause);
  });
  await ledger.finish(tx, call, outcome);
  return { outcome, replayed: false };
}
