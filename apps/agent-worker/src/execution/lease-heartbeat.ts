import { TUNABLES } from '@frontdesk/contracts';
import type { Logger } from '@frontdesk/observability';
import type { Fence, RunLifecycleStore } from '@frontdesk/runs';
import { errorForLog } from '../model-calls/model-errors.js';
import type { RunAbort } from './run-abort.js';

/** Renews the lease of a claimed run, and hears on the way when the run was lost or is to stop. */
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
    this.timer = this.schedule();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private schedule(): NodeJS.Timeout {
    return setTimeout(() => void this.beat(), TUNABLES.heartbeatMs);
  }

  private async beat(): Promise<void> {
    const startedAt = Date.now();
    try {
      const state = await this.store.heartbeat(this.fence);
      this.renewedAt = startedAt; // the lease counts from then at the latest
      if (state !== 'held' && !this.stopped) {
        this.abort.abort(state === 'lost' ? 'fenced' : 'cancelled');
      }
    } catch (cause) {
      this.logger.warn({ failure: errorForLog(cause) }, 'the lease could not be renewed');
      if (Date.now() - this.renewedAt > TUNABLES.leaseMs && !this.stopped) {
        this.abort.abort('fenced'); // by now another worker may hold the run
      }
    }
    if (!this.stopped) {
      this.timer = this.schedule();
    }
  }
}
