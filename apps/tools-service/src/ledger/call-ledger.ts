import { FrontdeskError } from '@frontdesk/contracts';
import type { Database, DatabaseExecutor } from '@frontdesk/database';
import { callOutcomeSchema, type CallOutcome } from './call-outcome.schema.js';

/** A call as the ledger knows it. Run and call id are the key; the rest must be the same in every repeat. */
export interface LedgerCall {
  readonly runId: string;
  readonly callId: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly threadId: string;
  readonly tool: string;
  readonly argsHash: string;
}

export type LedgerEntry = { readonly state: 'running' } | { readonly state: 'finished'; readonly outcome: CallOutcome };

/** Inside a transaction or outside of one. */
export type LedgerExecutor = Pick<DatabaseExecutor, '$queryRaw' | '$executeRaw'>;

interface LedgerRow extends LedgerCall {
  readonly status: string;
  readonly outcome: unknown;
}

/**
 * The rows of `tool_calls`. Each method takes the executor, so that a row can commit together with what the tool wrote.
 * Plain SQL: every call passes here several times, and the query builder costs more than the query.
 */
export class CallLedger {
  constructor(readonly db: Database) {}

  /**
   * Enters a call. Waits for another transaction that is just entering the same one.
   * @returns false when it is in the ledger already
   */
  async enter(db: LedgerExecutor, call: LedgerCall): Promise<boolean> {
    const count = await db.$executeRaw`
      INSERT INTO tool_calls (run_id, call_id, tenant_id, user_id, thread_id, tool, args_hash, status)
      VALUES (${call.runId}, ${call.callId}, ${call.tenantId}, ${call.userId}, ${call.threadId}, ${call.tool}, ${call.argsHash}, 'running')
      ON CONFLICT DO NOTHING`;
    return count === 1;
  }

  /**
   * @returns what the ledger knows about the call, or null when it is not in there
   * @throws FrontdeskError `tool_forbidden` when the key stands for another call
   */
  async find(db: LedgerExecutor, call: LedgerCall): Promise<LedgerEntry | null> {
    const [row] = await db.$queryRaw<LedgerRow[]>`
      SELECT run_id AS "runId", call_id AS "callId", tenant_id AS "tenantId", user_id AS "userId", thread_id AS "threadId",
             tool, args_hash AS "argsHash", status, outcome
      FROM tool_calls WHERE run_id = ${call.runId} AND call_id = ${call.callId}`;
    if (row === undefined) {
      return null;
    }
    assertSameCall(row, call);
    return row.status === 'running'
      ? { state: 'running' }
      : { state: 'finished', outcome: callOutcomeSchema.parse(row.outcome) as CallOutcome };
  }

  /** Writes the outcome, once. @returns false when the call had one already, or was withdrawn */
  async finish(db: LedgerExecutor, call: LedgerCall, outcome: CallOutcome): Promise<boolean> {
    const count = await db.$executeRaw`
      UPDATE tool_calls SET status = ${statusOf(outcome)}, outcome = ${JSON.stringify(outcome)}::jsonb, finished_at = now()
      WHERE run_id = ${call.runId} AND call_id = ${call.callId} AND status = 'running'`;
    return count === 1;
  }

  /** Takes back a call that was stopped and changed nothing, so that it may be made again. */
  async withdraw(db: LedgerExecutor, call: LedgerCall): Promise<void> {
    await db.$executeRaw`DELETE FROM tool_calls WHERE run_id = ${call.runId} AND call_id = ${call.callId} AND status = 'running'`;
  }
}

const statusOf = (outcome: CallOutcome): string => (outcome.kind === 'result' ? 'succeeded' : 'failed');

const SAME: readonly (keyof LedgerCall)[] = ['runId', 'callId', 'tenantId', 'userId', 'threadId', 'tool', 'argsHash'];

/** @throws FrontdeskError `tool_forbidden` when two calls share a key but are not the same */
export function assertSameCall(known: LedgerCall, call: LedgerCall): void {
  if (SAME.some((field) => known[field] !== call[field])) {
    throw new FrontdeskError('tool_forbidden', { detail: 'This call id was used for a different call of this run.' });
  }
}
