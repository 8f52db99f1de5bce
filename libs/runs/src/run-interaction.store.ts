import type { Action, StructuredInputItem, StructuredInputSubmission, ThreadItem, WidgetItem } from '@frontdesk/chatkit-protocol';
import { FrontdeskError, type Owner, type RunRequest, type RunRequester } from '@frontdesk/contracts';
import { Prisma, type Database } from '@frontdesk/database';
import { itemData, itemFromRow } from '@frontdesk/threads';
import { NO_LIMITS, assertSender, insertRun, itemRow, lockThread, resumeOrStart, takePlace, type Admission, type AdmissionLimits, type Transaction } from './admission-steps.js';
import { answeredInput } from './structured-answers.js';
import { changeThread, type ThreadChanges } from './thread-changes.js';

/** What an action did outside of a run. */
export interface SyncActionChanges {
  /** The widget that the action came from, as it is now; null when it stays as it was. */
  readonly sender: WidgetItem | null;
  /** For the model alone. */
  readonly hidden: readonly ThreadItem[];
  readonly thread: ThreadChanges;
}

/** What makes an action that is answered at once one that may be sent again. */
export interface SyncActionOnce {
  /** The client's key of the request. */
  readonly key: string;
  /** Made of it; the ledger of calls knows the action by it. */
  readonly runId: string;
  readonly itemId: string | null;
  readonly action: Action;
}

/** What people do with what the chat shows them, besides writing: it becomes rows, all of them or none. */
export class RunInteractionStore {
  constructor(
    private readonly db: Database,
    private readonly limits: AdmissionLimits = NO_LIMITS,
  ) {}

  /**
   * The user's answers to questions. The run that asked them goes on; when it does not wait any more (another message came
   * meanwhile), a new run does, behind those that are there.
   *
   * @throws FrontdeskError not_found; invalid_request when the item asks nothing; conflict when it is answered already; rate_limited
   */
  async admitStructuredInput(
    owner: RunRequester,
    threadId: string,
    itemId: string,
    submission: StructuredInputSubmission,
    key?: string,
  ): Promise<Admission & { readonly item: StructuredInputItem }> {
    return this.db.$transaction(async (tx) => {
      await takePlace(tx, owner);
      await lockThread(tx, owner, threadId);
      const row = await itemRow(tx, threadId, itemId);
      const item = itemFromRow(row);
      if (item.type !== 'structured_input') {
        throw new FrontdeskError('invalid_request', { detail: 'This item asks for nothing.', param: 'params.item_id' });
      }
      if (item.status !== 'pending') {
        throw new FrontdeskError('conflict', { detail: `These questions are ${item.status} already.`, param: 'params.item_id' });
      }
      const answered = answeredInput(item, submission);
      await tx.$executeRaw`
        UPDATE thread_items SET data = ${JSON.stringify(itemData(answered))}::jsonb WHERE thread_id = ${threadId} AND id = ${itemId}`;
      const admission = await resumeOrStart({ tx, limits: this.limits }, owner, threadId, { type: 'structured_input', item_id: itemId }, row.run_id, key);
      return { ...admission, item: answered };
    });
  }

  /**
   * Something that the user did with a widget, or that the page did without one. A run that waits for the client goes on waiting.
   *
   * @throws FrontdeskError not_found; invalid_request when the item is no widget; conflict when the thread is locked or closed; rate_limited
   */
  async admitCustomAction(owner: RunRequester, threadId: string, itemId: string | null, action: Action, key?: string): Promise<Admission> {
    return this.db.$transaction(async (tx) => {
      await takePlace(tx, owner);
      await lockThread(tx, owner, threadId);
      await assertSender(tx, threadId, itemId);
      return insertRun({ tx, limits: this.limits }, owner, threadId, { type: 'custom_action', item_id: itemId, action }, key);
    });
  }

  /**
   * What has to hold before an action is handled outside of a run.
   *
   * @throws FrontdeskError as `admitCustomAction`
   */
  async checkAction(owner: Owner, threadId: string, itemId: string | null): Promise<void> {
    await this.db.$transaction(async (tx) => {
      await lockThread(tx, owner, threadId);
      await assertSender(tx, threadId, itemId);
    });
  }

  /**
   * Keeps what an action did outside of a run; all of it or nothing. A widget that went meanwhile stays gone.
   *
   * @param once the request, under the client's key of it: it is kept the first time alone
   * @returns false when it was kept before
   * @throws FrontdeskError as `admitCustomAction`
   */
  async saveSyncAction(owner: Owner, threadId: string, { sender, hidden, thread }: SyncActionChanges, once?: SyncActionOnce): Promise<boolean> {
    return this.db.$transaction(async (tx) => {
      await lockThread(tx, owner, threadId);
      if (once !== undefined && !(await rememberAction(tx, owner, threadId, once))) {
        return false;
      }
      if (sender !== null) {
        await tx.$executeRaw`
          UPDATE thread_items SET data = ${JSON.stringify(itemData(sender))}::jsonb WHERE thread_id = ${threadId} AND id = ${sender.id}`;
      }
      for (const item of hidden) {
        await tx.$executeRaw`
          INSERT INTO thread_items (thread_id, id, type, data, created_at)
          VALUES (${threadId}, ${item.id}, ${item.type}, ${JSON.stringify(itemData(item))}::jsonb, ${new Date(item.created_at)})`;
      }
      await changeThread(tx, Prisma.sql`SELECT ${threadId} AS thread_id`, thread);
      return true;
    });
  }
}

/** A run that is over before it began: it tells a repeat of the request from a new one. @returns false when it is there already */
async function rememberAction(tx: Transaction, { tenantId, userId }: Owner, threadId: string, { runId, key, itemId, action }: SyncActionOnce): Promise<boolean> {
  const request: RunRequest = { type: 'custom_action', item_id: itemId, action, at_once: true };
  const count = await tx.$executeRaw`
    INSERT INTO runs (id, tenant_id, user_id, thread_id, status, request, submission_key, finished_at)
    VALUES (${runId}, ${tenantId}, ${userId}, ${threadId}, 'completed', ${JSON.stringify(request)}::jsonb, ${key}, now())
    ON CONFLICT DO NOTHING`;
  return count === 1;
}
