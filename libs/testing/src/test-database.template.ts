import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { migrate } from '@frontdesk/database';
import pg from 'pg';

const MIGRATIONS = new URL('../../../prisma/migrations/', import.meta.url);

/** A run that is older than this is over; what it left behind may go. */
const STALE_AFTER_SECONDS = 6 * 60 * 60;

let known: Promise<string> | undefined;

/**
 * The name of a database that holds the schema of prisma/migrations as it is on disk, built when the server has none.
 * Parallel test processes share it: the one that comes first builds it under an advisory lock, the others wait.
 */
export function ensureTemplate(server: string): Promise<string> {
  known ??= build(server);
  return known;
}

async function build(server: string): Promise<string> {
  const name = `frontdesk_template_${await migrationsHash()}`;
  await withAdmin(server, async (admin) => {
    await admin.query(`SELECT pg_advisory_lock(hashtext('frontdesk test template'))`);
    // Ending the session releases the lock.
    if (await exists(admin, name)) {
      return;
    }
    await dropStale(admin);
    const draft = `${name}_draft`;
    await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(draft)} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(draft)} TEMPLATE template0`);
    const url = new URL(server);
    url.pathname = `/${draft}`;
    await migrate(url.toString());
    // Nobody may connect to a template: a connection, even autovacuum's, makes a clone fail.
    await admin.query(`ALTER DATABASE ${pg.escapeIdentifier(draft)} ALLOW_CONNECTIONS false`);
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [draft]);
    await admin.query(`ALTER DATABASE ${pg.escapeIdentifier(draft)} RENAME TO ${pg.escapeIdentifier(name)}`);
  });
  return name;
}

async function exists(admin: pg.Client, name: string): Promise<boolean> {
  const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  return found.rowCount !== 0;
}

async function dropStale(admin: pg.Client): Promise<void> {
  const oldest = Math.floor(Date.now() / 1000) - STALE_AFTER_SECONDS;
  const found = await admin.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname ~ '^frontdesk_test_[0-9]+_' AND split_part(datname, '_', 3)::bigint < $1`,
    [oldest],
  );
  for (const { datname } of found.rows) {
    await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(datname)} WITH (FORCE)`);
  }
}

async function migrationsHash(): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  for (const folder of folders) {
    hash.update(folder).update(await readFile(new URL(`${folder}/migration.sql`, MIGRATIONS)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** One short-lived connection to the server's own database. */
export async function withAdmin<T>(server: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
