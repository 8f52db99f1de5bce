import type { Page, ThreadItem } from '@frontdesk/chatkit-protocol';
import { FrontdeskError, newId, type Owner } from '@frontdesk/contracts';
import { Prisma, type Database } from '@frontdesk/database';
import { itemFromRow, threadFromRow, type ThreadItemRow, type ThreadRecord, type ThreadRow } from './thread-records.js';

export interface PageRequest {
  /** Rows at most. */
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  /** Id of the row that the page starts behind; rows strictly beyond it in the given order. */
  readonly after?: string | null | undefined;
}

const THREAD_COLUMNS = Prisma.sql`id, title, status, allowed_image_domains, metadata, created_at`;
const ITEM_COLUMNS = Prisma.sql`i.id, i.thread_id, i.type, i.data, i.created_at`;
/** Kept for the model alone; clients never see them (section 1.7 of the protocol reference). */
const HIDDEN_TYPES = Prisma.sql`('hidden_context_item', 'sdk_hidden_context')`;

/**
 * Threads and their items, as their owner may see them. Every call names the owner; what belongs to somebody
 * else answers as if it were not there. Pages are read by index over the insert sequence, at constant cost.
 */
export class ThreadStore {
  constructor(private readonly db: Database) {}

  /** @throws FrontdeskError not_found */
  async getThread(owner: Owner, threadId: string): Promise<ThreadRecord> {
    const [row] = await this.db.$queryRaw<ThreadRow[]>`
      SELECT ${THREAD_COLUMNS} FROM threads
      WHERE id = ${threadId} AND tenant_id = ${owner.tenantId} AND user_id = ${owner.userId}`;
    if (row === undefined) {
      throw threadNotFound();
    }
    return threadFromRow(row);
  }

  /**
   * @param newest of the owner's threads only this many, the newest, are in the list; null: all
   * @throws FrontdeskError not_found when `after` is no thread of the owner
   */
  async listThreads(owner: Owner, page: PageRequest, newest: number | null = null): Promise<Page<ThreadRecord>> {
    const cursor = await this.threadCursor(owner, page.after);
    const rows = await this.db.$queryRaw<ThreadRow[]>`
      SELECT ${THREAD_COLUMNS} FROM threads
      WHERE tenant_id = ${owner.tenantId} AND user_id = ${owner.userId} ${beyond(Prisma.sql`seq`, page.order, cursor)} ${amongNewest(owner, newest)}
      ORDER BY seq ${direction(page.order)} LIMIT ${page.limit + 1}`;
    return pageOf(rows, page.limit, threadFromRow);
  }

  /**
   * Items without the hidden ones.
   *
   * @throws FrontdeskError not_found when the thread is not the owner's, or `after` is none of its items
   */
  async listItems(owner: Owner, threadId: string, page: PageRequest): Promise<Page<ThreadItem>> {
    await this.getThread(owner, threadId);
    const cursor = await this.itemCursor(threadId, page.after);
    const rows = await this.db.$queryRaw<ThreadItemRow[]>`
      SELECT ${ITEM_COLUMNS} FROM thread_items i
      WHERE i.thread_id = ${threadId} AND i.type NOT IN ${HIDDEN_TYPES} ${beyond(Prisma.sql`i.seq`, page.order, cursor)}
      ORDER BY i.seq ${direction(page.order)} LIMIT ${page.limit + 1}`;
    return pageOf(rows, page.limit, itemFromRow);
  }

  /** The newest items, hidden ones included, oldest first: what the model is given. */
  async recentItems(owner: Owner, threadId: string, limit: number): Promise<ThreadItem[]> {
    const rows = await this.db.$queryRaw<ThreadItemRow[]>`
      SELECT ${ITEM_COLUMNS} FROM thread_items i JOIN threads t ON t.id = i.thread_id
      WHERE t.id = ${threadId} AND t.tenant_id = ${owner.tenantId} AND t.user_id = ${owner.userId}
      ORDER BY i.seq DESC LIMIT ${limit}`;
    return rows.reverse().map(itemFromRow);
  }

  /** @throws FrontdeskError not_found when thread or item is not there or not the owner's */
  async getItem(owner: Owner, threadId: string, itemId: string): Promise<ThreadItem> {
    const item = await this.findItem(owner, threadId, itemId);
    if (item === null) {
      throw new FrontdeskError('not_found', { detail: 'There is no such item in this thread.', param: 'params.item_id' });
    }
    return item;
  }

  /** @returns null when thread or item is not there or not the owner's */
  async findItem(owner: Owner, threadId: string, itemId: string): Promise<ThreadItem | null> {
    const [row] = await this.db.$queryRaw<ThreadItemRow[]>`
      SELECT ${ITEM_COLUMNS} FROM thread_items i JOIN threads t ON t.id = i.thread_id
      WHERE t.id = ${threadId} AND t.tenant_id = ${owner.tenantId} AND t.user_id = ${owner.userId} AND i.id = ${itemId}`;
    return row === undefined ? null : itemFromRow(row);
  }

  /** @throws FrontdeskError not_found */
  async renameThread(owner: Owner, threadId: string, title: string): Promise<ThreadRecord> {
    const [row] = await this.db.$queryRaw<ThreadRow[]>`
      UPDATE threads SET title = ${title}
      WHERE id = ${threadId} AND tenant_id = ${owner.tenantId} AND user_id = ${owner.userId}
      RETURNING ${THREAD_COLUMNS}`;
    if (row === undefined) {
      throw threadNotFound();
    }
    return threadFromRow(row);
  }

