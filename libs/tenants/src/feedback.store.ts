import type { Database } from '@frontdesk/database';

/** A user's verdict on an item of a conversation. */
export interface FeedbackRecord {
  readonly tenantId: string;
  readonly userId: string;
  readonly threadId: string;
  readonly itemId: string;
  readonly kind: string;
  readonly createdAt: Date;
}

/** What users thought of answers, for those who operate the installation; no user is ever told. */
export class FeedbackStore {
  constructor(private readonly db: Database) {}

  /**
   * Newest first.
   *
   * @param tenantId only this tenant's
   */
  list(tenantId: string | undefined, limit: number): Promise<FeedbackRecord[]> {
    return this.db.feedback.findMany({
      ...(tenantId === undefined ? {} : { where: { tenantId } }),
      select: { tenantId: true, userId: true, threadId: true, itemId: true, kind: true, createdAt: true },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit,
    });
  }
}
