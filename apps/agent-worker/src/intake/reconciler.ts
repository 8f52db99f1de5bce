import { TUNABLES } from '@frontdesk/contracts';
import type { Logger } from '@frontdesk/observability';
import type { RunQueue } from '@frontdesk/run-queue';
import type { RunLifecycleStore } from '@frontdesk/runs';
import type { Redis } from 'ioredis';
import { errorForLog } from '../model-calls/model-errors.js';
import { announceAbandoned } from './abandoned-run.js';
import { momentOf } from './moment.js';
import type { SharedSlots } from './shared-slots.js';

/** Runs looked at in one round; the rest has its turn in the next. */
const BATCH = 100;

export interface ReconcilerParts {
  readonly lifecycle: RunLifecycleStore;
  readonly queue: Pick<RunQueue, 'add'>;
  readonly slots: Pick<SharedSlots, 'announce' | 'leave'>;
  readonly logRedis: Redis;
  readonly logger: Logger;
}

/**
 * Makes up for lost jobs, dead workers and room that came without a run's end (another worker, a higher limit): Postgres says
 * which runs should be worked on, and those that nobody works on are enqueued again. Every worker does this; job ids and claims make that harmless.
 */
export class Reconciler {
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly parts: ReconcilerParts) {}

  start(): void {
    this.schedule();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
    await this.round;
    await this.parts.slots.leave().catch((cause: unknown) => {
      this.parts.logger.warn({ failure: errorForLog(cause) }, 'the other workers will hear late that this one stops');
    });
  }

  /** One round. Never throws. */
  async reconcile(): Promise<void> {
    const { lifecycle, queue, slots, logger } = this.parts;
    try {
      await slots.announce();
      const stranded = await lifecycle.findStranded(BATCH);
      for (const run of stranded) {
        await queue.add(run.id, run.epoch, momentOf(TUNABLES.reconcileGraceMs)); // its own job may be there still, with another run
      }
      if (stranded.length > 0) {
        logger.info({ runs: stranded.length }, 'runs without a worker were enqueued again');
      }
      await this.giveUpHopeless();
    } catch (cause) {
      logger.warn({ failure: errorForLog(cause) }, 'a round of reconciliation failed; the next one tries again');
    }
  }

  private async giveUpHopeless(): Promise<void> {
    const { lifecycle, queue, logRedis, logger } = this.parts;
    for (const run of await lifecycle.abandonHopeless(BATCH)) {
      logger.error({ runId: run.id, threadId: run.thread_id }, 'a run outlived too many workers and was given up');
      await announceAbandoned(logRedis, run, logger);
      for (const next of await lifecycle.nextInTurn(1)) {
        await queue.add(next.id, next.epoch, run.id);
      }
    }
  }

  private schedule(): void {
    if (this.stopped) {
      return;
    }
    this.timer = setTimeout(() => {
      this.round = this.reconcile().then(() => this.schedule());
    }, TUNABLES.reconcileMs);
  }
}
