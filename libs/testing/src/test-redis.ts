import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { onTestFileEnd } from './cleanup.js';
import { requiredServer } from './test-config.js';

const LEASE_MS = 15_000;
const RENEW_MS = 4_000;
const WAIT_MS = 60_000;
const RETRY_MS = 200;
/** Redis has 16 databases unless it is told otherwise; 0 keeps the leases. */
const LAST_INDEX = 15;

const leaseKey = (index: number): string => `frontdesk:testing:database:${index}`;

/**
 * The URL of an empty Redis database that this test file has for itself, on the server of TEST_REDIS_URL.
 * BullMQ needs its keys whole, so a key prefix would not do: each caller leases one of the server's numbered databases.
 * Emptied and given back by itself when the test file ends; a killed run's lease runs out after 15 s.
 * FLUSHDB is yours to use, FLUSHALL is not. Pub/sub knows no databases: channels are shared, so give runs unique ids.
 */
export async function testRedisUrl(): Promise<string> {
  const server = requiredServer('TEST_REDIS_URL');
  const leases = new Redis(databaseUrl(server, 0), { maxRetriesPerRequest: 1 });
  const token = randomUUID();
  const index = await lease(leases, token);
  const url = databaseUrl(server, index);
  await flush(url);
  const renewal = setInterval(() => {
    leases.pexpire(leaseKey(index), LEASE_MS).catch((cause: unknown) => {
      process.emitWarning(`The lease of test database ${index} could not be renewed: ${String(cause)}`);
    });
  }, RENEW_MS);
  onTestFileEnd(async () => {
    clearInterval(renewal);
    await flush(url);
    await leases.del(leaseKey(index));
    await leases.quit();
  });
  return url;
}

async function lease(leases: Redis, token: string): Promise<number> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    for (let index = 1; index <= LAST_INDEX; index += 1) {
      if ((await leases.set(leaseKey(index), token, 'PX', LEASE_MS, 'NX')) === 'OK') {
        return index;
      }
    }
    if (Date.now() > deadline) {
      leases.disconnect();
      throw new Error(`All ${LAST_INDEX} test databases of the Redis server stayed taken for ${WAIT_MS / 1000} s.`);
    }
    // Other test files hold them all; there is no event to wait for when one gives its own back.
    await delay(RETRY_MS);
  }
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    await redis.flushdb();
  } finally {
    redis.disconnect();
  }
}

function databaseUrl(server: string, index: number): string {
  const url = new URL(server);
  url.pathname = `/${index}`;
  return url.toString();
}
