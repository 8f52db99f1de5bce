import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from '../setup/stop.mjs';
import { whyNoAnswer } from '../setup/ports.mjs';
import { findHome } from './postgres-home.mjs';
import { startPostgres } from './postgres.mjs';

/**
 * The database that npm start keeps in a folder: the running server's when there is one, else started for a moment.
 * @param {string} folder npm start's state
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function ownDatabase(folder) {
  const cluster = join(folder, 'postgres');
  const { data } = findHome(cluster);
  const passwordFile = join(data, 'frontdesk-password');
  if (!existsSync(passwordFile)) {
    throw new Stop('There is no database yet: run npm start once, or set DATABASE_URL to the one that is meant.');
  }
  const port = await runningPort(data);
  if (port !== undefined) {
    const password = readFileSync(passwordFile, 'utf8').trim();
    return { url: `postgresql://frontdesk:${password}@127.0.0.1:${port}/frontdesk`, close: async () => undefined };
  }
  const store = await startPostgres({ folder: cluster, throwaway: false, quiet: true });
  return { url: store.url, close: store.stop };
}

/** PostgreSQL writes its port into the fourth line; a file that a crash left behind names one where nobody answers. @param {string} data */
async function runningPort(data) {
  const file = join(data, 'postmaster.pid');
  const port = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[3]) : NaN;
  return Number.isInteger(port) && (await whyNoAnswer('127.0.0.1', port)) === undefined ? port : undefined;
}
