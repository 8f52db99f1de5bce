import { createDatabase, Prisma, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import pg from 'pg';
import { ThreadStore, type PageRequest } from '../src/index.js';

// Pages of a user with 10,000 threads and of a thread with 10,000 items: what PostgreSQL does for each is bounded by the page,
// wherever in the list it stands.
const ROWS = 10_000;
const LIMIT = 20;
const OWNER = { tenantId: 'default', userId: 'ada' };

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

let db: Database;
let client: pg.Client;
let store: ThreadStore;
const statements: Statement[] = [];

beforeAll(async () => {
  const { url } = await createTestDatabase();
  db = createDatabase(url, { poolSize: 1 });
  client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO threads (id, tenant_id, user_id) SELECT 'thr_' || n, 'default', 'ada' FROM generate_series(1, ${ROWS}) n`,
  );
  await client.query(
    `INSERT INTO threads (id, tenant_id, user_id) SELECT 'thr_bob_' || n, 'default', 'bob' FROM generate_series(1, ${ROWS}) n`,
  );
  await client.query(
    // Every tenth item is hidden, and the thread stands among others of the table.
    `INSERT INTO thread_items (thread_id, id, type, data)
     SELECT thread, 'item_' || n, CASE WHEN n % 10 = 0 THEN 'hidden_context_item' ELSE 'end_of_turn' END, '{"content":"x"}'
     FROM generate_series(1, ${ROWS}) n, unnest(ARRAY['thr_1', 'thr_2']) thread`,
  );
  await client.query('ANALYZE threads, thread_items');
  store = new ThreadStore(listening(db));
});
afterAll(async () => {
  await client.end();
  await db.$disconnect();
});
beforeEach(() => void (statements.length = 0));

/** The database, with every query that goes through it noted as PostgreSQL gets it. */
function listening(database: Database): Database {
  return new Proxy(database, {
    get: (target, name) =>
      name === '$queryRaw'
        ? (strings: TemplateStringsArray, ...values: unknown[]) => {
            const { text, values: given } = Prisma.sql(strings, ...values);
            statements.push({ text, values: given });
            return target.$queryRaw(strings, ...values);
          }
        : (Reflect.get(target, name) as unknown),
  });
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

async function planOf({ text, values }: Statement): Promise<PlanNode> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values);
  return (rows[0] as { 'QUERY PLAN': [{ Plan: PlanNode }] })['QUERY PLAN'][0].Plan;
}

/** Every statement of one call: only indexes are walked, nothing is sorted or skipped, and no more rows are touched than the page needs. */
async function expectBounded(): Promise<void> {
  expect(statements.length).toBeGreaterThan(0);
  for (const statement of statements) {
    expect(statement.text).not.toMatch(/\boffset\b/i);
    const plan = await planOf(statement);
    const nodes = nodesOf(plan);
    const unbounded = nodes
      .map((node) => node['Node Type'])
      .filter((type) => !['Limit', 'Nested Loop', 'Materialize', 'Index Scan', 'Index Only Scan'].includes(type));
    expect([statement.text, unbounded]).toEqual([statement.text, []]);
    for (const node of nodes) {
      expect(node['Actual Rows']).toBeLessThanOrEqual(LIMIT + 1);
      expect(node['Rows Removed by Filter'] ?? 0).toBeLessThanOrEqual(LIMIT);
    }
    expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(60);
  }
}

/** The first, a middle and the last page, in both directions; `prefix` of the ids. */
const pages = (prefix: string): Array<[string, PageRequest]> =>
  (['asc', 'desc'] as const).flatMap((order) => [
    [`${order}, first page`, { limit: LIMIT, order }],
    [`${order}, in the middle`, { limit: LIMIT, order, after: `${prefix}${ROWS / 2}` }],
    [`${order}, last page`, { limit: LIMIT, order, after: `${prefix}${order === 'asc' ? ROWS - 15 : 15}` }],
  ]);

describe('a user with 10,000 threads', () => {
  it.each(pages('thr_'))('lists %s', async (_name, page) => {
    expect((await store.listThreads(OWNER, page)).data.length).toBeGreaterThan(10);
    await expectBounded();
  });
});

describe('a thread of 10,000 items', () => {
  it.each(pages('item_'))('lists %s', async (_name, page) => {
    expect((await store.listItems(OWNER, 'thr_1', page)).data.length).toBeGreaterThan(10);
    await expectBounded();
  });

  it('gives the model its newest items', async () => {
    expect(await store.recentItems(OWNER, 'thr_1', LIMIT)).toHaveLength(LIMIT);
    await expectBounded();
  });
});
