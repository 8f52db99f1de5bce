// The user's own Postgres and Redis: DATABASE_URL and REDIS_URL. What is wrong with them is said before anything else is
// done, without packages, and without ever printing the URL, which may hold a password.
import { whyNoAnswer } from './ports.mjs';
import { Stop } from './stop.mjs';

/**
 * @typedef {object} StoreKind
 * @property {string} server its name for people
 * @property {readonly string[]} protocols
 * @property {number} port where it listens by default
 * @property {string} example
 */

/** @type {Readonly<Record<'DATABASE_URL' | 'REDIS_URL', StoreKind>>} */
const KINDS = {
  DATABASE_URL: { server: 'PostgreSQL', protocols: ['postgres:', 'postgresql:'], port: 5432, example: 'postgresql://user:password@127.0.0.1:5432/frontdesk' },
  REDIS_URL: { server: 'Redis', protocols: ['redis:', 'rediss:'], port: 6379, example: 'redis://127.0.0.1:6379' },
};

/**
 * Checks that a URL is one, and that something listens there.
 * @param {'DATABASE_URL' | 'REDIS_URL'} kind
 * @param {string | undefined} value
 * @param {string} [variable] the variable's name, where it is not the kind's
 * @returns {Promise<string | undefined>} the URL, when one was given
 */
export async function givenStore(kind, value, variable = kind) {
  if (value === undefined || value.trim() === '') {
    return undefined;
  }
  const { server, protocols, port, example } = KINDS[kind];
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !protocols.includes(url.protocol) || url.hostname === '') {
    throw new Stop(`${variable} is not a URL of ${server}: write it like ${example}, or unset it and Frontdesk brings its own ${server}.`);
  }
  const where = { host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, ''), port: url.port === '' ? port : Number(url.port) };
  const reason = await whyNoAnswer(where.host, where.port);
  if (reason !== undefined) {
    throw new Stop(
      `No ${server} answers at ${where.host}:${where.port}, where ${variable} points (${reason}): start it, correct the variable, or unset it and Frontdesk brings its own ${server}.`,
    );
  }
  return value;
}
