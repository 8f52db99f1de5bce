import { AttachmentStore } from '@frontdesk/attachments';
import type { ClientToolCallItem, ThreadItem, UserMessageItem } from '@frontdesk/chatkit-protocol';
import { CURSOR_START, FrontdeskError, newId, type Owner, type RunRequest, type RunRequester } from '@frontdesk/contracts';
import { Prisma, type Database } from '@frontdesk/database';
import { itemData, itemFromRow, threadFromRow, type ThreadItemRow, type ThreadRecord, type ThreadRow } from '@frontdesk/threads';
import {
  MAY_BE_STOPPED,
  NO_LIMITS,
  assertOpen,
  contextOf,
  hasPlace,
  insertRun,
  lockThread,
  overloaded,
  resumeOrStart,
  takePlace,
  type Admission,
  type AdmissionLimits,
  type OwnedItemRow,
} from './admission-steps.js';
import { freeSlots, needsWakeUp, statusOf } from './fair-turn.js';
import type { RunPointer } from './run-lifecycle.store.js';
import { stateFromRow, type RunState, type StateRow } from './run-records.js';

type Writer = Pick<Database, '$queryRaw'>;

interface AdmittedRow {
  readonly status: string;
  readonly reason: string | null;
  readonly has_room: boolean;
  /** Null when nothing was admitted. */
  readonly may_be_stopped: boolean | null;
  readonly needs_wake_up: boolean;
}

const STATUS = statusOf(Prisma.sql`runs`);

const assertOpenRow = ([row]: ReadonlyArray<Parameters<typeof assertOpen>[0]>): void => assertOpen(row);

export interface RunResult {
  readonly items: readonly ThreadItem[];
  /** Of the error table, when the run failed. */
  readonly errorCode: string | null;
}

/** How far back a client's tool output looks for the call it answers (section 1.13 of the protocol reference). */
const TOOL_CALL_LOOKBACK = 20;

/**
 * The gateway's side of runs: a request becomes rows, all of them or none, before anything is answered.
 * Admissions of one thread come one after another: each locks the thread's row.
 */
export class RunAdmissionStore {
  constructor(
    private readonly db: Database,
    private readonly limits: AdmissionLimits = NO_LIMITS,
  ) {}

  /**
   * A new thread with its first message and the run that answers it; one statement, unless there are files or a bound.
   *
   * @param key here and below: the client's key of the request. A second admission with it fails, see SubmissionStore
   * @throws FrontdeskError rate_limited when too much is on its way already
   */
  async admitNewThread(owner: RunRequester, message: UserMessageItem, key?: string): Promise<Admission & { thread: ThreadRecord }> {
    const runId = newId('run');
    const request: RunRequest = { type: 'user_message', item_id: message.id };
    const [row] = await this.writing(owner, message, (db) => db.$queryRaw<Array<ThreadRow & { needs_wake_up: boolean }>>`
      WITH thread AS (
        INSERT INTO threads (id, tenant_id, user_id, created_at)
        SELECT ${message.thread_id}, ${owner.tenantId}, ${owner.userId}, ${new Date(message.created_at)} WHERE ${hasPlace(owner, this.limits)}
        RETURNING id, title, status, allowed_image_domains, metadata, created_at),
      item AS (
        INSERT INTO thread_items (thread_id, id, type, data, created_at)
        SELECT id, ${message.id}, ${message.type}, ${JSON.stringify(itemData(message))}::jsonb, ${new Date(message.created_at)} FROM thread),
      run AS (
        INSERT INTO runs (id, tenant_id, user_id, thread_id, status, request, submission_key, context)
        SELECT ${runId}, ${owner.tenantId}, ${owner.userId}, id, 'queued', ${JSON.stringify(request)}::jsonb, ${key ?? null}, ${contextOf(owner, message.thread_id)} FROM thread)
      SELECT *, ${needsWakeUp(owner.tenantId)} AS needs_wake_up FROM thread`, ([created]) => {
        if (created === undefined) {
          throw overloaded();
        }
      });
    if (row === undefined) {
      throw overloaded();
    }
    const mayBeStopped = owner.context?.allow_cancel ?? true;
    return { threadId: row.id, runId, epoch: 0, tailFrom: CURSOR_START, mayBeStopped, needsWakeUp: row.needs_wake_up, thread: threadFromRow(row) };
  }

