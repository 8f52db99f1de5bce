import { TUNABLES } from '@frontdesk/contracts';
import type { Logger } from '@frontdesk/observability';
import type { Fence, RunLifecycleStore } from '@frontdesk/runs';
import { errorForLog } from '../model-calls/model-errors.js';
import type { RunAbort } from './run-abort.js';

/** After a failed renewal: Postgres may be back any moment, and then holders must be quicker than whoever takes over. */
const RETRY_MS = 250;

/**
 * Renews the lease of a claimed run, and hears on the way when the run was lost or is to stop. While Postgres is away
 * nobody can take the run, so the worker goes on; should it be away for this worker alone, the fence stops the writes.
 */
export class LeaseHeartbeat {
  private renewedAt = Date.now();
  private stopped = false;
  private timer: NodeJS.Timeout;

  constructor(
    private readonly store: Pick<RunLifecycleStore, 'heartbeat'>,
    private readonly fence: Fence,
    private readonly abort: RunAbort,
    private readonly logger: Logger,
  ) {
    this.timer = this.schedule(TUNABLES.heartbeatMs);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private schedule(ms: number): NodeJS.Timeout {
    return setTimeout(() => void this.beat(), ms);
  }

  private async beat(): Promise<void> {
    const startedAt = Date.now();
    let next: number = TUNABLES.heartbeatMs;
    try {
      const state = await this.store.heartbeat(this.fence);
      this.renewedAt = startedAt; // the lease counts from then at the latest
      if (state !== 'held' && !this.stopped) {
        this.abort.abort(state === 'lost' ? 'fenced' : 'cancelled');
      }
    } catch (cause) {
      this.logger.warn({ failure: errorForLog(cause) }, 'the lease could not be renewed');
      next = RETRY_MS;
      if (Date.now() - this.renewedAt > TUNABLES.storeOutageMs && !this.stopped) {
        this.abort.abort('fenced');
      }
    }
    if (!this.stopped) {
      this.timer = this.schedule(next);
    }
  }
}
