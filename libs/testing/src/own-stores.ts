import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@frontdesk/database';
import { freePort } from '../../../scripts/setup/ports.mjs';
import { findProgram } from '../../../scripts/setup/system-packages.mjs';
import type { Store } from '../../../scripts/stores/ended.mjs';
import { startPostgres } from '../../../scripts/stores/postgres.mjs';
import { startRedis } from '../../../scripts/stores/redis.mjs';
import { Redis } from 'ioredis';
import { onTestFileEnd } from './cleanup.js';

/** A server that dies on demand and comes back at the same address. */
export interface KillableStore {
  readonly url: string;
  /** Nothing is written down, nobody is told. Redis comes back empty; Postgres recovers what was committed. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface OwnStores {
  readonly postgres: KillableStore;
  readonly redis: KillableStore & {
    /** Forgets everything, and goes on. */
    flush(): Promise<void>;
    /** Stands still with all its connections, until `thaw`. */
    freeze(): void;
    thaw(): void;
    /** Entries of a stream, oldest first; none when it is not there. */
    entries(key: string): Promise<Array<{ readonly id: string; readonly fields: readonly string[] }>>;
  };
}

/** PostgreSQL (migrated) and Redis of this test file alone, to be killed and started again. Gone when the file ends. */
export async function startOwnStores(): Promise<OwnStores> {
  const folder = await mkdtemp(join(tmpdir(), 'frontdesk-stores-'));
  const program = findProgram('redis-server', 'valkey-server');
  if (program === undefined) {
    throw new Error('no redis-server or valkey-server was found');
  }
  const [postgresPort, redisPort] = [await freePort(), await freePort()];
  const [postgres, redis] = await Promise.all([
    // SIGQUIT ends every process of the server at once, without a checkpoint: SIGKILL would leave its children behind.
    killable(() => startPostgres({ folder: join(folder, 'postgres'), throwaway: true, keepsCommits: true, port: postgresPort }), 'SIGQUIT'),
    killable(() => startRedis({ program, folder: join(folder, 'redis'), throwaway: true, port: redisPort, password: 'of-a-test' }), 'SIGKILL'),
  ]);
  onTestFileEnd(async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
    await rm(folder, { recursive: true, force: true });
  });
  await migrate(postgres.url);
  return {
    postgres,
    redis: {
      ...redis,
      flush: async () => void (await asking(redis.url, (client) => client.flushall())),
      freeze: () => redis.signal('SIGSTOP'),
      thaw: () => redis.signal('SIGCONT'),
      entries: async (key) => (await asking(redis.url, (client) => client.xrange(key, '-', '+'))).map(([id, fields]) => ({ id, fields })),
    },
  };
}

async function asking<T>(url: string, ask: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await ask(redis);
  } finally {
    redis.disconnect();
  }
}

interface Killable extends KillableStore {
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

async function killable(start: () => Promise<Store>, signal: NodeJS.Signals): Promise<Killable> {
  let running = await start();
  return {
    url: running.url,
    kill: () => running.kill(signal),
    signal: (other) => running.signal(other),
    start: async () => {
      running = await start();
    },
    stop: () => running.stop(),
  };
}
