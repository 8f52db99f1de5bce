import { HIDDEN_ITEM_TYPES } from '@frontdesk/chatkit-protocol';
import { CURSOR_START, FrontdeskError, cursorAfterEpoch, newId, type Cursor, type Owner, type RunRequest, type RunRequester } from '@frontdesk/contracts';
import { Prisma, type Database } from '@frontdesk/database';
import type { ThreadItemRow } from '@frontdesk/threads';

/** What a request became: the run that answers it, and where its answer begins in the run's log. */
export interface Admission {
  readonly threadId: string;
  readonly runId: string;
  /** For the queue: a resumed run needs a job of its own. */
  readonly epoch: number;
  readonly tailFrom: Cursor;
}

export type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

/**
 * Wakes the run that asked, or starts one when it does not wait any more.
 *
 * @param askedBy the run that asked; null when it is not known
 * @param key here and below: the client's key of the request, see SubmissionStore
 */
export async function resumeOrStart(
  tx: Transaction,
  owner: RunRequester,
  threadId: string,
  request: RunRequest,
  askedBy: string | null,
  key?: string,
): Promise<Admission> {
  // Only a repeat asks later where this part of the stream began.
  const placeOfPart = key === undefined ? Prisma.empty : Prisma.sql`|| jsonb_build_object('after_epoch', epoch)`;
  const [run] = await tx.$queryRaw<Array<{ id: string; epoch: number }>>`
    UPDATE runs SET status = 'queued', attempts = 0, queued_at = now(), submission_key = ${key ?? null},
      request = ${JSON.stringify(request)}::jsonb ${placeOfPart}
    WHERE id = ${askedBy} AND thread_id = ${threadId} AND status = 'waiting'
    RETURNING id, epoch`;
  if (run === undefined) {
    return insertRun(tx, owner, threadId, request, key);
  }
  return { threadId, runId: run.id, epoch: run.epoch, tailFrom: cursorAfterEpoch(run.epoch) };
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

export async function insertRun(
  tx: Transaction,
  owner: RunRequester,
  threadId: string,
  request: RunRequest,
  key?: string,
): Promise<Admission> {
  const runId = newId('run');
  await tx.$executeRaw`
    INSERT INTO runs (id, tenant_id, user_id, thread_id, status, request, context, submission_key)
    VALUES (${runId}, ${owner.tenantId}, ${owner.userId}, ${threadId}, 'queued', ${JSON.stringify(request)}::jsonb, ${contextOf(owner)}::jsonb, ${key ?? null})`;
  return { threadId, runId, epoch: 0, tailFrom: CURSOR_START };
}

/** As the column keeps it. A run that is resumed keeps the terms that it began under. */
export const contextOf = ({ context }: RunRequester): string | null => (context === undefined ? null : JSON.stringify(context));

export async function lockThread(tx: Transaction, owner: Owner, threadId: string): Promise<void> {
  const [row] = await tx.$queryRaw<Array<{ status: string; reason: string | null }>>`
    SELECT status->>'type' AS status, status->>'reason' AS reason FROM threads
    WHERE id = ${threadId} AND tenant_id = ${owner.tenantId} AND user_id = ${owner.userId} FOR UPDATE`;
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