  /**
   * Removes a thread with its items, runs and feedback. Facts stay: they are about the user, not the thread.
   *
   * @returns its runs that were not over: somebody is at them, or waits for what they say
   * @throws FrontdeskError not_found
   */
  async deleteThread(owner: Owner, threadId: string): Promise<string[]> {
    return this.db.$transaction(async (tx) => {
      // Its own row first, as admissions take it: they wait, while the writes of workers, which refer to it, do not. Then its runs: once
      // they are over no worker comes to the row any more, and it can go. In any other order it is a deadlock with one of them.
      const held = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM threads WHERE id = ${threadId} AND tenant_id = ${owner.tenantId} AND user_id = ${owner.userId} FOR NO KEY UPDATE`;
      if (held.length === 0) {
        throw threadNotFound();
      }
      // All of them, and in the order of a stop: one that is just over may be held by a stop, which goes on to the next.
      const runs = await tx.$queryRaw<Array<{ id: string }>>`
        WITH held AS MATERIALIZED (SELECT id FROM runs WHERE thread_id = ${threadId} ORDER BY seq FOR UPDATE)
        UPDATE runs SET status = 'cancelled', finished_at = now() FROM held
        WHERE runs.id = held.id AND runs.status IN ('queued', 'running', 'waiting')
        RETURNING runs.id`;
      await tx.$executeRaw`DELETE FROM threads WHERE id = ${threadId}`;
      return runs.map(({ id }) => id);
    });
  }

  /**
   * Keeps a verdict per item; a later one replaces an earlier one.
   *
   * @throws FrontdeskError not_found when the thread is not the owner's, or an item is not in it; nothing is kept then
   */
  async addFeedback(owner: Owner, threadId: string, itemIds: readonly string[], kind: 'positive' | 'negative'): Promise<void> {
    await this.getThread(owner, threadId);
    const ids = [...new Set(itemIds)];
    if (ids.length === 0) {
      return;
    }
    await this.db.$transaction(async (tx) => {
      // First of all the thread's row: who deletes the thread, or judges the same items in another order, waits here and not crosswise.
      const held = await tx.$queryRaw<unknown[]>`SELECT 1 FROM threads WHERE id = ${threadId} FOR NO KEY UPDATE`;
      if (held.length === 0) {
        throw threadNotFound();
      }
      const known = await tx.threadItem.count({ where: { threadId, id: { in: ids } } });
      if (known !== ids.length) {
        throw new FrontdeskError('not_found', { detail: 'Not all of these items are in this thread.', param: 'params.item_ids' });
      }
      for (const itemId of ids) {
        await tx.feedback.upsert({
          where: { threadId_itemId_userId: { threadId, itemId, userId: owner.userId } },
          create: { id: newId('fb'), tenantId: owner.tenantId, userId: owner.userId, threadId, itemId, kind },
          update: { kind, createdAt: new Date() },
        });
      }
    });
  }

  private async threadCursor(owner: Owner, after: string | null | undefined): Promise<bigint | null> {
    if (after === null || after === undefined) {
      return null;
    }
    const [row] = await this.db.$queryRaw<Array<{ seq: bigint }>>`
      SELECT seq FROM threads WHERE id = ${after} AND tenant_id = ${owner.tenantId} AND user_id = ${owner.userId}`;
    return seqOf(row);
  }

  private async itemCursor(threadId: string, after: string | null | undefined): Promise<bigint | null> {
    if (after === null || after === undefined) {
      return null;
    }
    const [row] = await this.db.$queryRaw<Array<{ seq: bigint }>>`
      SELECT seq FROM thread_items WHERE thread_id = ${threadId} AND id = ${after}`;
    return seqOf(row);
  }
}

const threadNotFound = (): FrontdeskError => new FrontdeskError('not_found', { detail: 'There is no such thread.', param: 'params.thread_id' });

function seqOf(row: { readonly seq: bigint } | undefined): bigint {
  if (row === undefined) {
    throw new FrontdeskError('not_found', { detail: 'The page cursor does not name a row of this list.', param: 'params.after' });
  }
  return row.seq;
}

const direction = (order: 'asc' | 'desc'): Prisma.Sql => (order === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`);

function beyond(column: Prisma.Sql, order: 'asc' | 'desc', cursor: bigint | null): Prisma.Sql {
  if (cursor === null) {
    return Prisma.empty;
  }
  return order === 'asc' ? Prisma.sql`AND ${column} > ${cursor}` : Prisma.sql`AND ${column} < ${cursor}`;
}

function amongNewest(owner: Owner, newest: number | null): Prisma.Sql {
  return newest === null
    ? Prisma.empty
    : Prisma.sql`AND seq >= coalesce((
        SELECT n.seq FROM threads n WHERE n.tenant_id = ${owner.tenantId} AND n.user_id = ${owner.userId}
        ORDER BY n.seq DESC OFFSET ${newest - 1} LIMIT 1), 0)`;
}

/** One row more than the limit was read, to know whether there are more. */
function pageOf<Row, T extends { readonly id: string }>(rows: readonly Row[], limit: number, convert: (row: Row) => T): Page<T> {
  const data = rows.slice(0, limit).map(convert);
  const last = data.at(-1);
  return rows.length > limit && last !== undefined ? { data, has_more: true, after: last.id } : { data, has_more: false };
}
