import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import { Prisma } from '@frontdesk/database';
import { itemFromRow, type ThreadItemRow } from '@frontdesk/threads';

/** What of its thread a run starts from. */
export interface Conversation {
  readonly items: readonly ThreadItem[];
  /** What came before the items; null when nothing did. */
  readonly summary: string | null;
}

/** As Postgres gives it; items that no version can read are found when they are needed, not by whoever carries them. */
export interface ConversationRow {
  readonly summary: string | null;
  /** Null when there are none. */
  readonly items: ReadonlyArray<Omit<ThreadItemRow, 'thread_id' | 'created_at'> & { readonly created_at: string }> | null;
}

/**
 * The newest items of a thread that no summary covers, hidden ones included and those of the run itself left out, in the order of
 * the conversation: an answer stands behind the message that it answers, though the next message may have come before it.
 * Costs the same however long the thread is.
 *
 * @returns an expression whose value is a ConversationRow
 */
export const conversationOf = (threadId: Prisma.Sql, runId: Prisma.Sql, limit: number): Prisma.Sql => Prisma.sql`(
  SELECT json_build_object('summary', t.summary, 'items', (
    SELECT json_agg(json_build_object('id', i.id, 'type', i.type, 'data', i.data, 'created_at', i.created_at) ORDER BY coalesce(request.seq, i.seq), i.seq)
    FROM (
      SELECT * FROM thread_items WHERE thread_id = t.id AND seq > coalesce(t.summary_seq, 0) AND run_id IS DISTINCT FROM ${runId}
      ORDER BY seq DESC LIMIT ${limit}) i
    LEFT JOIN runs earlier ON earlier.id = i.run_id
    LEFT JOIN thread_items request ON request.thread_id = i.thread_id AND request.id = earlier.request->>'item_id'))
  FROM threads t WHERE t.id = ${threadId})`;

/**
 * @param row null when the thread is gone
 * @throws z.ZodError when an item is not what this version writes
 */
export function conversationFromRow(threadId: string, row: ConversationRow | null): Conversation {
  const items = (row?.items ?? []).map((item) => itemFromRow({ ...item, thread_id: threadId, created_at: new Date(item.created_at) }));
  return { items, summary: row?.summary ?? null };
}
