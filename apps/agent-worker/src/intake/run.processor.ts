import { QUEUES, runJobSchema } from '@frontdesk/contracts';
import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import type { Job } from 'bullmq';
import { RUN_INTAKE } from '../agent-worker.tokens.js';
import type { RunIntake } from './run-intake.js';

/**
 * The consumer's end of the run queue. A job is a pointer and always succeeds: what became of the run is in Postgres.
 * The lock is short, so that a job that died with its worker soon makes room for one with the same id.
 */
@Processor(QUEUES.runs.name, { autorun: false, maxStalledCount: QUEUES.runs.maxStalledCount, lockDuration: 10_000, stalledInterval: 5_000 })
export class RunProcessor extends WorkerHost {
  constructor(@Inject(RUN_INTAKE) private readonly intake: RunIntake) {
    super();
  }

  async process(job: Job<unknown>): Promise<void> {
    const { runId } = runJobSchema.parse(job.data);
    await this.intake.take(runId, job.id === runId);
  }

  /** @param onError hears connection errors and jobs that lost their lock; neither costs a run */
  start(concurrency: number, onError: (cause: Error) => void): void {
    this.worker.concurrency = concurrency;
    this.worker.on('error', onError);
    this.worker.run().catch(onError);
  }

  /** Takes no more jobs from now on. @returns when those at hand have ended */
  stop(): Promise<void> {
    return this.worker.close(); // pausing would not do: the fetch that is under way would still bring a job
  }
}
