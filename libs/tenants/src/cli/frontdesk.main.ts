import { ConfigError, loadConfig, storeVariables } from '@frontdesk/config';
import { FrontdeskError } from '@frontdesk/contracts';
import { QueryError, createDatabase, isDatabaseOutage } from '@frontdesk/database';
import { z } from 'zod';
import { UsageError, parseCommandLine } from './command-line.js';
import { runCommand } from './run-command.js';

process.title = 'frontdesk';

const NO_TABLES = 'The database has no tables for this yet: run npm start once, or apply the migrations.';
const NO_ANSWER = 'The database does not answer: start it, or correct DATABASE_URL.';
const REFUSED = 'The database refused the user or the password: correct DATABASE_URL.';
const NO_DATABASE = 'There is no database of that name: create it, or correct DATABASE_URL.';
const SENTENCES: Readonly<Record<string, string>> = {
  TableDoesNotExist: NO_TABLES,
  ColumnNotFound: NO_TABLES,
  '42P01': NO_TABLES,
  '42703': NO_TABLES,
  P2021: NO_TABLES,
  P2022: NO_TABLES,
  DatabaseNotReachable: NO_ANSWER,
  P1001: NO_ANSWER,
  ECONNREFUSED: NO_ANSWER,
  AuthenticationFailed: REFUSED,
  '28P01': REFUSED,
  '28000': REFUSED,
  DatabaseDoesNotExist: NO_DATABASE,
  '3D000': NO_DATABASE,
};

const voices = { out: (text: string) => void process.stdout.write(text), note: (text: string) => void process.stderr.write(text) };

try {
  const command = parseCommandLine(process.argv.slice(2));
  const { DATABASE_URL } = loadConfig(z.object({ DATABASE_URL: storeVariables.DATABASE_URL }));
  const db = createDatabase(DATABASE_URL, { poolSize: 1 });
  try {
    await runCommand(db, command, voices);
  } finally {
    await db.$disconnect();
  }
} catch (cause) {
  voices.note(`${lastWords(cause)}\n`);
  process.exitCode = cause instanceof UsageError ? 2 : 1;
}

/** One sentence for whatever the person at the keyboard can solve; the whole error for a defect of ours. */
function lastWords(cause: unknown): string {
  if (cause instanceof UsageError) {
    return `${cause.message} Try: frontdesk --help`;
  }
  if (cause instanceof FrontdeskError || cause instanceof ConfigError) {
    return cause.message;
  }
  return SENTENCES[problemOf(cause)] ?? (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
}

/** How Postgres names what is wrong, or Prisma: the driver's kind where there is one. */
function problemOf(cause: unknown): string {
  if (cause instanceof QueryError) {
    return cause.sqlState ?? (isDatabaseOutage(cause) ? 'ECONNREFUSED' : '');
  }
  const { code, meta } = cause as { code?: string; meta?: { driverAdapterError?: { cause?: { kind?: string } } } };
  return meta?.driverAdapterError?.cause?.kind ?? code ?? '';
}
