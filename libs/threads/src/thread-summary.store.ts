import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import type { Owner } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { itemFromRow, type ThreadItemRow } from './thread-records.js';

/** The part of a thread that is due to be summarised. */
export interface DuePart {
  /** What came before it, as it was summarised; null when nothing was. */
  readonly summary: string | null;
  /** Oldest first. */
  readonly items: readonly ThreadItem[];
  /** Everything up to here is in the summary, and up to there is in this part: positions in the thread. */
  readonly from: bigint;
  readonly through: bigint;
}

/**
 * Summaries of the beginnings of long threads, for the model alone: with one, a turn costs the same in a thread of ten
 * thousand items as in one of a hundred.
 */
export class ThreadSummaryStore {
  constructor(private readonly db: Database) {}

  /**
   * The oldest items that no summary covers, up to an item that is to stay as it is.
   *
   * @param beforeItemId the first item that stays
   * @param limit items at most
   * @returns null when there is nothing to summarise
   */
  async due(owner: Owner, threadId: string, beforeItemId: string, limit: number): Promise<DuePart | null> {
    const rows = await this.db.$queryRaw<Array<ThreadItemRow & { seq: bigint; summary: string | null; summary_seq: bigint | null }>>`
      SELECT i.id, i.thread_id, i.type, i.data, i.created_at, i.seq, t.summary, t.summary_seq
      FROM threads t
      JOIN thread_items kept ON kept.thread_id = t.id AND kept.id = ${beforeItemId}
      CROSS JOIN LATERAL (
        SELECT * FROM thread_items WHERE thread_id = t.id AND seq > coalesce(t.summary_seq, 0) AND seq < kept.seq ORDER BY seq LIMIT ${limit}) i
      WHERE t.id = ${threadId} AND t.tenant_id = ${owner.tenantId} AND t.user_id = ${owner.userId}
      ORDER BY i.seq`;
    const [first, last] = [rows[0], rows.at(-1)];
    return first === undefined || last === undefined
      ? null
      : { summary: first.summary, items: rows.map(itemFromRow), from: first.summary_seq ?? 0n, through: last.seq };
  }

  /**
   * Keeps a summary, unless another one came first or what it covers was taken back meanwhile.
   *
   * @returns whether it is kept
   */
  async save(owner: Owner, threadId: string, { from, through }: Pick<DuePart, 'from' | 'through'>, summary: string): Promise<boolean> {
    const count = await this.db.$executeRaw`
      UPDATE threads SET summary = ${summary}, summary_seq = ${through}
      WHERE id = ${threadId} AND tenant_id = ${owner.tenantId} AND user_id = ${owner.userId} AND coalesce(summary_seq, 0) = ${from}
        AND EXISTS (SELECT FROM thread_items WHERE thread_id = ${threadId} AND seq = ${through})`;
    return count === 1;
  }
}
