import { setTimeout as delay } from 'node:timers/promises';
import { readRunLog } from '@frontdesk/run-events';
import type { ClaimedRun, RunLifecycleStore } from '@frontdesk/runs';
import type { Logger } from '@frontdesk/observability';
import type { Redis } from 'ioredis';
import { errorForLog } from '../model-calls/model-errors.js';
import type { RunPublisher } from '../publishing/run-publisher.js';
import { planRecovery } from './recovery-plan.js';
import { ScreenTrail } from './screen-trail.js';

const READ_COUNT = 500;
const RETRY_MS = 500;

export interface RecoveryOptions {
  readonly redis: Redis;
  readonly lifecycle: Pick<RunLifecycleStore, 'itemsOfRun'>;
  readonly publisher: RunPublisher;
  readonly run: ClaimedRun;
  /** Items that the checkpoint counts on. */
  readonly settled: readonly string[];
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * Puts the screen in order after a claim that did not come to its end: what it showed beyond the last checkpoint goes,
 * since that part is done again. A run that is to stop keeps it instead, to be closed like any other.
 */
export async function recover(options: RecoveryOptions): Promise<void> {
  const { lifecycle, publisher, run, settled, logger } = options;
  if (run.epoch === 1) {
    return;
  }
  const trail = new ScreenTrail();
  await readOn(options, trail);
  if (trail.isEnded) {
    return;
  }
  // From this entry on the log refuses the worker that was taken for dead. What it wrote before is read now.
  publisher.publish({ type: 'stream_options', stream_options: { allow_cancel: run.mayBeStopped } });
  await publisher.flushed();
  await readOn(options, trail);
  if (run.cancelRequested) {
    trail.open.forEach((item) => publisher.adopt(item));
    return;
  }
  const plan = planRecovery(trail, await lifecycle.itemsOfRun(run), settled);
  plan.remove.forEach((id) => publisher.publish({ type: 'thread.item.removed', item_id: id }));
  plan.show.forEach((item) => publisher.show(item));
  logger.info({ epoch: run.epoch, removed: plan.remove.length, shown: plan.show.length }, 'a run that was interrupted goes on');
}

/** Redis may be away for a while; without it nobody sees anything anyway. @throws the signal's reason when it is aborted meanwhile */
async function readOn({ redis, run, signal, logger }: RecoveryOptions, trail: ScreenTrail): Promise<void> {
  for (;;) {
    const events = await readRunLog(redis, run.id, trail.cursor, READ_COUNT).catch((cause: unknown) => {
      logger.warn({ failure: errorForLog(cause) }, 'the log of an interrupted run could not be read; trying again');
      return null;
    });
    if (events === null) {
      await delay(RETRY_MS, undefined, { signal });
      continue;
    }
    trail.read(events);
    if (events.length < READ_COUNT) {
      return;
    }
  }
}
