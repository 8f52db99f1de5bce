import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../setup/ports.mjs';
import { Stop } from '../setup/stop.mjs';
import { ended } from './ended.mjs';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

/**
 * Starts a Redis of our own on a free port of 127.0.0.1, with its own data and a password made for this start.
 * @param {{ program: string, folder: string, throwaway: boolean, port?: number, password?: string }} options
 * @returns {Promise<import('./ended.mjs').Store>}
 */
export async function startRedis({ program, folder, throwaway, port: givenPort, password: givenPassword }) {
  mkdirSync(folder, { recursive: true });
  const port = givenPort ?? (await freePort());
  const password = givenPassword ?? randomBytes(24).toString('base64url');
  const configFile = join(folder, 'redis.conf');
  writeFileSync(configFile, configuration({ port, password, folder, throwaway }), { mode: 0o600 });
  const child = spawn(program, [configFile], { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = ended('Redis', child);
  const url = `redis://:${password}@127.0.0.1:${port}`;
  await waitForPing(url, end);
  return {
    url,
    ended: end.promise,
    kill: (signal) => end.afterSignals([signal, STOP_TIMEOUT_MS]),
    signal: (signal) => end.signal(signal),
    stop: async () => {
      await end.afterSignals(['SIGTERM', STOP_TIMEOUT_MS], ['SIGKILL', STOP_TIMEOUT_MS]);
      if (throwaway) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** BullMQ loses jobs when Redis evicts keys, so it must refuse writes instead. @param {{ port: number, password: string, folder: string, throwaway: boolean }} options */
function configuration({ port, password, folder, throwaway }) {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir "${folder}"`,
    'maxmemory-policy noeviction',
    `appendonly ${throwaway ? 'no' : 'yes'}`,
    'save ""',
    'daemonize no',
    'logfile ""',
    'loglevel warning',
    '',
  ].join('\n');
}

/** @param {string} url @param {ReturnType<typeof ended>} end */
async function waitForPing(url, end) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
    redis.on('error', () => undefined); // the failed ping below says the same
    const answered = await redis.connect().then(() => redis.ping()).then(() => true, () => false);
    redis.disconnect();
    if (answered) {
      return;
    }
    const result = end.result();
    if (result !== undefined || Date.now() > deadline) {
      throw new Stop(`The bundled start of Redis failed (${result?.lastOutput ?? 'no answer within 60 s'}): free the cause, or set REDIS_URL to a Redis of yours.`);
    }
    await delay(20); // a loading Redis accepts connections and refuses commands: only a ping tells
  }
}
