import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import { FrontdeskError, type Owner } from '@frontdesk/contracts';
import { Prisma, type Database } from '@frontdesk/database';
import { itemFromRow, threadFromRow, type ThreadItemRow, type ThreadRecord, type ThreadRow } from './thread-records.js';

/** A thread together with the user whose it is. */
export interface OwnedThread {
  readonly thread: ThreadRecord;
  readonly owner: Owner;
}

/** A stretch of a list: rows strictly behind `after` and strictly ahead of `before`, in the list's order. */
export interface WindowRequest {
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  readonly after: string | null;
  readonly before: string | null;
}

/** The first rows of a window. */
export interface WindowPage<T> {
  readonly data: readonly T[];
  readonly hasMore: boolean;
}

type OwnedThreadRow = ThreadRow & { readonly user_id: string };

/**
 * The threads of all users of a tenant, as the tenant's own backend may see them. What belongs to another tenant answers
 * as if it were not there. Pages are read by index over the insert sequence.
 */
export class TenantThreadStore {
  constructor(private readonly db: Database) {}

  /** @throws FrontdeskError not_found */
  async get(tenantId: string, threadId: string): Promise<OwnedThread> {
    const [row] = await this.db.$queryRaw<OwnedThreadRow[]>`
      SELECT id, title, status, allowed_image_domains, metadata, created_at, user_id FROM threads
      WHERE id = ${threadId} AND tenant_id = ${tenantId}`;
    if (row === undefined) {
      throw new FrontdeskError('not_found', { detail: `Thread with id '${threadId}' not found.`, param: 'thread_id' });
    }
    return owned(tenantId, row);
  }

  /**
   * @param userId only this user's
   * @throws FrontdeskError not_found when a cursor is no thread of the list
   */
  async list(tenantId: string, userId: string | null, window: WindowRequest): Promise<WindowPage<OwnedThread>> {
    const rows = Prisma.sql`threads WHERE tenant_id = ${tenantId} ${userId === null ? Prisma.empty : Prisma.sql`AND user_id = ${userId}`}`;
    const bounds = await this.bounds(rows, window);
    const found = await this.db.$queryRaw<OwnedThreadRow[]>`
      SELECT id, title, status, allowed_image_domains, metadata, created_at, user_id FROM ${rows} ${bounds}`;
    return pageOf(found, window.limit, (row) => owned(tenantId, row));
  }

  /**
   * @param types items of other types are not in the list
   * @throws FrontdeskError not_found when the thread is not the tenant's, or a cursor is no item of it
   */
  async listItems(tenantId: string, threadId: string, types: readonly string[], window: WindowRequest): Promise<WindowPage<ThreadItem>> {
    await this.get(tenantId, threadId);
    const rows = Prisma.sql`thread_items WHERE thread_id = ${threadId} AND type = ANY(${[...types]})`;
    const bounds = await this.bounds(rows, window);
    const found = await this.db.$queryRaw<ThreadItemRow[]>`SELECT id, thread_id, type, data, created_at FROM ${rows} ${bounds}`;
    return pageOf(found, window.limit, itemFromRow);
  }

  private async bounds(rows: Prisma.Sql, { order, after, before, limit }: WindowRequest): Promise<Prisma.Sql> {
    const [behind, ahead] = await Promise.all([this.place(rows, after, 'after'), this.place(rows, before, 'before')]);
    const [above, below] = order === 'asc' ? [behind, ahead] : [ahead, behind];
    const direction = order === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
    return Prisma.sql`
      ${above === null ? Prisma.empty : Prisma.sql`AND seq > ${above}`} ${below === null ? Prisma.empty : Prisma.sql`AND seq < ${below}`}
      ORDER BY seq ${direction} LIMIT ${limit + 1}`;
  }

  private async place(rows: Prisma.Sql, id: string | null, param: string): Promise<bigint | null> {
    if (id === null) {
      return null;
    }
    const [row] = await this.db.$queryRaw<Array<{ seq: bigint }>>`SELECT seq FROM ${rows} AND id = ${id}`;
    if (row === undefined) {
      throw new FrontdeskError('not_found', { detail: `${param} does not name a row of this list.`, param });
    }
    return row.seq;
  }
}

function owned(tenantId: string, row: OwnedThreadRow): OwnedThread {
  return { thread: threadFromRow(row), owner: { tenantId, userId: row.user_id } };
}

/** One row more than the limit was read, to know whether there are more. */
function pageOf<Row, T>(rows: readonly Row[], limit: number, convert: (row: Row) => T): WindowPage<T> {
  return { data: rows.slice(0, limit).map(convert), hasMore: rows.length > limit };
}
