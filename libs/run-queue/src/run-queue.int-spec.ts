import { QUEUES, newId, runJobSchema } from '@frontdesk/contracts';
import { testRedisUrl } from '@frontdesk/testing';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { RunQueue } from './run-queue.js';

let redisUrl: string;
let queue: RunQueue;

beforeAll(async () => {
  redisUrl = await testRedisUrl();
  queue = new RunQueue(redisUrl, () => undefined);
  await queue.ready();
});

afterAll(() => queue.close());

/** A worker that notes what it is handed; `release` lets the job at hand end. */
function consume(until: number): { ids: string[]; done: Promise<void>; close: () => Promise<void> } {
  const ids: string[] = [];
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => { finish = resolve; });
  const worker = new Worker(QUEUES.runs.name, (job) => {
    ids.push(runJobSchema.parse(job.data).runId);
    if (ids.length >= until) {
      finish();
    }
    return Promise.resolve();
  }, { connection, prefix: QUEUES.runs.prefix, maxStalledCount: QUEUES.runs.maxStalledCount });
  return { ids, done, close: async () => { await worker.close(); connection.disconnect(); } };
}

describe('the run queue', () => {
  it('delivers a run once, however often it was added while it waited', async () => {
    const [first, second] = [newId('run'), newId('run')];
    await queue.add(first, 0);
    await queue.add(first, 0);
    await queue.add(second, 0);
    expect(await queue.depth()).toEqual({ waiting: 2, active: 0 });
    const consumer = consume(2);
    await consumer.done;
    await consumer.close();
    expect(consumer.ids).toEqual([first, second]);
  });

  it('delivers a run that is resumed though the job that parked it may still be there', async () => {
    const runId = newId('run');
    await queue.add(runId, 0);
    await queue.add(runId, 1);
    const consumer = consume(2);
    await consumer.done;
    await consumer.close();
    expect(consumer.ids).toEqual([runId, runId]);
  });

  it('delivers a run whose turn has come though the job that came too early may still be there', async () => {
    const [first, second] = [newId('run'), newId('run')];
    await queue.add(second, 0);
    await queue.add(second, 0, first);
    await queue.add(second, 0, first);
    const consumer = consume(2);
    await consumer.done;
    await consumer.close();
    expect(consumer.ids).toEqual([second, second]);
    expect(await queue.depth()).toEqual({ waiting: 0, active: 0 });
  });

  it('fails at once, and does not hang, when Redis is away', async () => {
    const nowhere = new RunQueue('redis://127.0.0.1:1', () => undefined);
    await expect(nowhere.add(newId('run'), 0)).rejects.toThrow();
    await nowhere.close();
  });
});