  /**
   * A message on a thread that is there; one statement, as before. A run that waited for the client is given up.
   *
   * @throws FrontdeskError not_found; conflict when the thread is locked or closed; rate_limited
   */
  async admitUserMessage(owner: RunRequester, message: UserMessageItem, key?: string): Promise<Admission> {
    const runId = newId('run');
    const request: RunRequest = { type: 'user_message', item_id: message.id };
    const [row] = await this.writing(owner, message, (db) => db.$queryRaw<AdmittedRow[]>`
      WITH thread AS (
        SELECT id, status FROM threads
        WHERE id = ${message.thread_id} AND tenant_id = ${owner.tenantId} AND user_id = ${owner.userId} FOR NO KEY UPDATE),
      room AS (SELECT ${hasPlace(owner, this.limits)} AS has_room),
      open AS (SELECT id FROM thread, room WHERE status->>'type' = 'active' AND has_room),
      given_up AS (
        UPDATE runs r SET status = 'cancelled', finished_at = now() FROM open WHERE r.thread_id = open.id AND r.status = 'waiting'),
      item AS (
        INSERT INTO thread_items (thread_id, id, type, data, created_at)
        SELECT id, ${message.id}, ${message.type}, ${JSON.stringify(itemData(message))}::jsonb, ${new Date(message.created_at)} FROM open),
      run AS (
        INSERT INTO runs (id, tenant_id, user_id, thread_id, status, request, submission_key, context)
        SELECT ${runId}, ${owner.tenantId}, ${owner.userId}, id, 'queued', ${JSON.stringify(request)}::jsonb, ${key ?? null}, ${contextOf(owner, message.thread_id)} FROM open
        RETURNING ${MAY_BE_STOPPED} AS may_be_stopped)
      SELECT status->>'type' AS status, status->>'reason' AS reason, has_room, may_be_stopped,
        ${needsWakeUp(owner.tenantId)} AS needs_wake_up FROM thread CROSS JOIN room LEFT JOIN run ON true`, assertOpenRow);
    assertOpen(row);
    if (row?.has_room === false) {
      throw overloaded();
    }
    return { threadId: message.thread_id, runId, epoch: 0, tailFrom: CURSOR_START, mayBeStopped: row?.may_be_stopped ?? true, needsWakeUp: row?.needs_wake_up ?? true };
  }

  /**
   * The client's answer to the newest pending tool call. The run that waited for it goes on; when it is gone
   * (given up, cancelled) a new run does. Other pending calls among the newest items are dropped, as in the reference.
   *
   * @throws FrontdeskError not_found; conflict when no call is pending
   */
  async admitClientToolOutput(owner: RunRequester, threadId: string, result: unknown, key?: string): Promise<Admission> {
    return this.db.$transaction(async (tx) => {
      await takePlace(tx, owner);
      await lockThread(tx, owner, threadId);
      const rows = await tx.$queryRaw<OwnedItemRow[]>`
        SELECT id, thread_id, type, data, created_at, run_id FROM (
          SELECT * FROM thread_items WHERE thread_id = ${threadId} ORDER BY seq DESC LIMIT ${TOOL_CALL_LOOKBACK}) newest
        WHERE type = 'client_tool_call' AND data->>'status' = 'pending' ORDER BY seq DESC`;
      const [row, ...stale] = rows;
      if (row === undefined) {
        throw new FrontdeskError('conflict', { detail: 'No client tool call waits for an output in this thread.', param: 'params.thread_id' });
      }
      const call = itemFromRow(row) as ClientToolCallItem;
      const answered: ClientToolCallItem = { ...call, status: 'completed', output: result };
      await tx.$executeRaw`
        UPDATE thread_items SET data = ${JSON.stringify(itemData(answered))}::jsonb WHERE thread_id = ${threadId} AND id = ${call.id}`;
      await tx.$executeRaw`
        DELETE FROM thread_items WHERE thread_id = ${threadId} AND id = ANY(${stale.map((item) => item.id)})`;
      return resumeOrStart({ tx, limits: this.limits }, owner, threadId, { type: 'client_tool_output', item_id: call.id }, row.run_id, key);
    });
  }

