import type { Sql } from '@prisma/client/runtime/client';
import pg from 'pg';
import { Prisma } from './generated/client.js';

/** What stores write SQL with: of the database, and of a transaction of it. */
export interface RawQueries {
  /** @returns the rows: bigint columns as BigInt, timestamps as Date, json as what it holds */
  readonly $queryRaw: <T = unknown>(query: TemplateStringsArray | Sql, ...values: unknown[]) => Promise<T>;
  /** @returns how many rows were written */
  readonly $executeRaw: (query: TemplateStringsArray | Sql, ...values: unknown[]) => Promise<number>;
}

/** A statement that failed outside of a transaction; `cause` is the driver's error. */
export class QueryError extends Error {
  /** Of Postgres; undefined when it could not be asked. */
  readonly sqlState: string | undefined;

  constructor(cause: unknown) {
    super(cause instanceof Error && cause.message !== '' ? cause.message : String((cause as { code?: unknown }).code ?? cause), { cause });
    this.name = 'QueryError';
    this.sqlState = cause instanceof pg.DatabaseError ? cause.code : undefined;
  }
}

const INT8: number = pg.types.builtins.INT8;

/** As Prisma has them: a bigint is one. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format: 'text' | 'binary' = 'text'): unknown => (oid === INT8 ? BigInt : pg.types.getTypeParser(oid, format)),
};

/**
 * Sends single statements to the pool as they are. Prisma's client takes raw SQL through its whole engine: at idle that is
 * as long again as Postgres needs, and under load most of what a query costs (docs/decisions/0054).
 *
 * @param nameOf see `statementNames`
 */
export function directQueries(pool: pg.Pool, nameOf: (query: { readonly sql: string }) => string): RawQueries {
  const send = async (query: TemplateStringsArray | Sql, values: readonly unknown[]): Promise<pg.QueryResult> => {
    const { text, values: given } = 'raw' in query ? Prisma.sql(query, ...values) : query;
    try {
      return await pool.query({ name: nameOf({ sql: text }), text, values: given, types });
    } catch (cause) {
      throw new QueryError(cause);
    }
  };
  return {
    $queryRaw: async <T>(query: TemplateStringsArray | Sql, ...values: unknown[]) => (await send(query, values)).rows as T,
    $executeRaw: async (query, ...values) => (await send(query, values)).rowCount ?? 0,
  };
}
