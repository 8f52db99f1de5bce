import { attachmentIdIn } from '@frontdesk/attachments';
import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import { TUNABLES, type RunOutcome } from '@frontdesk/contracts';
import { Prisma, type Database } from '@frontdesk/database';
import { savedFactTexts } from '@frontdesk/facts';
import { itemData, itemFromRow, threadFromRow, type ThreadItemRow, type ThreadRecord, type ThreadRow } from '@frontdesk/threads';
import { mayBeStopped } from './admission-steps.js';
import { conversationFromRow, conversationOf, type Conversation, type ConversationRow } from './conversation.js';
import { IS_FIRST_IN_THREAD, IS_SOMETHING_DUE, NO_CLAIM_LIMITS, hasRoom, runsInTurn, statusOf, type ClaimLimits } from './fair-turn.js';
import { changeThread, type ThreadChanges } from './thread-changes.js';
import { claimFromRow, type ClaimRow, type ClaimedRun } from './run-records.js';
import { isUniqueViolation } from './unique-violation.js';

/** How a renewed lease came back. */
export type Heartbeat = 'held' | 'cancel_requested' | 'lost';

/** The identity that fences every write: a claimed run has it. */
export type Fence = Pick<ClaimedRun, 'id' | 'epoch'>;

/** What a job needs: the run, and the epoch that its row has. */
export interface RunPointer {
  readonly id: string;
  readonly epoch: number;
}

/** Postgres' largest integer. */
const NO_BOUND = 2_147_483_647;

const LEASE = Prisma.sql`make_interval(secs => ${TUNABLES.leaseMs / 1000}::double precision)`;

/**
 * The lease of run r ran out, and not because Postgres was away: while it was, nobody could renew, so after a start
 * of Postgres the holders have the time of one lease to come back.
 */
const IS_DEAD = Prisma.sql`(r.lease_expires_at < now()
  AND (r.lease_expires_at > pg_postmaster_start_time() OR pg_postmaster_start_time() < now() - ${LEASE}))`;

const STATUS = statusOf(Prisma.sql`r`);

/** A worker that knows checkpoints up to this version may take run r up. */
const isClaimable = (checkpointVersion: number): Prisma.Sql => Prisma.sql`(r.attempts < ${TUNABLES.maxAttempts}
  AND (coalesce((r.checkpoint->>'version')::int, 0) <= ${checkpointVersion} OR r.cancel_requested_at IS NOT NULL))`;

/** Ties the file of a picture to its item, in the statement that stores the item: neither is there without the other. */
function pictureOf(item: ThreadItem): Prisma.Sql {
  const fileId = item.type === 'generated_image' && item.image !== undefined ? attachmentIdIn(item.image.url) : null;
  return fileId === null
    ? Prisma.empty
    : Prisma.sql`, picture AS (
        UPDATE attachments a SET thread_id = f.thread_id, item_id = ${item.id}, sent_at = now() FROM fence f
        WHERE a.id = ${fileId} AND a.tenant_id = f.tenant_id AND a.user_id = f.user_id AND a.status = 'ready' AND a.sent_at IS NULL)`;
}

export interface ClaimOptions {
  /** The newest version of checkpoints that the worker can continue from; runs with newer ones are left to newer workers. */
  readonly checkpointVersion?: number;
  /** How much of the thread a run that starts anew is told, see ClaimedRun.conversation; none by default. */
  readonly historyItems?: number;
  /** The run was named by `nextInTurn`. Any other does not overtake older ones of its tenant where slots are scarce. */
  readonly isItsTurn?: boolean;
}

/**
 * The worker's side of a run. Every transition and write is one guarded statement that says whether it won:
 * `false` (or null) means that the run belongs to somebody else now, and the caller must stop silently.
 */
export class RunLifecycleStore {
  /** @param limits what a claim of a queued run must leave room for */
  constructor(
    private readonly db: Database,
    private readonly limits: ClaimLimits = NO_CLAIM_LIMITS,
  ) {}

