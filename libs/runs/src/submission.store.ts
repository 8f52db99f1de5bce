import { CURSOR_START, FrontdeskError, cursorAfterEpoch, runRequestSchema, type ErrorCode, type Owner, type RunRequest } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { MAY_BE_STOPPED, type Admission } from './admission-steps.js';
import { isUniqueViolation } from './unique-violation.js';

/** What an earlier request with the same key became. */
export interface Submission extends Admission {
  readonly request: RunRequest;
}

/** A repeat is admitted as any request is, until something says that its answer is there: also that there is no room for another. */
const REFUSALS_OF_REPEATS: ReadonlySet<ErrorCode> = new Set(['conflict', 'rate_limited']);

/** Finds the run of a request that was sent before. */
export class SubmissionStore {
  constructor(private readonly db: Database) {}

  /**
   * @param failure what the admission of the repeat failed with
   * @returns null when that has nothing to do with an earlier request
   */
  async findEarlier(owner: Owner, key: string, failure: unknown): Promise<Submission | null> {
    const mayBeRepeat = isUniqueViolation(failure) || (failure instanceof FrontdeskError && REFUSALS_OF_REPEATS.has(failure.code));
    return mayBeRepeat ? this.find(owner, key) : null;
  }

  /** @returns what an earlier request under this key became; null when there was none */
  async find(owner: Owner, key: string): Promise<Submission | null> {
    const [row] = await this.db.$queryRaw<Array<{ id: string; thread_id: string; epoch: number; request: unknown; may_be_stopped: boolean }>>`
      SELECT id, thread_id, epoch, request, ${MAY_BE_STOPPED} AS may_be_stopped FROM runs
      WHERE tenant_id = ${owner.tenantId} AND user_id = ${owner.userId} AND submission_key = ${key}`;
    if (row === undefined) {
      return null;
    }
    const request = runRequestSchema.parse(row.request);
    const afterEpoch = 'after_epoch' in request ? request.after_epoch : undefined;
    const tailFrom = afterEpoch === undefined ? CURSOR_START : cursorAfterEpoch(afterEpoch);
    return { runId: row.id, threadId: row.thread_id, epoch: row.epoch, tailFrom, mayBeStopped: row.may_be_stopped, needsWakeUp: true, request };
  }
}
