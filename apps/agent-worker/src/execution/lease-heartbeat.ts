import { setTimeout as delay } from 'node:timers/promises';
import { TUNABLES } from '@frontdesk/contracts';
import type { Logger } from '@frontdesk/observability';
import type { ClaimedRun, RunLifecycleStore } from '@frontdesk/runs';
import { errorForLog } from '../model-calls/model-errors.js';
import type { RunAbort } from './run-abort.js';

/** After a failed renewal: Postgres may be back any moment, and then holders must be quicker than whoever takes over. */
const RETRY_MS = 250;

/**
 * Renews the lease of a claimed run, and hears on the way when the run was lost or is to stop. While Postgres is away
 * nobody can take the run, so the worker goes on; should it be away for this worker alone, the fence stops the writes.
 *
 * All times are of the clock that goes on while the process stands still (`performance.now()`).
 */
export class LeaseHeartbeat {
  private renewedAt: number;
  /** The last renewal failed: not because somebody else has the run, but because nobody could be asked. */
  private isStoreAway = false;
  private stopped = false;
  private timer: NodeJS.Timeout;

  constructor(
    private readonly store: Pick<RunLifecycleStore, 'heartbeat'>,
    private readonly run: Pick<ClaimedRun, 'id' | 'epoch' | 'leasedAt'>,
    private readonly abort: RunAbort,
    private readonly logger: Logger,
  ) {
    this.renewedAt = run.leasedAt;
    this.timer = this.schedule(TUNABLES.heartbeatMs);
  }

  /** The run is over, or somebody else's. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /**
   * Whether the run is held still, for whoever writes what the epoch in Postgres does not fence. At once while the lease cannot
   * have ended; a process that stood still for longer asks first, since another worker may have the run by now.
   *
   * @param strictly nothing else fences the write: it waits also for a Postgres that is away
   */
  isHeld(strictly: boolean): boolean | Promise<boolean> {
    const isFresh = performance.now() - this.renewedAt < TUNABLES.leaseMs;
    return this.stopped || isFresh || (this.isStoreAway && !strictly) || this.confirm(strictly);
  }

  private async confirm(strictly: boolean): Promise<boolean> {
    for (;;) {
      const isHeld = await this.renew();
      if (!this.isStoreAway || !strictly || this.abort.signal.aborted) {
        return isHeld;
      }
      await delay(RETRY_MS);
    }
  }

  private schedule(ms: number): NodeJS.Timeout {
    return setTimeout(() => void this.beat(), ms);
  }

  private async beat(): Promise<void> {
    await this.renew();
    if (!this.stopped) {
      this.timer = this.schedule(this.isStoreAway ? RETRY_MS : TUNABLES.heartbeatMs);
    }
  }

  /** @returns false when the run was lost */
  private async renew(): Promise<boolean> {
    const startedAt = performance.now();
    try {
      const state = await this.store.heartbeat(this.run);
      this.isStoreAway = false;
      if (state !== 'lost') {
        this.renewedAt = startedAt; // the lease counts from then at the latest
      }
      if (state !== 'held' && !this.stopped) {
        this.abort.abort(state === 'lost' ? 'fenced' : 'cancelled');
      }
      return state !== 'lost' || this.stopped;
    } catch (cause) {
      this.logger.warn({ failure: errorForLog(cause) }, 'the lease could not be renewed');
      this.isStoreAway = true;
      if (performance.now() - this.renewedAt > TUNABLES.storeOutageMs && !this.stopped) {
        this.abort.abort('fenced');
        return false;
      }
      return true;
    }
  }
}
