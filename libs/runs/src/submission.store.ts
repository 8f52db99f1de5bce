import { CURSOR_START, FrontdeskError, cursorAfterEpoch, runRequestSchema, type Owner, type RunRequest } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import type { Admission } from './admission-steps.js';
import { isUniqueViolation } from './unique-violation.js';

/** What an earlier request with the same key became. */
export interface Submission extends Admission {
  readonly request: RunRequest;
}

/** Finds the run of a request that was sent before. */
export class SubmissionStore {
  constructor(private readonly db: Database) {}

  /**
   * @param failure what the admission of the repeat failed with
   * @returns null when that has nothing to do with an earlier request
   */
  async findEarlier(owner: Owner, key: string, failure: unknown): Promise<Submission | null> {
    const mayBeRepeat = isUniqueViolation(failure) || (failure instanceof FrontdeskError && failure.code === 'conflict');
    if (!mayBeRepeat) {
      return null;
    }
    const [row] = await this.db.$queryRaw<Array<{ id: string; thread_id: string; epoch: number; request: unknown }>>`
      SELECT id, thread_id, epoch, request FROM runs
      WHERE tenant_id = ${owner.tenantId} AND user_id = ${owner.userId} AND submission_key = ${key}`;
    if (row === undefined) {
      return null;
    }
    const request = runRequestSchema.parse(row.request);
    const afterEpoch = 'after_epoch' in request ? request.after_epoch : undefined;
    const tailFrom = afterEpoch === undefined ? CURSOR_START : cursorAfterEpoch(afterEpoch);
    return { runId: row.id, threadId: row.thread_id, epoch: row.epoch, tailFrom, request };
  }
}
