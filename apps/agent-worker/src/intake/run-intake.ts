import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@frontdesk/observability';
import type { RunQueue } from '@frontdesk/run-queue';
import type { ClaimedRun, RunLifecycleStore } from '@frontdesk/runs';
import type { WorkerMetrics } from '../agent-worker.metrics.js';
import { RunAbort } from '../execution/run-abort.js';
import type { RunExecutor } from '../execution/run-executor.js';
import type { Ending } from '../execution/run-outcome.js';
import { CHECKPOINT_VERSION } from '../execution/checkpoint.schema.js';
import { errorForLog } from '../model-calls/model-errors.js';
import type { ActiveRuns } from './active-runs.js';

/** What runs that were told to stop may take to put themselves away. */
const HAND_OVER_MS = 5_000;

export interface RunIntakeParts {
  readonly workerId: string;
  readonly lifecycle: RunLifecycleStore;
  readonly executor: Pick<RunExecutor, 'execute'>;
  readonly queue: Pick<RunQueue, 'add'>;
  readonly active: ActiveRuns;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** From a pointer to a run to its end: claims it, has it executed, and lets the next one of the thread have its turn. */
export class RunIntake {
  private draining = false;

  constructor(private readonly parts: RunIntakeParts) {}

  /** Never throws: a run that cannot be worked on is found again by its state in Postgres. */
  async take(runId: string): Promise<void> {
    const { lifecycle, queue, workerId, logger } = this.parts;
    try {
      if (this.draining) {
        await queue.add(runId, 0, workerId); // under an id of its own, since this job is not gone yet
        return;
      }
      const run = await lifecycle.claim(runId, workerId, { checkpointVersion: CHECKPOINT_VERSION });
      if (run !== null) {
        await this.work(run);
      }
    } catch (cause) {
      logger.error({ runId, failure: errorForLog(cause) }, 'a run was left to the next worker');
    }
  }

  /** Lets runs end by themselves for `drainMs`, then hands the rest over. New ones must not come any more. */
  async drain(drainMs: number): Promise<void> {
    const { active, logger } = this.parts;
    this.draining = true;
    await settledWithin(active, drainMs);
    if (active.size > 0) {
      logger.info({ runs: active.size }, 'handing runs over to other workers');
      active.abortAll('worker_shutdown');
      await settledWithin(active, HAND_OVER_MS);
    }
  }

  private async work(run: ClaimedRun): Promise<void> {
    const { active, executor, metrics, logger } = this.parts;
    const abort = new RunAbort();
    const startedAt = performance.now();
    let ending: Ending | null = null;
    metrics.runStarted(run.waitedMs);
    try {
      ending = await active.track(run.id, abort, executor.execute(run, abort));
    } finally {
      const outcome = ending?.kind ?? 'lost';
      const errorCode = ending?.kind === 'failed' ? ending.code : '';
      metrics.runEnded(outcome, errorCode);
      const ids = { runId: run.id, threadId: run.threadId, tenantId: run.owner.tenantId };
      logger.info(
        {
          ...ids,
          outcome,
          errorCode,
          epoch: run.epoch,
          waitedMs: Math.round(run.waitedMs),
          durationMs: Math.round(performance.now() - startedAt),
        },
        'run ended',
      );
    }
    await this.after(run, ending);
  }

  /** A job that cannot be added now is made up for by the reconciler. */
  private async after(run: ClaimedRun, ending: Ending): Promise<void> {
    const { lifecycle, queue, logger } = this.parts;
    try {
      switch (ending.kind) {
        case 'fenced':
          return;
        case 'released':
          return await queue.add(run.id, run.epoch);
        case 'completed':
        case 'waiting':
        case 'cancelled':
        case 'failed': {
          const next = await lifecycle.nextQueued(run.threadId);
          return next === null ? undefined : await queue.add(next.id, next.epoch, run.id);
        }
      }
    } catch (cause) {
      logger.warn({ runId: run.id, failure: errorForLog(cause) }, 'the next run could not be enqueued');
    }
  }
}

async function settledWithin(active: ActiveRuns, ms: number): Promise<void> {
  const timer = new AbortController();
  await Promise.race([active.settled(), delay(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
