import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase, type Database } from '@frontdesk/database';
import { startDemoModel, type DemoModel } from '@frontdesk/demo-model';
import { startOwnStores, startStack, type OwnStores, type Stack } from '@frontdesk/testing';
import type { Fault } from './troubles.js';

/** From when to when Redis forgot what it had: gaps in what people saw may be there, and nowhere else. */
export interface Loss {
  readonly from: number;
  readonly until: number;
}

/** The whole system on stores of its own, each part of which can be killed; the model runs here, so that its calls are counted. */
export interface FaultySystem {
  readonly stores: OwnStores;
  readonly stack: Stack;
  readonly model: DemoModel;
  readonly db: Database;
  readonly losses: readonly Loss[];
  /** Comes back when the part is well again. */
  suffer(fault: Fault): Promise<void>;
  close(): Promise<void>;
}

export async function startFaultySystem(options: { gateways: number; workers: number; tokensPerSecond: number; workerConcurrency?: number }): Promise<FaultySystem> {
  const losses: Loss[] = [];
  const own = await startOwnStores();
  const stores = { ...own, redis: forgetful(own.redis, losses) };
  const model = await startDemoModel({ tokensPerSecond: options.tokensPerSecond, keepRequests: 20_000 });
  const stack = await startStack({
    gateways: options.gateways,
    workers: options.workers,
    databaseUrl: stores.postgres.url,
    redisUrl: stores.redis.url,
    modelUrl: model.url,
    env: { LOG_LEVEL: 'info' },
    envOf: {
      'agent-worker': { WORKER_CONCURRENCY: String(options.workerConcurrency ?? 32) },
      gateway: { SESSION_TTL_SECONDS: '86400', RATE_LIMIT_PER_MINUTE: '1000000' },
    },
  });
  const db = createDatabase(stores.postgres.url, { poolSize: 3 });
  return {
    stores,
    stack,
    model,
    db,
    losses,
    suffer: (fault) => suffer(stores, stack, fault),
    close: async () => {
      await db.$disconnect();
      await stack.stop();
      await model.close();
    },
  };
}

/** Writes down when it forgets. */
function forgetful(redis: OwnStores['redis'], losses: Loss[]): OwnStores['redis'] {
  let killedAt = 0;
  return {
    ...redis,
    kill: () => {
      killedAt = Date.now();
      return redis.kill();
    },
    start: async () => {
      await redis.start();
      losses.push({ from: killedAt, until: Date.now() });
    },
    flush: async () => {
      const from = Date.now();
      await redis.flush();
      losses.push({ from, until: Date.now() });
    },
  };
}

async function suffer({ redis, postgres }: OwnStores, stack: Stack, { part, how, awayMs }: Fault): Promise<void> {
  if (part === 'redis' || part === 'postgres') {
    const store = part === 'redis' ? redis : postgres;
    await store.kill();
    await delay(awayMs);
    await store.start();
  } else if (how === 'SIGSTOP') {
    stack.signal(part, 'SIGSTOP');
    await delay(awayMs);
    stack.signal(part, 'SIGCONT');
  } else {
    await stack.kill(part, how);
    await delay(awayMs);
    await stack.restart(part);
  }
}
