import { toWire } from '@frontdesk/chatkit-protocol';
import { createDatabase } from '@frontdesk/database';
import { ThreadStore, toWireThread } from '@frontdesk/threads';
import { ascending, quantile, rounded } from '../rig/figures.mjs';

// Through the store that the gateway asks; libs/threads/test/list-plans.int-spec.ts shows the plans of these queries.
export const title = 'A page of a list when there is very much to list: a user with 10,000 threads, a thread of 10,000 items';
export const reach = 'the last page costs what the first does';

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

/** @param {string} what @param {() => Promise<unknown>} ask @param {number} times */
async function timed(what, ask, times) {
  /** @type {number[]} */
  const took = [];
  for (let round = -20; round < times; round += 1) {
    const begun = performance.now();
    await ask();
    if (round >= 0) {
      took.push(performance.now() - begun);
    }
  }
  const sorted = ascending(took);
  return { what, 'p50 ms': rounded(quantile(sorted, 0.5), 2), 'p95 ms': rounded(quantile(sorted, 0.95), 2) };
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

/** @param {import('../bench.mjs').Context} context */
export async function measure({ stores, rounds }) {
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
      rows.push(await timed(`threads.list, ${ROWS.toLocaleString('en')} threads, ${place}`, list, rounds * 40));
    }
    for (const [place, cursor] of PLACES) {
      /** @type {import('@frontdesk/threads').PageRequest} */
      const page = { limit: LIMIT, order: 'desc', after: cursor('msg_') };
      const list = async () => JSON.stringify(toWire(await store.listItems(OWNER, 'thr_bench_1', page)));
      rows.push(await timed(`items.list, ${ROWS.toLocaleString('en')} items, ${place}`, list, rounds * 40));
    }
    return rows;
  } finally {
    await db.$executeRaw`DELETE FROM threads WHERE tenant_id = 'bench'`;
    await db.$disconnect();
  }
}
