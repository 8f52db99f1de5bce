import { Inject, Injectable } from '@nestjs/common';
import type { Owner } from '@frontdesk/contracts';
import type { Logger } from '@frontdesk/observability';
import { announceCancel, endDeletedRun, nudgeTails } from '@frontdesk/run-events';
import { RunAdmissionStore, type RunState } from '@frontdesk/runs';
import type { Redis } from 'ioredis';
import { LOGGER, REDIS } from '../gateway.tokens.js';

/** Stops runs: first in Postgres, where it counts, then by word of mouth, which makes it quick. */
@Injectable()
export class RunCanceller {
  constructor(
    private readonly admission: RunAdmissionStore,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Stops what people may stop.
   *
   * @param runId only this run; without it, every unfinished run of the thread
   * @returns false when there was only what they may not
   */
  async cancel(owner: Owner, threadId: string, runId?: string): Promise<boolean> {
    const stopped = await this.admission.requestCancel(owner, threadId, { runId, byUser: true });
    await this.announce(stopped);
    return stopped.length > 0 || !(await this.admission.hasUnstoppable(owner, threadId, runId));
  }

  /** The runs were deleted with their conversation: ends their streams, and tells the workers that are at them. */
  async announceDeleted(runIds: readonly string[]): Promise<void> {
    await Promise.all(
      runIds.map((runId) => this.tell(runId, () => Promise.all([endDeletedRun(this.redis, runId), announceCancel(this.redis, runId)]))),
    );
  }

  /** Tells the workers that hold the runs; whoever watches a run that no worker held learns that it is over. */
  private async announce(runs: readonly RunState[]): Promise<void> {
    await Promise.all(
      runs.map(({ id, status }) => this.tell(id, () => (status === 'running' ? announceCancel(this.redis, id) : nudgeTails(this.redis, id)))),
    );
  }

  private async tell(runId: string, say: () => Promise<unknown>): Promise<void> {
    try {
      await say();
    } catch (cause) {
      this.logger.warn({ err: cause, runId }, 'cancel could not be announced; the next heartbeat or look finds it');
    }
  }
}
