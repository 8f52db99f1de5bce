import type { Page, Thread, ThreadItem, ThreadStatus } from '@frontdesk/chatkit-protocol';
import { threadItemSchema, threadStatusSchema } from '@frontdesk/chatkit-protocol';
import { z } from 'zod';

/** A thread as the server knows it: with its private metadata, without its items. */
export interface ThreadRecord {
  readonly id: string;
  readonly title: string | null;
  readonly status: ThreadStatus;
  readonly allowedImageDomains: readonly string[] | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

/** A row of `threads` as SQL returns it. */
export interface ThreadRow {
  readonly id: string;
  readonly title: string | null;
  readonly status: unknown;
  readonly allowed_image_domains: unknown;
  readonly metadata: unknown;
  readonly created_at: Date;
}

/** A row of `thread_items` as SQL returns it. */
export interface ThreadItemRow {
  readonly id: string;
  readonly thread_id: string;
  readonly type: string;
  readonly data: unknown;
  readonly created_at: Date;
}

const domainsSchema = z.array(z.string()).nullable();
const metadataSchema = z.record(z.string(), z.unknown());

/** @throws z.ZodError when the row is not what this version writes */
export function threadFromRow(row: ThreadRow): ThreadRecord {
  return {
    id: row.id,
    title: row.title,
    status: threadStatusSchema.parse(row.status),
    allowedImageDomains: domainsSchema.parse(row.allowed_image_domains),
    metadata: metadataSchema.parse(row.metadata),
    createdAt: row.created_at,
  };
}

/** @throws z.ZodError when the row is not what this version writes */
export function itemFromRow(row: ThreadItemRow): ThreadItem {
  const data = metadataSchema.parse(row.data);
  return threadItemSchema.parse({ ...data, id: row.id, thread_id: row.thread_id, type: row.type, created_at: row.created_at.toISOString() });
}

/** What of an item is kept as JSON: all but what has a column of its own. */
export function itemData(item: ThreadItem): Record<string, unknown> {
  const { id: _id, thread_id: _threadId, type: _type, created_at: _createdAt, ...data } = item;
  return data;
}

const EMPTY_PAGE: Page<ThreadItem> = { data: [], has_more: false };

/**
 * The thread as clients see it: private metadata becomes `{}` (section 1.6 of the protocol reference).
 *
 * @param items only `threads.get_by_id` gives a page; everywhere else it is empty
 */
export function toWireThread(record: ThreadRecord, items: Page<ThreadItem> = EMPTY_PAGE): Thread {
  return {
    id: record.id,
    ...(record.title === null ? {} : { title: record.title }),
    created_at: record.createdAt.toISOString(),
    status: record.status,
    ...(record.allowedImageDomains === null ? {} : { allowed_image_domains: [...record.allowedImageDomains] }),
    metadata: {},
    items,
  };
}