  /**
   * queued → running, or running → running when the lease of the last worker ran out. Raises the epoch.
   * A queued run wins only when no other run of the thread is running or was queued earlier, and when the limits leave room. One
   * that runs is the only one of its thread that does, and goes on before an earlier one that the client has answered meanwhile.
   *
   * What the run starts from is read in the same statement, since the first word of the answer waits for it. Nothing is missing from
   * it: whatever a run has to know was committed before the row looked like one that can be claimed.
   *
   * It starts when it is claimed: now() is when the statement came, and the run before may have ended while it was planned.
   *
   * @returns null when there is nothing to claim: taken, finished, cancelled, or not its turn yet
   */
  async claim(runId: string, workerId: string, { checkpointVersion = NO_BOUND, historyItems = 0, isItsTurn = false }: ClaimOptions = {}): Promise<ClaimedRun | null> {
    const leasedAt = performance.now();
    try {
      const [row] = await this.db.$queryRaw<ClaimRow[]>`
        WITH claimed AS (
          UPDATE runs r
          SET status = 'running', epoch = r.epoch + 1, attempts = r.attempts + 1, worker_id = ${workerId},
              lease_expires_at = now() + ${LEASE}, started_at = coalesce(r.started_at, clock_timestamp())
          WHERE r.id = ${runId}
            AND ((${STATUS} = 'queued' AND ${hasRoom(this.limits, isItsTurn)} AND ${IS_FIRST_IN_THREAD}) OR (${STATUS} = 'running' AND ${IS_DEAD}))
            AND ${isClaimable(checkpointVersion)}
          RETURNING r.id, r.epoch, r.attempts, r.tenant_id, r.user_id, r.thread_id, r.request, r.context, r.checkpoint, r.cancel_requested_at,
            (SELECT t.title IS NOT NULL FROM threads t WHERE t.id = r.thread_id) AS has_title,
            ${mayBeStopped(Prisma.sql`r`)} AS may_be_stopped,
            extract(epoch FROM now() - r.queued_at) * 1000 AS waited_ms)
        SELECT c.*, ${savedFactTexts(Prisma.sql`c.tenant_id`, Prisma.sql`c.user_id`)} AS facts,
          CASE WHEN c.checkpoint IS NULL THEN ${conversationOf(Prisma.sql`c.thread_id`, Prisma.sql`c.id`, historyItems)} END AS conversation
        FROM claimed c`;
      return row === undefined ? null : claimFromRow(row, leasedAt);
    } catch (cause) {
      if (isUniqueViolation(cause)) {
        return null; // two runs of one thread were claimed at the same instant; the index let one through
      }
      throw cause;
    }
  }

  /** Renews the lease and brings the cancel flag back in the same round trip. */
  async heartbeat(fence: Fence): Promise<Heartbeat> {
    const [row] = await this.db.$queryRaw<Array<{ cancel_requested_at: Date | null }>>`
      UPDATE runs SET lease_expires_at = now() + ${LEASE}
      WHERE id = ${fence.id} AND epoch = ${fence.epoch} AND status = 'running'
      RETURNING cancel_requested_at`;
    if (row === undefined) {
      return 'lost';
    }
    return row.cancel_requested_at === null ? 'held' : 'cancel_requested';
  }

  /** Inserts or replaces an item of the run's thread. A picture that it shows, kept by us, belongs to it from then on. */
  async saveItem(fence: Fence, item: ThreadItem): Promise<boolean> {
    const count = await this.db.$executeRaw`
      WITH fence AS (
        SELECT thread_id, tenant_id, user_id FROM runs WHERE id = ${fence.id} AND epoch = ${fence.epoch} AND status = 'running' FOR SHARE)
        ${pictureOf(item)}
      INSERT INTO thread_items (thread_id, id, type, data, run_id, created_at)
      SELECT thread_id, ${item.id}, ${item.type}, ${JSON.stringify(itemData(item))}::jsonb, ${fence.id}, ${new Date(item.created_at)} FROM fence
      ON CONFLICT (thread_id, id) DO UPDATE SET type = excluded.type, data = excluded.data`;
    return count === 1;
  }

