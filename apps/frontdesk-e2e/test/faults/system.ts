import { createDatabase, type Database } from '@frontdesk/database';
import { startDemoModel, type DemoModel } from '@frontdesk/demo-model';
import { startOwnStores, startStack, type OwnStores, type Stack } from '@frontdesk/testing';

/** The whole system on stores of its own, each part of which can be killed; the model runs here, so that its calls are counted. */
export interface FaultySystem {
  readonly stores: OwnStores;
  readonly stack: Stack;
  readonly model: DemoModel;
  readonly db: Database;
  close(): Promise<void>;
}

export async function startFaultySystem(options: { gateways: number; workers: number; tokensPerSecond: number; workerConcurrency?: number }): Promise<FaultySystem> {
  const stores = await startOwnStores();
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
    close: async () => {
      await db.$disconnect();
      await stack.stop();
      await model.close();
    },
  };
}
