import type { ThreadStatus } from '@frontdesk/chatkit-protocol';
import type { ChatEffectOf } from '@frontdesk/contracts';
import { Prisma, type DatabaseExecutor } from '@frontdesk/database';
import { threadFromRow, type ThreadRecord, type ThreadRow } from '@frontdesk/threads';

/** What a run or an action may change of its thread. */
export interface ThreadChanges {
  readonly title?: string | undefined;
  readonly status?: ThreadStatus | undefined;
  readonly allowedImageDomains?: readonly string[] | undefined;
  /** Private to the server. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Whether people may stop its answers. */
  readonly allowCancel?: boolean | undefined;
}

/** The effect `thread` as changes. What it does not name is no key of them, so that later ones leave it as it is. */
export function threadChangesOf({ title, status, metadata, allowed_image_domains, allow_cancel }: ChatEffectOf<'thread'>): ThreadChanges {
  const changes: ThreadChanges = { title, status, metadata, allowedImageDomains: allowed_image_domains, allowCancel: allow_cancel };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

/**
 * Changes a thread; what is not named stays, metadata is merged.
 *
 * @param which a query for its `thread_id`, which may find none
 * @returns the thread as it is now
 */
export async function changeThread(
  db: Pick<DatabaseExecutor, '$queryRaw'>,
  which: Prisma.Sql,
  { title, status, allowedImageDomains, metadata, allowCancel }: ThreadChanges,
): Promise<ThreadRecord | null> {
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  const [row] = await db.$queryRaw<ThreadRow[]>`
    WITH which AS (${which})
    UPDATE threads t SET
      title = coalesce(${title ?? null}, t.title), status = coalesce(${json(status)}::jsonb, t.status),
      allowed_image_domains = coalesce(${json(allowedImageDomains)}::jsonb, t.allowed_image_domains),
      allow_cancel = coalesce(${allowCancel ?? null}, t.allow_cancel),
      metadata = t.metadata || coalesce(${json(metadata)}::jsonb, '{}'::jsonb)
    FROM which WHERE t.id = which.thread_id
    RETURNING t.id, t.title, t.status, t.allowed_image_domains, t.metadata, t.created_at`;
  return row === undefined ? null : threadFromRow(row);
}
