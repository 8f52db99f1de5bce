import { FrontdeskError } from '@frontdesk/contracts';
import { Prisma, type Database } from '@frontdesk/database';

/** A user's verdict on an item of a conversation. */
export interface FeedbackRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly threadId: string;
  readonly itemId: string;
  /** The beginning of what the item says; null when it says nothing in words, or was taken back since. */
  readonly text: string | null;
  readonly kind: string;
  readonly createdAt: Date;
}

export interface FeedbackPage {
  readonly records: readonly FeedbackRecord[];
  readonly hasMore: boolean;
}

export interface FeedbackRequest {
  /** Only this tenant's. */
  readonly tenantId?: string | undefined;
  readonly limit: number;
  /** Id of the verdict that the page starts behind. */
  readonly after?: string | undefined;
}

/** Characters of an item that its verdict is listed with. */
const EXCERPT = 500;

/** Words of a message, else what a widget is when it is copied, else those of a task. */
const TEXT_OF_ITEM = Prisma.sql`left(coalesce(
  nullif((SELECT string_agg(part->>'text', E'\n') FROM jsonb_path_query(i.data, '$.content[*]') part), ''),
  i.data->>'copy_text', i.data->'task'->>'content', i.data->'task'->>'title'), ${EXCERPT}::int)`;

/** What users thought of answers, for those who operate the installation; no user is ever told. */
export class FeedbackStore {
  constructor(private readonly db: Database) {}

  /**
   * Newest first.
   *
   * @throws FrontdeskError not_found when `after` is no verdict
   */
  async list({ tenantId, limit, after }: FeedbackRequest): Promise<FeedbackPage> {
    const ofTenant = tenantId === undefined ? Prisma.sql`true` : Prisma.sql`f.tenant_id = ${tenantId}`;
    const behind = after === undefined ? Prisma.empty : Prisma.sql`AND (f.created_at, f.id) < (${await this.timeOf(after)}, ${after})`;
    const rows = await this.db.$queryRaw<FeedbackRecord[]>`
      SELECT f.id, f.tenant_id AS "tenantId", f.user_id AS "userId", f.thread_id AS "threadId", f.item_id AS "itemId",
        ${TEXT_OF_ITEM} AS text, f.kind, f.created_at AS "createdAt"
      FROM (SELECT * FROM feedback f WHERE ${ofTenant} ${behind} ORDER BY f.created_at DESC, f.id DESC LIMIT ${limit + 1}) f
      LEFT JOIN thread_items i ON i.thread_id = f.thread_id AND i.id = f.item_id
      ORDER BY f.created_at DESC, f.id DESC`;
    return { records: rows.slice(0, limit), hasMore: rows.length > limit };
  }

  private async timeOf(id: string): Promise<Date> {
    const found = await this.db.feedback.findUnique({ where: { id }, select: { createdAt: true } });
    if (found === null) {
      throw new FrontdeskError('not_found', { detail: `There is no feedback ${id}.` });
    }
    return found.createdAt;
  }
}
