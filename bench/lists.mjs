// What a page of a list costs when there is very much to list: a user with 10,000 threads, a thread of 10,000 items.
// Through the store that the gateway asks, on a real PostgreSQL: DATABASE_URL, or one of its own.
//
//   npm run build && node bench/lists.mjs [--rounds 200]
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toWire } from '@frontdesk/chatkit-protocol';
import { createDatabase, migrate } from '@frontdesk/database';
import { ThreadStore, toWireThread } from '@frontdesk/threads';
import { BUILD_FOLDER } from '../scripts/setup/paths.mjs';
import { openStores } from '../scripts/stores/open-stores.mjs';

const ROWS = 10_000;
const LIMIT = 20;
const OWNER = { tenantId: 'bench', userId: 'bench' };

/** Ids are `<prefix><n>`, n from 1, in the order of insertion. @param {import('@frontdesk/database').Database} db */
async function fill(db) {
  await db.$executeRaw`DELETE FROM threads WHERE tenant_id = 'bench'`;
  await db.$executeRaw`INSERT INTO tenants (id, name) VALUES ('bench', 'bench') ON CONFLICT DO NOTHING`;
  await db.$executeRaw`
    INSERT INTO threads (id, tenant_id, user_id, title)
    SELECT 'thr_bench_' || n, 'bench', 'bench', 'Conversation ' || n FROM generate_series(1, ${ROWS}) n`;
  await db.$executeRaw`
    INSERT INTO thread_items (thread_id, id, type, data)
    SELECT 'thr_bench_1', 'msg_' || n, 'assistant_message',
      jsonb_build_object('content', jsonb_build_array(jsonb_build_object('type', 'output_text', 'text', repeat('word ', 80), 'annotations', '[]'::jsonb)))
    FROM generate_series(1, ${ROWS}) n`;
  await db.$executeRawUnsafe('ANALYZE threads, thread_items');
}

/** @param {number[]} sorted @param {number} q */
const quantile = (sorted, q) => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(2));

/** @param {string} what @param {() => Promise<unknown>} ask @param {number} rounds */
async function measure(what, ask, rounds) {
  for (let round = 0; round < 20; round += 1) {
    await ask();
  }
  /** @type {number[]} */
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await ask();
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  return { what, 'p50 ms': quantile(times, 0.5), 'p95 ms': quantile(times, 0.95) };
}

/**
 * Pages of twenty, newest first: behind nothing, behind the middle, and the last twenty.
 * @type {[place: string, cursor: (prefix: string) => string | undefined][]}
 */
const PLACES = [
  ['first page', () => undefined],
  ['page in the middle', (prefix) => `${prefix}${ROWS / 2}`],
  ['last page', (prefix) => `${prefix}${LIMIT + 1}`],
];

/**
 * @param {{ rounds?: number }} [options] how often each page is asked for
 * @returns {Promise<{ name: string, rows: Record<string, string | number>[] }>}
 */
export async function run({ rounds = 200 } = {}) {
  const folder = join(BUILD_FOLDER, `bench-lists-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const given = process.env['DATABASE_URL'];
  // A Redis is not asked; naming one keeps it from being started.
  const stores = await openStores({ databaseUrl: given, redisUrl: 'redis://none', folder, throwaway: true });
  await migrate(stores.databaseUrl);
  const db = createDatabase(stores.databaseUrl, { poolSize: 2 });
  try {
    await fill(db);
    const store = new ThreadStore(db);
    const rows = [];
    for (const [place, cursor] of PLACES) {
      /** @type {import('@frontdesk/threads').PageRequest} */
      const page = { limit: LIMIT, order: 'desc', after: cursor('thr_bench_') };
      const list = async () => {
        const threads = await store.listThreads(OWNER, page);
        return JSON.stringify(toWire({ ...threads, data: threads.data.map((record) => toWireThread(record)) }));
      };
      rows.push(await measure(`threads.list, ${ROWS.toLocaleString('en')} threads, ${place}`, list, rounds));
    }
    for (const [place, cursor] of PLACES) {
      /** @type {import('@frontdesk/threads').PageRequest} */
      const page = { limit: LIMIT, order: 'desc', after: cursor('msg_') };
      const list = async () => JSON.stringify(toWire(await store.listItems(OWNER, 'thr_bench_1', page)));
      rows.push(await measure(`items.list, ${ROWS.toLocaleString('en')} items, ${place}`, list, rounds));
    }
    return { name: `Lists: pages of ${LIMIT}, one after another`, rows };
  } finally {
    await db.$executeRaw`DELETE FROM threads WHERE tenant_id = 'bench'`;
    await db.$disconnect();
    await stores.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
  const { name, rows } = await run({ rounds: Number(values.rounds) });
  process.stdout.write(`${name}\n`);
  console.table(rows);
}