  /**
   * Forgets everything after a user's message and answers that message again.
   *
   * @throws FrontdeskError not_found; invalid_request when the item is no user message; conflict while an answer is on its way
   */
  async admitRetry(owner: RunRequester, threadId: string, itemId: string, key?: string): Promise<Admission> {
    return this.db.$transaction(async (tx) => {
      await takePlace(tx, owner);
      await lockThread(tx, owner, threadId);
      const [item] = await tx.$queryRaw<Array<{ seq: bigint; type: string }>>`
        SELECT seq, type FROM thread_items WHERE thread_id = ${threadId} AND id = ${itemId}`;
      if (item === undefined) {
        throw new FrontdeskError('not_found', { detail: 'There is no such item in this thread.', param: 'params.item_id' });
      }
      if (item.type !== 'user_message') {
        throw new FrontdeskError('invalid_request', { detail: 'Only a message of the user can be retried.', param: 'params.item_id' });
      }
      const busy = await tx.run.count({ where: { threadId, status: { in: ['queued', 'running'] } } });
      if (busy > 0) {
        throw new FrontdeskError('conflict', { detail: 'An answer is still on its way in this thread. Stop it first.' });
      }
      await tx.$executeRaw`UPDATE runs SET status = 'cancelled', finished_at = now() WHERE thread_id = ${threadId} AND status = 'waiting'`;
      await tx.$executeRaw`DELETE FROM thread_items WHERE thread_id = ${threadId} AND seq > ${item.seq}`;
      await tx.$executeRaw`UPDATE threads SET summary = NULL, summary_seq = NULL WHERE id = ${threadId} AND summary_seq >= ${item.seq}`;
      return insertRun({ tx, limits: this.limits }, owner, threadId, { type: 'retry', item_id: itemId }, key);
    });
  }

  /**
   * Of runs that were left to the slot that becomes free, the oldest for which there is one: it became free while they were
   * admitted, and found nothing. Nobody else would look before another slot becomes free.
   *
   * @returns no more runs of a tenant than could begin now
   */
  async findOverlooked(runIds: readonly string[]): Promise<RunPointer[]> {
    return this.db.$queryRaw<RunPointer[]>`
      WITH waiting AS (SELECT id, epoch, tenant_id, row_number() OVER (PARTITION BY tenant_id ORDER BY seq) AS place
        FROM runs WHERE id = ANY(${runIds}) AND ${STATUS} = 'queued'),
      room AS MATERIALIZED (SELECT tenant_id, ${freeSlots(Prisma.sql`w.tenant_id`)} AS free FROM (SELECT DISTINCT tenant_id FROM waiting) w)
      SELECT id, epoch FROM waiting JOIN room USING (tenant_id) WHERE place <= free`;
  }

  /**
   * Asks for a stop. A run that has not begun, or waits for the client, ends at once. Any other is flagged: the worker that
   * holds it must be told (announceCancel), or the next one puts away what an earlier one left on screen. Runs that are
   * over already are left as they are.
   *
   * @param which.runId only this run; without it, every unfinished run of the thread
   * @param which.byUser runs that people may not stop are left as they are
   * @returns the runs that were flagged or ended
   */
  async requestCancel(owner: Owner, threadId: string, which: { readonly runId?: string | undefined; readonly byUser?: boolean } = {}): Promise<RunState[]> {
    const stoppable = which.byUser === true ? Prisma.sql`AND ${MAY_BE_STOPPED}` : Prisma.empty;
    // Held in their order first: two of these at once, or one and a deletion, must not wait for each other.
    const rows = await this.db.$queryRaw<StateRow[]>`
      WITH held AS MATERIALIZED (SELECT id FROM runs WHERE ${unfinished(owner, threadId, which.runId)} ${stoppable} ORDER BY seq FOR UPDATE)
      UPDATE runs SET
        cancel_requested_at = coalesce(cancel_requested_at, now()),
        status = CASE WHEN status = 'running' OR (status = 'queued' AND epoch > 0) THEN status ELSE 'cancelled' END,
        finished_at = CASE WHEN status = 'running' OR (status = 'queued' AND epoch > 0) THEN NULL ELSE now() END
      FROM held WHERE runs.id = held.id
      RETURNING runs.id, status, epoch`;
    return rows.map(stateFromRow);
  }