  /** Removes an item of the run's thread; removing what is not there is no error. */
  async removeItem(fence: Fence, itemId: string): Promise<boolean> {
    const rows = await this.db.$queryRaw<Array<{ held: boolean }>>`
      WITH fence AS (
        SELECT thread_id FROM runs WHERE id = ${fence.id} AND epoch = ${fence.epoch} AND status = 'running' FOR SHARE),
      gone AS (DELETE FROM thread_items i USING fence f WHERE i.thread_id = f.thread_id AND i.id = ${itemId})
      SELECT true AS held FROM fence`;
    return rows.length === 1;
  }

  /** Everything that the run has put into its thread and not taken back, oldest first; nothing when the fence is lost. */
  async itemsOfRun(fence: Fence): Promise<ThreadItem[]> {
    const rows = await this.db.$queryRaw<ThreadItemRow[]>`
      SELECT i.id, i.thread_id, i.type, i.data, i.created_at FROM thread_items i
      JOIN runs r ON r.thread_id = i.thread_id AND r.id = i.run_id
      WHERE r.id = ${fence.id} AND r.epoch = ${fence.epoch} AND r.status = 'running'
      ORDER BY i.seq`;
    return rows.map(itemFromRow);
  }

  /** See ClaimedRun.conversation, as it is now. */
  async conversation({ id, threadId }: Pick<ClaimedRun, 'id' | 'threadId'>, limit: number): Promise<Conversation> {
    const [row] = await this.db.$queryRaw<Array<{ conversation: ConversationRow | null }>>`
      SELECT ${conversationOf(Prisma.sql`${threadId}`, Prisma.sql`${id}`, limit)} AS conversation`;
    return conversationFromRow(threadId, row?.conversation ?? null);
  }

  /** Sets the thread's title unless it has one: a name that the user gave is kept. @returns the thread as it is now; null when it was not set */
  async titleThread(fence: Fence, title: string): Promise<ThreadRecord | null> {
    const [row] = await this.db.$queryRaw<ThreadRow[]>`
      UPDATE threads t SET title = ${title}
      WHERE t.id = (SELECT r.thread_id FROM runs r WHERE r.id = ${fence.id} AND r.epoch = ${fence.epoch} AND r.status = 'running') AND t.title IS NULL
      RETURNING t.id, t.title, t.status, t.allowed_image_domains, t.metadata, t.created_at`;
    return row === undefined ? null : threadFromRow(row);
  }

  /** Changes the run's thread. @returns the thread as it is now; null when the fence is lost */
  updateThread(fence: Fence, changes: ThreadChanges): Promise<ThreadRecord | null> {
    // The thread's row first: who deletes it holds it while it ends the run.
    const held = Prisma.sql`
      WITH thread AS MATERIALIZED (SELECT t.id FROM threads t JOIN runs r ON r.thread_id = t.id WHERE r.id = ${fence.id} FOR NO KEY UPDATE OF t)
      SELECT r.thread_id FROM thread JOIN runs r ON r.thread_id = thread.id
      WHERE r.id = ${fence.id} AND r.epoch = ${fence.epoch} AND r.status = 'running' FOR SHARE OF r`;
    return changeThread(this.db, held, changes);
  }

  /** Keeps what a later claim can continue from. */
  async saveCheckpoint(fence: Fence, checkpoint: unknown): Promise<boolean> {
    const count = await this.db.$executeRaw`
      UPDATE runs SET checkpoint = ${JSON.stringify(checkpoint)}::jsonb
      WHERE id = ${fence.id} AND epoch = ${fence.epoch} AND status = 'running'`;
    return count === 1;
  }

  /** running → completed | failed | cancelled | waiting. */
  async finish(fence: Fence, outcome: RunOutcome, usage: unknown = null): Promise<boolean> {
    const checkpoint = outcome.status === 'waiting' ? JSON.stringify(outcome.checkpoint) : null;
    const errorCode = outcome.status === 'failed' ? outcome.errorCode : null;
    const count = await this.db.$executeRaw`
      UPDATE runs
      SET status = ${outcome.status}, error_code = ${errorCode}, checkpoint = ${checkpoint}::jsonb, usage = ${usage === null ? null : JSON.stringify(usage)}::jsonb,
          lease_expires_at = NULL, worker_id = NULL,
          finished_at = CASE WHEN ${outcome.status} = 'waiting' THEN NULL ELSE now() END
      WHERE id = ${fence.id} AND epoch = ${fence.epoch} AND status = 'running'`;
    return count === 1;
  }

