import { DEFAULT_RUN_CONTEXT, runContextSchema, runRequestSchema, runStatusSchema, type Owner, type RunContext, type RunRequest, type RunStatus } from '@frontdesk/contracts';
import type { ConversationRow } from './conversation.js';

/** A run that a worker holds: its id and epoch are the fence of all that the worker writes. */
export interface ClaimedRun {
  readonly id: string;
  readonly epoch: number;
  /** 1 on the first claim since the run was queued; higher after dead workers. */
  readonly attempt: number;
  readonly owner: Owner;
  readonly threadId: string;
  readonly request: RunRequest;
  /** The terms under which it answers. */
  readonly context: RunContext;
  /** What an earlier claim left to continue from; null at the start. Shaped by the worker. */
  readonly checkpoint: unknown;
  readonly cancelRequested: boolean;
  /** The thread had a title when the run was claimed. */
  readonly hasTitle: boolean;
  /** Whether people may stop it, as of the claim. */
  readonly mayBeStopped: boolean;
  /** Time from queueing to this claim. */
  readonly waitedMs: number;
  /** Its lease counts from then, or from a moment later: the claim was asked for at this time of `performance.now()`. */
  readonly leasedAt: number;
  /** The newest items of its thread, as many as the claim asked for, and what came before them, as of the claim; null where there is a checkpoint. */
  readonly conversation: ConversationRow | null;
  /** What is known about its user, oldest first; as of the claim. */
  readonly facts: readonly string[];
}

export interface RunState {
  readonly id: string;
  readonly status: RunStatus;
  readonly epoch: number;
}

export interface ClaimRow {
  readonly id: string;
  readonly epoch: number;
  readonly attempts: number;
  readonly tenant_id: string;
  readonly user_id: string;
  readonly thread_id: string;
  readonly request: unknown;
  readonly context: unknown;
  readonly checkpoint: unknown;
  readonly cancel_requested_at: Date | null;
  readonly has_title: boolean;
  readonly may_be_stopped: boolean;
  readonly waited_ms: number;
  /** Null for a run with a checkpoint, and where the thread is gone. */
  readonly conversation: ConversationRow | null;
  readonly facts: readonly string[];
}

export function claimFromRow(row: ClaimRow, leasedAt: number): ClaimedRun {
  return {
    id: row.id,
    epoch: row.epoch,
    attempt: row.attempts,
    owner: { tenantId: row.tenant_id, userId: row.user_id },
    threadId: row.thread_id,
    request: runRequestSchema.parse(row.request),
    context: row.context === null ? DEFAULT_RUN_CONTEXT : runContextSchema.parse(row.context),
    checkpoint: row.checkpoint,
    cancelRequested: row.cancel_requested_at !== null,
    hasTitle: row.has_title,
    mayBeStopped: row.may_be_stopped,
    waitedMs: Number(row.waited_ms),
    leasedAt,
    conversation: row.conversation,
    facts: row.facts,
  };
}

export interface StateRow {
  readonly id: string;
  readonly status: string;
  readonly epoch: number;
}

export const stateFromRow = (row: StateRow): RunState => ({ id: row.id, status: runStatusSchema.parse(row.status), epoch: row.epoch });
