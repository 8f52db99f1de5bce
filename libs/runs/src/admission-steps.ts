import { HIDDEN_ITEM_TYPES } from '@frontdesk/chatkit-protocol';
import { CURSOR_START, FrontdeskError, cursorAfterEpoch, newId, type Cursor, type Owner, type RunRequest, type RunRequester } from '@frontdesk/contracts';
import { Prisma, type Database } from '@frontdesk/database';
import type { ThreadItemRow } from '@frontdesk/threads';
import { needsWakeUp, runningOfTenant } from './fair-turn.js';

/** What a request became: the run that answers it, and where its answer begins in the run's log. */
export interface Admission {
  readonly threadId: string;
  readonly runId: string;
  /** For the queue: a resumed run needs a job of its own. */
  readonly epoch: number;
  readonly tailFrom: Cursor;
  /** Whether people may stop it. */
  readonly mayBeStopped: boolean;
  /** Whether a worker must be told. Not where all have their hands full: the slot that becomes free finds the run. */
  readonly needsWakeUp: boolean;
}

/** Of a row of `runs`, under the name that it has in the query: what its thread says, else what its agent does. */
export const mayBeStopped = (run: Prisma.Sql): Prisma.Sql => Prisma.sql`
  coalesce((SELECT t.allow_cancel FROM threads t WHERE t.id = ${run}.thread_id), (${run}.context->>'allow_cancel')::boolean, true)`;

export const MAY_BE_STOPPED = mayBeStopped(Prisma.sql`runs`);

/** Runs that may be queued or running at once; past that new ones are refused. */
export interface AdmissionLimits {
  readonly unfinishedOfUser: number;
  readonly unfinishedOfTenant: number;
}

export const NO_LIMITS: AdmissionLimits = { unfinishedOfUser: 1_000_000, unfinishedOfTenant: 1_000_000 };

/** So many runs of the tenant are unfinished, and no more are counted. */
const unfinishedOfTenant = (tenantId: string, bound: number): Prisma.Sql => Prisma.sql`
  (SELECT count(*) FROM (SELECT FROM runs WHERE tenant_id = ${tenantId} AND status IN ('queued', 'running') LIMIT ${bound}) everyone)`;

/** As many runs at most are queued for the tenant: those that came between its oldest and its newest. Two looks at an index, however many there are. */
const queuedAtMost = (tenantId: string): Prisma.Sql => {
  const places = Prisma.sql`SELECT seq FROM runs WHERE tenant_id = ${tenantId} AND status = 'queued'`;
  return Prisma.sql`coalesce((${places} ORDER BY seq DESC LIMIT 1) - (${places} ORDER BY seq LIMIT 1) + 1, 0)`;
};

/**
 * Whether another run may be queued for the owner: a queue that nobody empties in time helps nobody. A tenant's runs are counted only
 * when there could be too many. Admissions of the same moment do not see each other, so that as many may come on top as the gateways
 * have connections to Postgres.
 */
export const hasPlace = ({ tenantId, userId }: Owner, limits: AdmissionLimits): Prisma.Sql => Prisma.sql`(
  (SELECT count(*) FROM (SELECT FROM runs WHERE tenant_id = ${tenantId} AND user_id = ${userId}
    AND status IN ('queued', 'running') LIMIT ${limits.unfinishedOfUser}) own) < ${limits.unfinishedOfUser}
  AND CASE WHEN ${queuedAtMost(tenantId)} + ${runningOfTenant(Prisma.sql`${tenantId}`)} < ${limits.unfinishedOfTenant} THEN true
    ELSE ${unfinishedOfTenant(tenantId, limits.unfinishedOfTenant)} < ${limits.unfinishedOfTenant} END)`;

export const overloaded = (): FrontdeskError =>
  new FrontdeskError('rate_limited', { detail: 'Too many answers are on their way already. Wait for some of them, then try again.' });

export type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

/** A transaction that admits, and the bounds that it keeps to. */
export interface AdmissionScope {
  readonly tx: Transaction;
  readonly limits: AdmissionLimits;
}

/**
 * Wakes the run that asked, or starts one when it does not wait any more.
 *
 * @param askedBy the run that asked; null when it is not known
 * @param key here and below: the client's key of the request, see SubmissionStore
 */
export async function resumeOrStart(
  scope: AdmissionScope,
  owner: RunRequester,
  threadId: string,
  request: RunRequest,
  askedBy: string | null,
  key?: string,
): Promise<Admission> {
  // Only a repeat asks later where this part of the stream began.
  const placeOfPart = key === undefined ? Prisma.empty : Prisma.sql`|| jsonb_build_object('after_epoch', epoch)`;
  const [run] = await scope.tx.$queryRaw<Array<{ id: string; epoch: number; may_be_stopped: boolean }>>`
    UPDATE runs SET status = 'queued', attempts = 0, queued_at = now(), submission_key = ${key ?? null},
      request = ${JSON.stringify(request)}::jsonb ${placeOfPart}
    WHERE id = ${askedBy} AND thread_id = ${threadId} AND status = 'waiting'
    RETURNING id, epoch, ${MAY_BE_STOPPED} AS may_be_stopped`;
  if (run === undefined) {
    return insertRun(scope, owner, threadId, request, key);
  }
  return { threadId, runId: run.id, epoch: run.epoch, tailFrom: cursorAfterEpoch(run.epoch), mayBeStopped: run.may_be_stopped, needsWakeUp: true };
}

