// The process that holds the servers we bring ourselves. It has no terminal, so a Ctrl-C does not reach the servers
// before their clients have left; and it stops them when the command that started it is gone, however that ended.
import { lastWords, Stop } from '../setup/stop.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';

/**
 * @typedef {object} Order
 * @property {{ folder: string, throwaway: boolean } | undefined} [postgres]
 * @property {{ program: string, folder: string, throwaway: boolean } | undefined} [redis]
 *
 * @typedef {{ type: 'ready', databaseUrl?: string, redisUrl?: string } | { type: 'failed', sentence: string } | { type: 'lost', sentence: string }} Report
 */

process.title = 'frontdesk-stores';

/** Running or still starting: both must be stopped. @type {Promise<import('./ended.mjs').Store>[]} */
const stores = [];
let leaving = false;

/** @param {Report} report */
const send = (report) => {
  if (process.connected) {
    process.send?.(report);
  }
};

async function leave() {
  if (leaving) {
    return;
  }
  leaving = true;
  await Promise.allSettled(stores.map(async (starting) => (await starting).stop()));
  process.exit(0);
}

/** @param {string} name @param {Promise<import('./ended.mjs').Store>} starting */
async function keep(name, starting) {
  stores.push(starting);
  const store = await starting;
  void store.ended.then(({ code, signal, lastOutput }) => {
    if (!leaving) {
      send({ type: 'lost', sentence: `${name} ended unexpectedly (${signal ?? `exit ${code}`}${lastOutput === '' ? '' : `: ${lastOutput}`}).` });
    }
  });
  return store.url;
}

/** @param {Order} order */
async function open(order) {
  const [databaseUrl, redisUrl] = await Promise.all([
    order.postgres && keep('PostgreSQL', startPostgres(order.postgres)),
    order.redis && keep('Redis', startRedis(order.redis)),
  ]);
  send({ type: 'ready', ...(databaseUrl === undefined ? {} : { databaseUrl }), ...(redisUrl === undefined ? {} : { redisUrl }) });
}

process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void leave());
process.on('disconnect', () => void leave());
process.once('message', (order) => {
  open(/** @type {Order} */ (order)).catch((cause) => {
    send({ type: 'failed', sentence: lastWords(cause instanceof Stop ? cause : new Error('The bundled servers could not be started.', { cause })) });
    return leave();
  });
});