  /**
   * running → queued, keeping the checkpoint: a worker that stops hands its run over.
   *
   * @param countsAsAttempt the run was not handed over at will, but because something went wrong
   */
  async release(fence: Fence, countsAsAttempt = false): Promise<boolean> {
    const count = await this.db.$executeRaw`
      UPDATE runs SET status = 'queued', queued_at = now(), attempts = greatest(attempts - ${countsAsAttempt ? 0 : 1}, 0),
        lease_expires_at = NULL, worker_id = NULL
      WHERE id = ${fence.id} AND epoch = ${fence.epoch} AND status = 'running'`;
    return count === 1;
  }

  /**
   * What is queued: `due` when the job of a run had its time to bring it to a worker, so that a free slot must look for it;
   * `fresh` when jobs alone will do so far. A look at an index while nothing is, which is the rule.
   */
  async waiting(): Promise<'nothing' | 'fresh' | 'due'> {
    const [row] = await this.db.$queryRaw<Array<{ due: boolean }>>(IS_SOMETHING_DUE);
    return row === undefined ? 'nothing' : row.due ? 'due' : 'fresh';
  }

  /** Queued runs that may begin now, those first whose turn it is. */
  nextInTurn(limit: number, { checkpointVersion = NO_BOUND }: Pick<ClaimOptions, 'checkpointVersion'> = {}): Promise<RunPointer[]> {
    return this.db.$queryRaw<RunPointer[]>(runsInTurn(this.limits, isClaimable(checkpointVersion), limit));
  }

  /** Runs that no worker holds though one should: with a lease that ran out, or queued for longer than their job needs while there is room. */
  async findStranded(limit: number): Promise<RunPointer[]> {
    const findDead = this.db.$queryRaw<RunPointer[]>`
      SELECT r.id, r.epoch FROM runs r
      WHERE r.status = 'running' AND r.attempts < ${TUNABLES.maxAttempts} AND ${IS_DEAD}
      ORDER BY r.lease_expires_at LIMIT ${limit}`;
    const overdue = Prisma.sql`(r.attempts < ${TUNABLES.maxAttempts}
      AND r.queued_at < now() - make_interval(secs => ${TUNABLES.reconcileGraceMs / 1000}::double precision))`;
    const findForgotten = this.db.$queryRaw<RunPointer[]>(runsInTurn(this.limits, overdue, limit));
    const [dead, forgotten] = await Promise.all([findDead, findForgotten]);
    return [...dead, ...forgotten].slice(0, limit);
  }

  /** running → failed for runs that outlived too many workers. Raises the epoch, so that the caller may write their last events. */
  async abandonHopeless(limit: number): Promise<Array<{ id: string; epoch: number; thread_id: string }>> {
    return this.db.$queryRaw<Array<{ id: string; epoch: number; thread_id: string }>>`
      UPDATE runs SET status = 'failed', error_code = 'run_abandoned', epoch = epoch + 1, finished_at = now(), lease_expires_at = NULL, worker_id = NULL
      WHERE id IN (
        SELECT id FROM runs r
        WHERE status IN ('running', 'queued') AND attempts > 1 AND attempts >= ${TUNABLES.maxAttempts} AND (lease_expires_at IS NULL OR ${IS_DEAD})
        LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id, epoch, thread_id`;
  }

  /** Unfinished runs by status, for the metrics. */
  async countUnfinished(): Promise<Record<'queued' | 'running' | 'waiting', number>> {
    const rows = await this.db.$queryRaw<Array<{ status: 'queued' | 'running' | 'waiting'; count: bigint }>>`
      SELECT status, count(*) AS count FROM runs WHERE status IN ('queued', 'running', 'waiting') GROUP BY status`;
    const counts = { queued: 0, running: 0, waiting: 0 };
    for (const row of rows) {
      counts[row.status] = Number(row.count);
    }
    return counts;
  }
}