  /** Whether the thread has an unfinished run (this one, when it is named) that people may not stop. */
  async hasUnstoppable(owner: Owner, threadId: string, runId?: string): Promise<boolean> {
    const rows = await this.db.$queryRaw<unknown[]>`
      SELECT 1 FROM runs WHERE ${unfinished(owner, threadId, runId)} AND NOT ${MAY_BE_STOPPED} LIMIT 1`;
    return rows.length > 0;
  }

  /**
   * @param threadId only when the run is one of this thread
   * @returns null when there is no such run, or it is not the owner's
   */
  async findRun(owner: Owner, runId: string, threadId?: string): Promise<RunState | null> {
    const within = threadId === undefined ? Prisma.empty : Prisma.sql`AND thread_id = ${threadId}`;
    const [row] = await this.db.$queryRaw<StateRow[]>`
      SELECT id, status, epoch FROM runs WHERE id = ${runId} AND tenant_id = ${owner.tenantId} AND user_id = ${owner.userId} ${within}`;
    return row === undefined ? null : stateFromRow(row);
  }

  /** What a run has come to as far as it is stored, oldest item first, hidden ones included. Empty when it is not the owner's. */
  async findResult(owner: Owner, runId: string): Promise<RunResult> {
    const [run] = await this.db.$queryRaw<Array<{ error_code: string | null }>>`
      SELECT error_code FROM runs WHERE id = ${runId} AND tenant_id = ${owner.tenantId} AND user_id = ${owner.userId}`;
    if (run === undefined) {
      return { items: [], errorCode: null };
    }
    const rows = await this.db.$queryRaw<ThreadItemRow[]>`
      SELECT i.id, i.thread_id, i.type, i.data, i.created_at FROM thread_items i
      JOIN runs r ON r.thread_id = i.thread_id AND r.id = i.run_id
      WHERE r.id = ${runId} ORDER BY i.seq`;
    return { items: rows.map(itemFromRow), errorCode: run.error_code };
  }

  /** The run of the thread that is on its way or next, if any: what a page that was reloaded picks up again. */
  async findActiveRun(owner: Owner, threadId: string): Promise<RunState | null> {
    const [row] = await this.db.$queryRaw<StateRow[]>`
      SELECT id, status, epoch FROM runs
      WHERE thread_id = ${threadId} AND tenant_id = ${owner.tenantId} AND user_id = ${owner.userId} AND ${STATUS} IN ('queued', 'running')
      ORDER BY seq LIMIT 1`;
    return row === undefined ? null : stateFromRow(row);
  }

  /** Whether the thread's newest run is one that was stopped. */
  async wasLastStopped(owner: Owner, threadId: string): Promise<boolean> {
    const where = { threadId, tenantId: owner.tenantId, userId: owner.userId };
    const last = await this.db.run.findFirst({ where, orderBy: { seq: 'desc' }, select: { status: true } });
    return last?.status === 'cancelled';
  }

  /**
   * Runs the statement that writes a message. What has to be looked at before it, and files that become the message's, are in
   * the same transaction.
   *
   * @param assert what the statement's rows must say before files can be tied to the message
   */
  private writing<T>(
    owner: RunRequester,
    { id, thread_id: threadId, attachments }: UserMessageItem,
    write: (db: Writer) => Promise<T>,
    assert: (rows: T) => void,
  ): Promise<T> {
    if (attachments.length === 0 && owner.maxRunningAnswers === undefined) {
      return write(this.db);
    }
    return this.db.$transaction(async (tx) => {
      await takePlace(tx, owner);
      const rows = await write(tx);
      if (attachments.length > 0) {
        assert(rows);
        await new AttachmentStore(tx).bind(owner, attachments.map((attachment) => attachment.id), threadId, id);
      }
      return rows;
    });
  }
}

const unfinished = ({ tenantId, userId }: Owner, threadId: string, runId?: string): Prisma.Sql => Prisma.sql`
  thread_id = ${threadId} AND tenant_id = ${tenantId} AND user_id = ${userId} AND ${STATUS} IN ('queued', 'running', 'waiting')
  ${runId === undefined ? Prisma.empty : Prisma.sql`AND id = ${runId}`}`;
