import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../src/index.js';

const query = async <T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('a test database', () => {
  let databases: TestDatabase[];

  beforeAll(async () => {
    databases = await Promise.all([createTestDatabase(), createTestDatabase(), createTestDatabase()]);
  });

  it('has every migration applied and no threads', async () => {
    const [first] = databases;
    const applied = await query<{ count: string }>(first!.url, 'SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NOT NULL');
    expect(Number(applied[0]!.count)).toBeGreaterThan(0);
    expect(await query(first!.url, 'SELECT * FROM threads')).toEqual([]);
  });

  it('is nobody else’s: a row written to one is in no other', async () => {
    const [first, second] = databases;
    await query(first!.url, `INSERT INTO tenants (id, name) VALUES ('only-here', 'x')`);
    expect(await query(second!.url, `SELECT id FROM tenants WHERE id = 'only-here'`)).toEqual([]);
  });

  it('is gone after drop, even while somebody is connected to it', async () => {
    const third = databases[2]!;
    const left = new pg.Client({ connectionString: third.url });
    const disconnected = new Promise((resolve) => left.on('error', resolve));
    await left.connect();
    await third.drop();
    await disconnected;
    await expect(query(third.url, 'SELECT 1')).rejects.toThrow(`database "${third.name}" does not exist`);
  });
});
