import { setTimeout as delay } from 'node:timers/promises';
import { TUNABLES } from '@frontdesk/contracts';
import type { Logger } from '@frontdesk/observability';
import type { RunQueue } from '@frontdesk/run-queue';
import type { ClaimedRun, RunLifecycleStore, RunPointer } from '@frontdesk/runs';
import type { WorkerMetrics } from '../agent-worker.metrics.js';
import { RunAbort } from '../execution/run-abort.js';
import type { RunExecutor } from '../execution/run-executor.js';
import type { Ending } from '../execution/run-outcome.js';
import { CHECKPOINT_VERSION } from '../execution/checkpoint.schema.js';
import { errorForLog } from '../model-calls/model-errors.js';
import type { ActiveRuns } from './active-runs.js';
import { Beginnings } from './beginnings.js';
import { FreeSlots } from './free-slots.js';
import { momentOf } from './moment.js';
import type { SharedSlots } from './shared-slots.js';

/** What runs that were told to stop may take to put themselves away. */
const HAND_OVER_MS = 5_000;

export interface RunIntakeParts {
  readonly workerId: string;
  readonly lifecycle: RunLifecycleStore;
  readonly executor: Pick<RunExecutor, 'execute'>;
  readonly slots: Pick<SharedSlots, 'concurrency' | 'isMine'>;
  /** How much of its thread a run is told. */
  readonly historyItems: number;
  readonly queue: Pick<RunQueue, 'add'>;
  readonly active: ActiveRuns;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** Runs whose jobs did not come yet; of those, few come at all where there are many workers. */
const REMEMBERED = 1_000;
/** Runs that are woken together, when they should have come by themselves. */
const CANDIDATES = 8;

/**
 * From a pointer to a run to its end: claims it, has it executed, and goes on with whose turn it is then. A job is thus no
 * more than a wake-up: where it is not its run's turn it brings whose it is, and the run is found when there is room for it.
 * The call that goes before the job of a new run only saves the time until the job is fetched: where it finds no room it is forgotten.
 */
export class RunIntake {
  private draining = false;
  private lookTimer: NodeJS.Timeout | null = null;
  /** Slots with a run, or with a claim on its way to one; those that a job filled and those that a call did. */
  private busy = 0;
  /** What came of the calls that this worker followed, until it is over. */
  private readonly called = new Map<string, Promise<void>>();
  /** Runs that calls have begun, and whose jobs are still to come: they find nothing to do. The newest of them. */
  private readonly begun = new Set<string>();
  /** Jobs that came to a full worker, and were passed on. */
  private readonly kept: Array<() => void> = [];
  private passedOn = 0;
  private readonly free: FreeSlots;
  private readonly beginnings: Beginnings;

  constructor(private readonly parts: RunIntakeParts) {
    this.beginnings = new Beginnings(parts.slots.concurrency);
    this.free = new FreeSlots({ candidates: async (count) => this.unlessDraining(await this.candidates(count)), claim: (runId) => this.claim(runId, true) });
  }

  /**
   * A job came. Never throws: a run that cannot be worked on is found again by its state in Postgres.
   *
   * @param isNew it is the first job of its run
   */
  async take(runId: string, isNew: boolean): Promise<void> {
    const { queue, workerId, logger } = this.parts;
    if (isNew && this.begun.delete(runId)) {
      return;
    }
    try {
      if (this.draining) {
        await queue.add(runId, 0, workerId); // under an id of its own, since this job is not gone yet
        return;
      }
    } catch (cause) {
      logger.error({ runId, failure: errorForLog(cause) }, 'a run was left to the next worker');
      return;
    }
    if (this.isFull) {
      await this.passOn(runId);
    }
    await this.fill(runId, async () => (await this.claim(runId, false)) ?? this.another(runId));
  }

  private get isFull(): boolean {
    return this.busy >= this.parts.slots.concurrency;
  }

  /**
   * Answers that calls began are no jobs, so that a full worker is brought jobs still, and more readily than one that sleeps. Such a
   * job is added once more and kept until a slot becomes free: as many as there are such answers at most, and then no more come.
   */
  private async passOn(runId: string): Promise<void> {
    const { queue, workerId, logger } = this.parts;
    const slot = new Promise<void>((resolve) => this.kept.push(resolve));
    this.passedOn += 1;
    await queue.add(runId, 0, `${workerId}-${this.passedOn}`).catch((cause: unknown) => {
      logger.warn({ runId, failure: errorForLog(cause) }, 'a job was not passed on; the reconciler makes up for it');
    });
    await slot;
  }

  private releaseKept(): void {
    this.kept.splice(0).forEach((release) => release());
  }

  /**
   * A wake-up that is not its run's turn may be somebody else's: there was room when the job was given. The job then lasts as long as
   * the other one's answer, and its own run is looked for.
   */
  private async another(runId: string): Promise<ClaimedRun | null> {
    const run = await this.free.next();
    if (run !== null && run.id !== runId) {
      this.lookLater();
    }
    return run;
  }

