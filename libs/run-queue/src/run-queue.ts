import { FrontdeskError, QUEUES, newRunChannel, type RunJob } from '@frontdesk/contracts';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

/**
 * The producer's side of the run queue. Fails fast when Redis is away: a run that could not be enqueued stays
 * `queued` in Postgres, and a worker's reconciler enqueues it.
 */
export class RunQueue {
  private readonly connection: Redis;
  private readonly queue: Queue<RunJob>;

  /**
   * @param redisUrl redis://host:port
   * @param onError hears connection errors; BullMQ reconnects by itself
   */
  constructor(redisUrl: string, onError: (cause: Error) => void) {
    this.connection = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    this.connection.on('error', onError);
    this.queue = new Queue<RunJob>(QUEUES.runs.name, {
      connection: this.connection,
      prefix: QUEUES.runs.prefix,
      defaultJobOptions: { ...QUEUES.runs.jobOptions },
    });
    this.queue.on('error', onError);
  }

  /** Resolves once Redis answers; at start-up, before the first request. */
  async ready(): Promise<void> {
    await this.queue.waitUntilReady();
  }

  /**
   * Points a worker at a run. Adding the same run at the same epoch again does nothing.
   * A resumed run gets a job id of its own, since the job that parked it may not be gone yet.
   *
   * @param epoch the run's epoch as the row has it: 0 before the first claim
   * @param occasion what it is added for beside the run's own coming, such as the run that made room just now: a job that came
   *   too early and is only just being dropped, or that brought its worker another run and lasts as long as that, must not swallow
   *   this one. On the same occasion it is added once
   * @throws FrontdeskError unavailable, at once, while Redis is away
   */
  async add(runId: string, epoch: number, occasion?: string): Promise<void> {
    if (this.connection.status !== 'ready') {
      // BullMQ would wait for the connection, and the request with it.
      throw new FrontdeskError('unavailable', { cause: new Error(`the connection to Redis is ${this.connection.status}`) });
    }
    const base = epoch === 0 ? runId : `${runId}-${epoch}`;
    const jobId = occasion === undefined ? base : `${base}-after-${occasion}`;
    await this.queue.add(QUEUES.runs.name, { runId }, { jobId });
  }

  /**
   * Calls a new run out to all workers, so that the one whose it is begins without waiting for a job (docs/decisions/0063). That
   * saves time and secures nothing: a job has to follow.
   *
   * @returns whether any worker heard it; false while Redis is away
   */
  async callOut(runId: string): Promise<boolean> {
    try {
      return (await this.connection.publish(newRunChannel(this.connection.options.db ?? 0), runId)) > 0;
    } catch {
      return false; // adding the job fails in the same way, and says so
    }
  }

  /** Jobs that wait for a worker, and jobs at work. Answers that began with a call are not among them: their jobs come for nothing. */
  async depth(): Promise<{ waiting: number; active: number }> {
    const counts = await this.queue.getJobCounts('waiting', 'active');
    return { waiting: counts['waiting'] ?? 0, active: counts['active'] ?? 0 };
  }

  /** Workers that listen to the queue right now, over all machines. */
  async workersCount(): Promise<number> {
    return this.queue.getWorkersCount();
  }

  async close(): Promise<void> {
    if (this.connection.status === 'ready') {
      await this.queue.close();
    }
    this.connection.disconnect();
  }
}
