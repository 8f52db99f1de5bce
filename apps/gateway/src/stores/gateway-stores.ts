import { createDatabase, type Database } from '@frontdesk/database';
import type { Logger } from '@frontdesk/observability';
import { RunQueue } from '@frontdesk/run-queue';
import { Redis } from 'ioredis';
import type { GatewayConfig } from '../gateway.config.js';
import { OutageLog } from './outage-log.js';
import { StartupError } from './startup.error.js';

/** Stores that start at the same time as we do get this long. */
const STARTUP_BOUND_MS = 10_000;
const STARTUP_RETRY_MS = 100;
/** A Redis that takes longer for one command counts as away. */
const COMMAND_TIMEOUT_MS = 5_000;

/** What the process holds open, from start to stop. */
export interface GatewayStores {
  readonly db: Database;
  /** For commands; fails fast, so that a request never waits for a Redis that is away. */
  readonly redis: Redis;
  /** For subscriptions alone; waits for Redis however long it takes. */
  readonly subscriber: Redis;
  readonly queue: RunQueue;
  close(): Promise<void>;
}

/** @throws StartupError when a store does not answer within the bound, or the database has no tables */
export async function openStores(config: GatewayConfig['stores'], logger: Logger, boundMs = STARTUP_BOUND_MS): Promise<GatewayStores> {
  const deadline = Date.now() + boundMs;
  const db = createDatabase(config.databaseUrl);
  const redis = new Redis(config.redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: COMMAND_TIMEOUT_MS });
  const subscriber = new Redis(config.redisUrl, { maxRetriesPerRequest: null });
  logOutages(redis, new OutageLog(logger, 'the Redis connection for commands'));
  logOutages(subscriber, new OutageLog(logger, 'the Redis connection for live events'));
  // What a failed connection means is logged with the run that could not be enqueued.
  const queue = new RunQueue(config.redisUrl, (cause) => logger.debug({ err: cause }, 'run queue connection'));
  const close = async (): Promise<void> => {
    await queue.close();
    redis.disconnect();
    subscriber.disconnect();
    await db.$disconnect();
  };
  // Both to their end, so that nothing is in the middle of connecting when it is closed.
  const [database, broker] = await Promise.allSettled([
    databaseIsThere(db, config.databaseUrl, deadline),
    redisIsThere(redis, queue, config.redisUrl, deadline),
  ]);
  const failure = [database, broker].find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) {
    await close();
    throw failure.reason;
  }
  return { db, redis, subscriber, queue, close };
}

function logOutages(connection: Redis, log: OutageLog): void {
  connection.on('error', (cause) => log.failed(cause));
  connection.on('ready', () => log.recovered());
}

async function databaseIsThere(db: Database, url: string, deadline: number): Promise<void> {
  const ask = () => db.$queryRaw<Array<{ migrated: boolean }>>`SELECT to_regclass('chat_sessions') IS NOT NULL AS migrated`;
  const [row] = await untilItAnswers(ask, deadline, `Postgres does not answer at ${addressOf(url)}: start it, or correct DATABASE_URL.`);
  if (row?.migrated !== true) {
    throw new StartupError(`The database at ${addressOf(url)} has no tables yet: apply the migrations first.`);
  }
}

async function redisIsThere(redis: Redis, queue: RunQueue, url: string, deadline: number): Promise<void> {
  const sentence = `Redis does not answer at ${addressOf(url)}: start it, or correct REDIS_URL.`;
  await untilItAnswers(() => pingWhenConnected(redis), deadline, sentence);
  await untilItAnswers(() => queue.ready(), deadline, sentence);
}

async function pingWhenConnected(redis: Redis): Promise<void> {
  if (redis.status !== 'ready') {
    throw new Error(`the connection to Redis is ${redis.status}`);
  }
  await redis.ping();
}

async function untilItAnswers<T>(ask: () => Promise<T>, deadline: number, sentence: string): Promise<T> {
  for (;;) {
    try {
      return await within(deadline, ask());
    } catch (cause) {
      if (Date.now() + STARTUP_RETRY_MS > deadline) {
        throw new StartupError(sentence, { cause });
      }
      await new Promise((resolve) => setTimeout(resolve, STARTUP_RETRY_MS));
    }
  }
}

async function within<T>(deadline: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), deadline - Date.now());
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Host and port alone: the rest of a store's URL may hold a password. */
function addressOf(url: string): string {
  return new URL(url).host;
}
