import { setMaxListeners } from 'node:events';
import { TUNABLES } from '@frontdesk/contracts';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from '@frontdesk/observability';
import { abortableDelay } from '@frontdesk/run-events';
import { RunQueue } from '@frontdesk/run-queue';
import { RunAdmissionStore, type Admission } from '@frontdesk/runs';
import { LOGGER } from '../gateway.tokens.js';

/** Points the workers at runs. */
@Injectable()
export class RunDispatcher implements OnModuleDestroy {
  /** Runs without a job, since the slot that becomes free finds them; until it is certain that none did just before. */
  private left: string[] = [];
  private lookTimer: NodeJS.Timeout | null = null;
  /** Jobs on their way to the queue. */
  private readonly adding = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly queue: RunQueue,
    private readonly admission: RunAdmissionStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    setMaxListeners(0, this.stopping.signal); // one for each job that is about to follow
  }

  /** Never waits and never fails: a run that could not be enqueued stays `queued`, and a worker's reconciler finds it. */
  dispatch(run: Pick<Admission, 'runId' | 'epoch' | 'threadId' | 'needsWakeUp'>): void {
    if (run.needsWakeUp) {
      const added = run.epoch === 0 ? this.callOut(run.runId) : this.wake(run.runId, run.epoch);
      this.adding.add(added);
      void added.finally(() => this.adding.delete(added));
      return;
    }
    this.left.push(run.runId);
    this.lookTimer ??= setTimeout(() => void this.wakeOverlooked(), TUNABLES.jobGraceMs);
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.lookTimer ?? undefined);
    this.stopping.abort();
    await Promise.all(this.adding);
  }

  /** The workers hear of a new run, and its job follows when its answer has begun; at once where none of them hears, or this process stops. Never throws. */
  private async callOut(runId: string): Promise<void> {
    if (await this.queue.callOut(runId)) {
      await abortableDelay(TUNABLES.jobAfterCallMs, this.stopping.signal);
    }
    await this.wake(runId, 0);
  }

  /** One look for all that came in the meantime, however many a tenant sends. Never throws. */
  private async wakeOverlooked(): Promise<void> {
    const left = this.left;
    [this.left, this.lookTimer] = [[], null];
    try {
      for (const { id, epoch } of await this.admission.findOverlooked(left)) {
        await this.wake(id, epoch);
      }
    } catch (cause) {
      this.logger.warn({ err: cause, runs: left.length }, 'runs without a job could not be looked at; the reconciler will');
    }
  }

  /** Never throws. */
  private async wake(runId: string, epoch: number): Promise<void> {
    try {
      await this.queue.add(runId, epoch);
    } catch (cause) {
      this.logger.warn({ err: cause, runId }, 'run could not be enqueued; the reconciler will');
    }
  }
}
