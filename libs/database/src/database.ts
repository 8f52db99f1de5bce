import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from './generated/client.js';
import { statementNames } from './statement-names.js';

export { Prisma };

/** The client of the whole process: one pool, shared by every store. */
export type Database = PrismaClient;

/** What a store needs: the client itself, or the transaction that the caller has open. */
export type DatabaseExecutor = Pick<PrismaClient, '$queryRaw' | '$executeRaw' | 'fact' | 'toolCall' | 'thread' | 'threadItem' | 'run' | 'feedback' | 'attachment' | 'chatSession' | 'apiKey' | 'tenant'>;

/**
 * Opens a pool on Postgres. Connects lazily: the first query does.
 *
 * @param url postgresql://user@host:port/database
 * @param options.poolSize connections at most; 10 by default
 */
export function createDatabase(url: string, options: { poolSize?: number } = {}): Database {
  const adapter = new PrismaPg(
    { connectionString: url, max: options.poolSize ?? 10, connectionTimeoutMillis: 5_000 },
    { statementNameGenerator: statementNames() },
  );
  return new PrismaClient({ adapter });
}

/** Resolves when the database answers; for readiness checks. */
export async function pingDatabase(db: Database): Promise<void> {
  await db.$queryRaw`SELECT 1`;
}
