import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { directQueries, type RawQueries } from './direct-queries.js';
import { Prisma, PrismaClient } from './generated/client.js';
import { statementNames } from './statement-names.js';

export { Prisma };

/** The client of the whole process: one pool, shared by every store. */
export type Database = Omit<PrismaClient, keyof RawQueries> & RawQueries;

/** What a store needs: the client itself, or the transaction that the caller has open. */
export type DatabaseExecutor = Pick<Database, '$queryRaw' | '$executeRaw' | 'fact' | 'toolCall' | 'thread' | 'threadItem' | 'run' | 'feedback' | 'attachment' | 'chatSession' | 'apiKey' | 'tenant'>;

/**
 * Unused connections are kept for this long. A new one costs Postgres 15 ms and more until it has planned what it is asked; closed
 * sooner, all of them were opened anew whenever many answers began at once after a quiet moment (docs/decisions/0064).
 */
const IDLE_CONNECTION_MS = 60_000;

/**
 * Opens a pool on Postgres. Connects lazily: the first query does. Models and transactions are Prisma's; single statements
 * of raw SQL go to the pool without it.
 *
 * @param url postgresql://user@host:port/database
 * @param options.poolSize connections at most; 10 by default
 */
export function createDatabase(url: string, options: { poolSize?: number } = {}): Database {
  const pool = new pg.Pool({ connectionString: url, max: options.poolSize ?? 10, connectionTimeoutMillis: 5_000, idleTimeoutMillis: IDLE_CONNECTION_MS });
  // An idle connection that Postgres closes is no error of anybody: the pool opens another. Unheard, it would end the process.
  pool.on('error', () => undefined);
  const nameOf = statementNames();
  const client = new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: nameOf, disposeExternalPool: true }) });
  const direct = {
    ...directQueries(pool, nameOf),
    // Prisma ends the pool only where it has used it itself: a process with raw statements alone would wait for idle connections.
    $disconnect: async (): Promise<void> => {
      await client.$disconnect();
      if (!pool.ending) {
        await pool.end();
      }
    },
  };
  return new Proxy<Database>(client, {
    get: (target, name) => (name in direct ? direct[name as keyof typeof direct] : (Reflect.get(target, name) as unknown)),
  });
}

/** Resolves when the database answers; for readiness checks. */
export async function pingDatabase(db: RawQueries): Promise<void> {
  await db.$queryRaw`SELECT 1`;
}
