import { FrontdeskError } from '@frontdesk/contracts';
import { Prisma, type Database, type DatabaseExecutor } from '@frontdesk/database';
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

type ToolCallExecutor = Pick<DatabaseExecutor, 'toolCall' | '$executeRaw'>;

/** The rows of `tool_calls`. Each method takes the executor, so that a row can commit together with what the tool wrote. */
export class CallLedger {
  constructor(readonly db: Database) {}

  /**
   * Enters a call. Waits for another transaction that is just entering the same one.
   * @returns false when it is in the ledger already
   */
  async enter(db: ToolCallExecutor, call: LedgerCall): Promise<boolean> {
    const { count } = await db.toolCall.createMany({ data: [{ ...call, status: 'running' }], skipDuplicates: true });
    return count === 1;
  }

  /**
   * @returns what the ledger knows about the call, or null when it is not in there
   * @throws FrontdeskError `tool_forbidden` when the key stands for another call
   */
  async find(db: ToolCallExecutor, call: LedgerCall): Promise<LedgerEntry | null> {
    const row = await db.toolCall.findUnique({ where: { runId_callId: { runId: call.runId, callId: call.callId } } });
    if (row === null) {
      return null;
    }
    assertSameCall(row, call);
    return row.status === 'running'
      ? { state: 'running' }
      : { state: 'finished', outcome: callOutcomeSchema.parse(row.outcome) as CallOutcome };
  }

  /** Writes the outcome, once. @returns false when the call had one already, or was removed */
  async finish(db: ToolCallExecutor, call: LedgerCall, outcome: CallOutcome): Promise<boolean> {
    const { count } = await db.toolCall.updateMany({
      where: { runId: call.runId, callId: call.callId, status: 'running' },
      data: {
        status: outcome.kind === 'result' ? 'succeeded' : 'failed',
        outcome: outcome as unknown as Prisma.InputJsonObject,
        finishedAt: new Date(),
      },
    });
    return count === 1;
  }

  /** Takes back a call that was stopped and changed nothing, so that it may be made again. */
  async withdraw(db: ToolCallExecutor, call: LedgerCall): Promise<void> {
    await db.toolCall.deleteMany({ where: { runId: call.runId, callId: call.callId, status: 'running' } });
  }
}

const SAME: readonly (keyof LedgerCall)[] = ['runId', 'callId', 'tenantId', 'userId', 'threadId', 'tool', 'argsHash'];

/** @throws FrontdeskError `tool_forbidden` when two calls share a key but are not the same */
export function assertSameCall(known: LedgerCall, call: LedgerCall): void {
  if (SAME.some((field) => known[field] !== call[field])) {
    throw new FrontdeskError('tool_forbidden', { detail: 'This call id was used for a different call of this run.' });
  }
}
