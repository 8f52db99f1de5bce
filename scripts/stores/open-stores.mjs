import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Stop } from '../setup/stop.mjs';
import { findProgram, installSystemPackage, mayInstall } from '../setup/system-packages.mjs';

/**
 * @template T
 * @typedef {{ promise: Promise<T>, resolve: (value: T) => void, reject: (cause: Error) => void }} Resolvers
 */

/**
 * @typedef {object} OpenStores
 * @property {string} databaseUrl
 * @property {string} redisUrl
 * @property {Promise<string>} lost settles with a sentence when a server of ours ends unasked; never for the user's own
 * @property {() => Promise<void>} stop stops what we started
 */

/**
 * Brings the servers that were not given.
 * @param {{ databaseUrl: string | undefined, redisUrl: string | undefined, folder: string, throwaway: boolean }} options
 * @returns {Promise<OpenStores>}
 */
export async function openStores({ databaseUrl, redisUrl, folder, throwaway }) {
  if (databaseUrl !== undefined && redisUrl !== undefined) {
    return { databaseUrl, redisUrl, lost: new Promise(() => undefined), stop: async () => undefined };
  }
  /** @type {import('./keeper.mjs').Order} */
  const order = {
    postgres: databaseUrl === undefined ? { folder: `${folder}/postgres`, throwaway } : undefined,
    redis: redisUrl === undefined ? { program: await redisProgram(), folder: `${folder}/redis`, throwaway } : undefined,
  };
  // A session of its own keeps the terminal's Ctrl-C away from it.
  const keeper = fork(fileURLToPath(new URL('./keeper.mjs', import.meta.url)), { detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const gone = new Promise((resolve) => keeper.once('exit', resolve));
  const stop = async () => {
    keeper.kill('SIGTERM');
    await gone;
  };
  const { ready, lost } = listen(keeper, gone);
  keeper.send(order);
  try {
    const own = await ready;
    return { databaseUrl: databaseUrl ?? own.databaseUrl ?? '', redisUrl: redisUrl ?? own.redisUrl ?? '', lost, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} keeper
 * @param {Promise<unknown>} gone
 */
function listen(keeper, gone) {
  /** @type {Resolvers<{ databaseUrl?: string, redisUrl?: string }>} */
  const ready = withResolvers();
  /** @type {Resolvers<string>} */
  const lost = withResolvers();
  keeper.on('message', (message) => {
    const report = /** @type {import('./keeper.mjs').Report} */ (message);
    switch (report.type) {
      case 'ready':
        return ready.resolve(report);
      case 'failed':
        return ready.reject(new Stop(report.sentence));
      case 'lost':
        return lost.resolve(report.sentence);
    }
  });
  void gone.then(() => {
    ready.reject(new Stop('The process that keeps PostgreSQL and Redis ended before they were ready: its last words are above.'));
    lost.resolve('The process that keeps PostgreSQL and Redis ended.');
  });
  return { ready: ready.promise, lost: lost.promise };
}

/** Node 20 has no Promise.withResolvers. @template T @returns {Resolvers<T>} */
function withResolvers() {
  /** @type {Partial<Resolvers<T>>} */
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return /** @type {Resolvers<T>} */ (parts);
}

async function redisProgram() {
  const present = () => findProgram('redis-server', 'valkey-server');
  const program = present();
  if (program !== undefined) {
    return program;
  }
  if (mayInstall() && (await installSystemPackage('redis-server', 'no redis-server or valkey-server was found'))) {
    const installed = present();
    if (installed !== undefined) {
      return installed;
    }
  }
  throw new Stop('Redis is missing: install it (Debian and Ubuntu: sudo apt-get install redis-server, macOS: brew install redis) or set REDIS_URL to one of yours, then run the command again.');
}