  /** A new run was called out to all workers. Its job is on its way, so that a call that is not followed costs nothing. */
  hear(runId: string): void {
    if (!this.draining && this.parts.slots.isMine(runId) && !this.called.has(runId)) {
      this.called.set(runId, this.fill(runId, () => this.follow(runId)).finally(() => this.called.delete(runId)));
    }
  }

  private async follow(runId: string): Promise<ClaimedRun | null> {
    const run = await this.claim(runId, false);
    if (run !== null) {
      this.remember(run);
    }
    return run;
  }

  private remember({ id }: ClaimedRun): void {
    const [oldest] = this.begun.size >= REMEMBERED ? this.begun : [];
    this.begun.delete(oldest ?? id);
    this.begun.add(id);
  }

  /** Fills a slot, if one is free: with what is claimed first, and then with the runs whose turn it is. Never throws. */
  private async fill(runId: string, claimFirst: () => Promise<ClaimedRun | null>): Promise<void> {
    if (this.isFull || this.draining) {
      return;
    }
    this.busy += 1;
    try {
      for (let run = await claimFirst(); run !== null; run = await this.next(run)) {
        await this.work(run);
      }
    } catch (cause) {
      this.parts.logger.error({ runId, failure: errorForLog(cause) }, 'a run was left to the next worker');
    } finally {
      this.busy -= 1;
      this.releaseKept();
    }
  }

  /** Lets runs end by themselves for `drainMs`, then hands the rest over. New ones must not come any more. */
  async drain(drainMs: number): Promise<void> {
    const { active, logger } = this.parts;
    this.draining = true;
    this.releaseKept();
    clearTimeout(this.lookTimer ?? undefined);
    await settledWithin(active, drainMs);
    if (active.size > 0) {
      logger.info({ runs: active.size }, 'handing runs over to other workers');
      active.abortAll('worker_shutdown');
      await settledWithin(active, HAND_OVER_MS);
    }
    // What ended has a slot to hand over still. Jobs are waited for by who brings them, calls by nobody else.
    await Promise.race([Promise.all(this.called.values()), delay(HAND_OVER_MS, undefined, { ref: false })]);
  }

  private claim(runId: string, isItsTurn: boolean): Promise<ClaimedRun | null> {
    const { lifecycle, workerId, historyItems } = this.parts;
    return lifecycle.claim(runId, workerId, { checkpointVersion: CHECKPOINT_VERSION, historyItems, isItsTurn });
  }

  /** The slot of a run that ended goes to the run whose turn it is; of a worker that stops, to another worker. */
  private async next(ended: ClaimedRun): Promise<ClaimedRun | null> {
    const run = this.draining ? null : await this.free.next();
    if (run !== null || !this.draining) {
      return run;
    }
    const [next] = await this.candidates(1);
    if (next !== undefined) {
      await this.parts.queue.add(next.id, next.epoch, ended.id);
    }
    return null;
  }

  private unlessDraining(runs: RunPointer[]): RunPointer[] {
    return this.draining ? [] : runs;
  }

  /** Runs that a free slot must see to. */
  private async candidates(count: number): Promise<RunPointer[]> {
    return (await this.isSomethingDue()) ? this.parts.lifecycle.nextInTurn(count, { checkpointVersion: CHECKPOINT_VERSION }) : [];
  }

  /** Runs whose jobs are on their way are left to them, and looked at again when they should have come. */
  private async isSomethingDue(): Promise<boolean> {
    const waiting = await this.parts.lifecycle.waiting();
    if (waiting === 'fresh') {
      this.lookLater();
    }
    return waiting === 'due';
  }

  private lookLater(): void {
    if (!this.draining) {
      this.lookTimer ??= setTimeout(() => void this.wakeDue(), TUNABLES.jobGraceMs);
    }
  }

  /** Never throws: the reconciler makes up for it. */
  private async wakeDue(): Promise<void> {
    const { queue, logger } = this.parts;
    this.lookTimer = null;
    try {
      for (const { id, epoch } of await this.candidates(CANDIDATES)) {
        await queue.add(id, epoch, momentOf(TUNABLES.jobGraceMs));
      }
    } catch (cause) {
      logger.warn({ failure: errorForLog(cause) }, 'waiting runs could not be looked at');
    }
  }

  private async work(run: ClaimedRun): Promise<void> {
    const { active, executor, metrics, logger } = this.parts;
    const abort = new RunAbort();
    const startedAt = performance.now();
    let ending: Ending | null = null;
    metrics.runStarted(run.waitedMs);
    try {
      ending = await active.track(run.id, abort, this.beginnings.run(run.owner.tenantId, abort.signal, () => executor.execute(run, abort)));
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
    if (ending.kind === 'released') {
      await this.handOver(run);
    }
  }

  /** A job that cannot be added now is made up for by the reconciler. */
  private async handOver({ id, epoch }: ClaimedRun): Promise<void> {
    try {
      await this.parts.queue.add(id, epoch);
    } catch (cause) {
      this.parts.logger.warn({ runId: id, failure: errorForLog(cause) }, 'a run that was handed over could not be enqueued');
    }
  }
}

async function settledWithin(active: ActiveRuns, ms: number): Promise<void> {
  const timer = new AbortController();
  await Promise.race([active.settled(), delay(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
