import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../setup/ports.mjs';
import { say } from '../setup/say.mjs';
import { Stop } from '../setup/stop.mjs';
import { ended } from './ended.mjs';
import { findHome, makeDataFolder } from './postgres-home.mjs';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const USER = 'frontdesk';

/** A test's data is worth nothing, so nothing waits for the disk. */
const THROWAWAY = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];

/** A server that is killed, on a machine that is not. */
const KEEPS_COMMITS = ['-c', 'synchronous_commit=on'];

/**
 * Starts a PostgreSQL of our own on a free port of 127.0.0.1, with its own data and password.
 * @param {{ folder: string, throwaway: boolean, quiet?: boolean, port?: number, keepsCommits?: boolean }} options
 *   folder: keeps the cluster; made when it is absent. keepsCommits: throwaway, but what was committed survives a kill
 * @returns {Promise<import('./ended.mjs').Store>}
 */
export async function startPostgres({ folder, throwaway, quiet = false, port: given, keepsCommits = false }) {
  const home = findHome(folder);
  if (home.data !== folder && !throwaway && !quiet) {
    say(`PostgreSQL runs as another account than root, which may not enter ${folder}: its data is in ${home.data}.`);
  }
  const password = await ensureCluster(home);
  const port = given ?? (await freePort());
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=300', '-c', 'jit=off'];
  const child = spawn(join(home.programs, 'postgres'), ['-D', home.data, '-p', String(port), ...settings, ...(throwaway ? THROWAWAY : []), ...(keepsCommits ? KEEPS_COMMITS : [])], {
    ...home.account,
    cwd: home.data,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = ended('PostgreSQL', child);
  const url = `postgresql://${USER}:${password}@127.0.0.1:${port}`;
  await waitForLogin(`${url}/postgres`, end, home.data);
  await ensureDatabase(url);
  return {
    url: `${url}/frontdesk`,
    ended: end.promise,
    kill: (signal) => end.afterSignals([signal, STOP_TIMEOUT_MS]),
    signal: (signal) => end.signal(signal),
    stop: async () => {
      // SIGINT: disconnect clients, write everything, leave. SIGQUIT: leave at once, recover at the next start.
      await end.afterSignals(['SIGINT', STOP_TIMEOUT_MS], ['SIGQUIT', STOP_TIMEOUT_MS], ['SIGKILL', STOP_TIMEOUT_MS]);
      if (throwaway) {
        rmSync(home.data, { recursive: true, force: true });
      }
    },
  };
}

/** @param {import('./postgres-home.mjs').PostgresHome} home */
async function ensureCluster(home) {
  const passwordFile = join(home.data, 'frontdesk-password');
  if (existsSync(join(home.data, 'PG_VERSION')) && existsSync(passwordFile)) {
    return readFileSync(passwordFile, 'utf8').trim();
  }
  // Without the password file the last creation was interrupted: there is nothing in it yet.
  const password = randomBytes(24).toString('base64url');
  const seed = `${home.data}.password`;
  mkdirSync(dirname(seed), { recursive: true });
  writeFileSync(seed, `${password}\n`, { mode: 0o600 });
  try {
    makeDataFolder(home);
    if (home.account !== undefined) {
      chownSync(seed, home.account.uid, home.account.gid);
    }
    await initdb(home, seed);
  } finally {
    rmSync(seed, { force: true });
  }
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  chmodSync(passwordFile, 0o600);
  return password;
}

/** @param {import('./postgres-home.mjs').PostgresHome} home @param {string} passwordFile */
async function initdb(home, passwordFile) {
  const args = [`--pgdata=${home.data}`, `--username=${USER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const child = spawn(join(home.programs, 'initdb'), [...args, '--locale-provider=builtin', '--builtin-locale=C.UTF-8'], {
    ...home.account,
    cwd: home.data,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = ended('initdb', child);
  const { code, lastOutput } = await end.promise;
  if (code !== 0) {
    throw new Stop(`The bundled PostgreSQL could not create its data in ${home.data} (${lastOutput}): free the cause, or set DATABASE_URL to a PostgreSQL of yours.`);
  }
}

/** @param {string} url @param {ReturnType<typeof ended>} end @param {string} data */
async function waitForLogin(url, end, data) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    const connected = await Promise.race([client.connect().then(() => true, () => false), end.promise.then(() => false)]);
    await client.end().catch(() => undefined); // a connection that never opened has nothing to close
    if (connected) {
      return;
    }
    const result = end.result();
    if (result !== undefined || Date.now() > deadline) {
      const reason = result?.lastOutput ?? 'no answer within 60 s';
      if (reason.includes('postmaster.pid')) {
        throw new Stop(`Frontdesk already runs from this folder (its data is in use: ${data}): stop that one first, or set FRONTDESK_STATE_FOLDER to another folder.`);
      }
      throw new Stop(`The bundled PostgreSQL did not start in ${data} (${reason}): free the cause, or set DATABASE_URL to a PostgreSQL of yours.`);
    }
    await delay(50); // it logs when it is ready, in words that depend on the version; logging in is the surer sign
  }
}

/** @param {string} server */
async function ensureDatabase(server) {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    const found = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'frontdesk'`);
    if (found.rowCount === 0) {
      await client.query('CREATE DATABASE frontdesk');
    }
  } finally {
    await client.end();
  }
}