/** An item together with the run that wrote it. */
export type OwnedItemRow = ThreadItemRow & { readonly run_id: string | null };

/** @throws FrontdeskError not_found */
export async function itemRow(tx: Transaction, threadId: string, itemId: string): Promise<OwnedItemRow> {
  const [row] = await tx.$queryRaw<OwnedItemRow[]>`
    SELECT id, thread_id, type, data, created_at, run_id FROM thread_items WHERE thread_id = ${threadId} AND id = ${itemId}`;
  if (row === undefined || HIDDEN_ITEM_TYPES.some((type) => type === row.type)) {
    throw new FrontdeskError('not_found', { detail: 'There is no such item in this thread.', param: 'params.item_id' });
  }
  return row;
}

/** @throws FrontdeskError not_found; invalid_request when the item is no widget */
export async function assertSender(tx: Transaction, threadId: string, itemId: string | null): Promise<void> {
  if (itemId !== null && (await itemRow(tx, threadId, itemId)).type !== 'widget') {
    throw new FrontdeskError('invalid_request', { detail: 'An action comes from a widget, and this item is none.', param: 'params.item_id' });
  }
}

/** @throws FrontdeskError rate_limited when too much is on its way already */
export async function insertRun(
  { tx, limits }: AdmissionScope,
  owner: RunRequester,
  threadId: string,
  request: RunRequest,
  key?: string,
): Promise<Admission> {
  const runId = newId('run');
  const [run] = await tx.$queryRaw<Array<{ may_be_stopped: boolean; needs_wake_up: boolean }>>`
    INSERT INTO runs (id, tenant_id, user_id, thread_id, status, request, context, submission_key)
    SELECT ${runId}, ${owner.tenantId}, ${owner.userId}, ${threadId}, 'queued', ${JSON.stringify(request)}::jsonb, ${contextOf(owner, threadId)}, ${key ?? null}
    WHERE ${hasPlace(owner, limits)}
    RETURNING ${MAY_BE_STOPPED} AS may_be_stopped, ${needsWakeUp(owner.tenantId)} AS needs_wake_up`;
  if (run === undefined) {
    throw overloaded();
  }
  return { threadId, runId, epoch: 0, tailFrom: CURSOR_START, mayBeStopped: run.may_be_stopped, needsWakeUp: run.needs_wake_up };
}

/**
 * Holds a place among the answers that the tenant may have on their way. Its admissions come one after another from here
 * to the end of the transaction, so that no two take the last place; tenants without a bound are not held up.
 *
 * @throws FrontdeskError rate_limited
 */
export async function takePlace(tx: Transaction, { tenantId, maxRunningAnswers }: RunRequester): Promise<void> {
  if (maxRunningAnswers === undefined) {
    return;
  }
  await tx.$queryRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR NO KEY UPDATE`;
  // A statement of its own: one that waited for the row would count what was there before it waited.
  const [row] = await tx.$queryRaw<Array<{ has_place: boolean }>>`SELECT ${unfinishedOfTenant(tenantId, maxRunningAnswers)} < ${maxRunningAnswers} AS has_place`;
  if (row?.has_place !== true) {
    throw new FrontdeskError('rate_limited', { detail: 'Too many answers are being written at the moment. Wait a moment and try again.' });
  }
}

/** As the column keeps it. A run that is resumed keeps the terms that it began under. */
export function contextOf({ context, contextByAgent }: RunRequester, threadId: string): Prisma.Sql {
  const given = Prisma.sql`${context === undefined ? null : JSON.stringify(context)}::jsonb`;
  return contextByAgent === undefined
    ? given
    : Prisma.sql`coalesce(${JSON.stringify(contextByAgent)}::jsonb -> (
        SELECT newest.context->>'agent' FROM runs newest WHERE newest.thread_id = ${threadId} AND newest.context IS NOT NULL ORDER BY newest.seq DESC LIMIT 1), ${given})`;
}

/**
 * Holds the thread's row, so that admissions come one after another. Not FOR UPDATE: a worker's new item, which refers to the
 * row, need not wait for it.
 *
 * @throws FrontdeskError not_found; conflict when the thread is locked or closed
 */
export async function lockThread(tx: Transaction, owner: Owner, threadId: string): Promise<void> {
  const [row] = await tx.$queryRaw<Array<{ status: string; reason: string | null }>>`
    SELECT status->>'type' AS status, status->>'reason' AS reason FROM threads
    WHERE id = ${threadId} AND tenant_id = ${owner.tenantId} AND user_id = ${owner.userId} FOR NO KEY UPDATE`;
  assertOpen(row);
}

export function assertOpen(thread: { readonly status: string; readonly reason: string | null } | undefined): void {
  if (thread === undefined) {
    throw new FrontdeskError('not_found', { detail: 'There is no such thread.', param: 'params.thread_id' });
  }
  if (thread.status !== 'active') {
    throw new FrontdeskError('conflict', { detail: thread.reason ?? `This conversation is ${thread.status}.`, param: 'params.thread_id' });
  }
}
