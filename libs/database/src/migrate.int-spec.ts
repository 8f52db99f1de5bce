import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@frontdesk/testing';
import pg from 'pg';
import { migrate } from './migrate.js';

let folder: string;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frontdesk-migrations-'));
  url = (await createTestDatabase()).url;
});

afterEach(() => rm(folder, { recursive: true }));

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

async function query<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  it('finds nothing to do on a database that is up to date', async () => {
    expect(await migrate(url)).toEqual([]);
  });

  it('applies what is missing once, in order, also when two processes start together', async () => {
    await addMigration('2_b', 'INSERT INTO t VALUES (2)');
    await addMigration('1_a', 'CREATE TABLE t (n int)');
    const applied = await Promise.all([migrate(url, folder), migrate(url, folder)]);
    expect(applied.flat()).toEqual(['1_a', '2_b']);
    expect(await query('SELECT n FROM t')).toEqual([{ n: 2 }]);
  });

  it('leaves nothing behind of a migration that fails, and says which', async () => {
    await addMigration('1_a', 'CREATE TABLE half (n int); SELECT broken');
    await expect(migrate(url, folder)).rejects.toThrow(/1_a failed/);
    expect(await query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    await addMigration('1_a', 'CREATE TABLE t (n int)');
    await migrate(url, folder);
    await addMigration('1_a', 'CREATE TABLE t (n bigint)');
    await expect(migrate(url, folder)).rejects.toThrow(/1_a was changed after it was applied/);
  });
});
