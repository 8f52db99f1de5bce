import { createTestDatabase } from '@frontdesk/testing';
import pg from 'pg';
import { Prisma, createDatabase, type Database } from './database.js';
import { QueryError } from './direct-queries.js';
import { isDatabaseOutage } from './outage.js';

let url: string;
let db: Database;

beforeAll(async () => {
  ({ url } = await createTestDatabase());
  db = createDatabase(url, { poolSize: 2 });
});
afterAll(() => db.$disconnect());

const failureOf = (query: Promise<unknown>): Promise<unknown> => query.then(() => undefined, (cause: unknown) => cause);

/** Ends every other connection to the database of the test. */
async function endConnections(): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
  await admin.end();
}

const everyKind = (at: Date) => Prisma.sql`
  SELECT ${'text'} AS text, ${7}::int AS whole, ${9_007_199_254_740_993n}::bigint AS large, ${at}::timestamptz AS at, ${true}::boolean AS yes,
    ${null}::text AS nothing, ${JSON.stringify({ a: [1] })}::jsonb AS json, ${['a', 'b"c']}::text[] AS list, ${1.5}::double precision AS part,
    ${['x', 'y']} @> ARRAY['x'] AS holds`;

describe('raw SQL outside of transactions', () => {
  it('gives the very values that it gives within one, which goes through Prisma', async () => {
    const at = new Date('2026-02-03T04:05:06.789Z');
    const [direct] = await db.$queryRaw<Array<Record<string, unknown>>>(everyKind(at));
    const [within] = await db.$transaction((tx) => tx.$queryRaw<Array<Record<string, unknown>>>(everyKind(at)));
    expect(direct).toEqual(within);
    expect(direct).toMatchObject({ large: 9_007_199_254_740_993n, at, json: { a: [1] }, list: ['a', 'b"c'], nothing: null });
  });

  it('counts the rows that it writes', async () => {
    expect(await db.$executeRaw`INSERT INTO tenants (id, name) SELECT 't' || n, 'T' FROM generate_series(1, ${3}::int) n`).toBe(3);
    expect(await db.$executeRaw`DELETE FROM tenants WHERE id = ANY(${['t1', 't2', 'none']})`).toBe(2);
  });

  it('says how Postgres names what is wrong, which is no outage', async () => {
    await db.$executeRaw`INSERT INTO tenants (id, name) VALUES ('twice', 'T')`;
    const failure = await failureOf(db.$executeRaw`INSERT INTO tenants (id, name) VALUES (${'twice'}, 'T')`);
    expect(failure).toBeInstanceOf(QueryError);
    expect(failure).toMatchObject({ sqlState: '23505' });
    expect(isDatabaseOutage(failure)).toBe(false);
  });

  it('tells an outage by a connection that ends below it, and goes on with another one', async () => {
    const waiting = failureOf(db.$queryRaw`SELECT pg_sleep(20)`);
    while ((await db.$queryRaw<unknown[]>`SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep(20)%'`).length === 0) {
      // until it has begun
    }
    await endConnections();
    expect(isDatabaseOutage(await waiting)).toBe(true);
    await failureOf(db.$queryRaw`SELECT 1`); // may meet the other connection before the pool hears of its end
    expect(await db.$queryRaw`SELECT 1 AS n`).toEqual([{ n: 1 }]);
  });

  it.each([
    ['a server that refuses', 'postgresql://nobody@127.0.0.1:1/none'],
    ['a host that there is not', 'postgresql://nobody@frontdesk.invalid:5432/none'],
  ])('tells an outage by %s', async (_, elsewhere) => {
    const away = createDatabase(elsewhere);
    expect(isDatabaseOutage(await failureOf(away.$queryRaw`SELECT 1`))).toBe(true);
    await away.$disconnect();
  });
});
