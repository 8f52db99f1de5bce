// Logs in to the stores once. A module of its own: these packages exist only after the installation.
import { Redis } from 'ioredis';
import pg from 'pg';
import { say } from './say.mjs';
import { Stop } from './stop.mjs';

const TIMEOUT_MS = 5_000;

/** What PostgreSQL's error codes mean for whoever wrote the URL. @type {Readonly<Record<string, string>>} */
const DATABASE_PROBLEMS = {
  '28P01': 'refused the password: correct the user and the password in the URL',
  28000: 'does not let this user in: correct the user in the URL, or permit it in pg_hba.conf',
  '3D000': 'has no database of that name: create it (createdb), or correct the name at the end of the URL',
};

/** @param {string} url @param {string} [variable] */
export async function tryDatabase(url, variable = 'DATABASE_URL') {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS });
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (cause) {
    const { code, message } = /** @type {{ code?: string, message: string }} */ (cause);
    throw new Stop(`The PostgreSQL of ${variable} ${DATABASE_PROBLEMS[code ?? ''] ?? `does not answer as expected (${message}): check the URL`}.`);
  } finally {
    await client.end().catch(() => undefined); // a connection that never opened has nothing to close
  }
}

/** @param {string} url @param {string} [variable] */
export async function tryRedis(url, variable = 'REDIS_URL') {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, connectTimeout: TIMEOUT_MS, retryStrategy: () => null });
  let problem = '';
  redis.on('error', (cause) => {
    problem = cause.message;
  });
  try {
    await redis.connect();
    await redis.ping();
    await warnOfEviction(redis, variable);
  } catch (cause) {
    throw new Stop(`The Redis of ${variable} does not let Frontdesk in (${problem || /** @type {Error} */ (cause).message}): correct the user, the password or the database number in the URL.`);
  } finally {
    redis.disconnect();
  }
}

/** @param {Redis} redis @param {string} variable */
async function warnOfEviction(redis, variable) {
  // A managed Redis may refuse the question; then its owner has to know.
  const memory = await redis.info('memory').catch(() => '');
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
  if (policy !== undefined && policy !== 'noeviction') {
    say(`Warning: the Redis of ${variable} may drop jobs when its memory is full (maxmemory-policy ${policy}): set it to noeviction.`);
  }
}
