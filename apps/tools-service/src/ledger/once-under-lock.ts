import { setTimeout as delay } from 'node:timers/promises';
import { FrontdeskError } from '@frontdesk/contracts';
import type { ToolReach } from '../catalog/tool.js';
import { CallInterrupted } from './call-interrupted.js';
import type { CallLedger } from './call-ledger.js';
import type { CallLocks } from './call-locks.js';
import { failureOutcome, type CallOutcome, type SettledCall } from './call-outcome.schema.js';
import type { Execution } from './execution.js';

/** Waits between two looks at a call that another process runs. */
const FIRST_LOOK_MS = 50;
const LAST_LOOK_MS = 500;

/**
 * Once, for a tool that Postgres cannot undo or need not: the entry commits first, the tool runs, the outcome commits.
 * Meanwhile the process holds a lock that dies with it. A repeat waits while the lock is held, at most to its deadline,
 * then finds the outcome; or it finds an entry without one, whose process is gone, and runs the call again when the
 * tool only reads, while what changes things outside is never run twice.
 *
 * @throws CallInterrupted when stopped; a tool of reach `outside` then has an unknown outcome in the ledger
 */
export async function onceUnderLock(
  ledger: CallLedger,
  locks: CallLocks,
  reach: Exclude<ToolReach, 'database'>,
  execution: Execution,
): Promise<SettledCall> {
  const { call, signal } = execution;
  for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 2, LAST_LOOK_MS)) {
    signal.throwIfAborted();
    if (await locks.tryAcquire(call)) {
      try {
        return await enterAndRun(ledger, reach, execution);
      } finally {
        await locks.release(call);
      }
    }
    const entry = await ledger.find(ledger.db, call);
    if (entry?.state === 'finished') {
      return { outcome: entry.outcome, replayed: true };
    }
    await delay(wait, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

async function enterAndRun(ledger: CallLedger, reach: 'none' | 'outside', execution: Execution): Promise<SettledCall> {
  const { call } = execution;
  if (!(await ledger.enter(ledger.db, call))) {
    const entry = await ledger.find(ledger.db, call);
    if (entry?.state === 'finished') {
      return { outcome: entry.outcome, replayed: true };
    }
    if (entry?.state === 'running' && reach === 'outside') {
      return settle(ledger, execution, unknownOutcome());
    }
  }
  try {
    const outcome = await execution.run(ledger.db);
    return await settle(ledger, execution, outcome);
  } catch (error) {
    if (!(error instanceof CallInterrupted)) {
      return settle(ledger, execution, execution.failed(error));
    }
    await markInterrupted(ledger, reach, execution, error);
    throw error;
  }
}

async function markInterrupted(
  ledger: CallLedger,
  reach: 'none' | 'outside',
  execution: Execution,
  interrupted: CallInterrupted,
): Promise<void> {
  switch (reach) {
    case 'none':
      return ledger.withdraw(ledger.db, execution.call);
    case 'outside':
      await ledger.finish(ledger.db, execution.call, interrupted.reason === 'deadline' ? deadlineOutcome() : unknownOutcome());
  }
}

/** Writes the outcome, unless another process took the call over meanwhile: then what that one wrote is the outcome. */
async function settle(ledger: CallLedger, execution: Execution, outcome: CallOutcome): Promise<SettledCall> {
  if (await ledger.finish(ledger.db, execution.call, outcome)) {
    return { outcome, replayed: false };
  }
  const entry = await ledger.find(ledger.db, execution.call);
  if (entry?.state !== 'finished') {
    throw new FrontdeskError('tool_outcome_unknown');
  }
  return { outcome: entry.outcome, replayed: true };
}

const unknownOutcome = (): CallOutcome => failureOutcome(new FrontdeskError('tool_outcome_unknown'));

const deadlineOutcome = (): CallOutcome =>
  failureOutcome(new FrontdeskError('tool_deadline', { detail: 'The tool took too long. It may have had its effect already.' }));
