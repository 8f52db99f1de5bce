import { createLogger, type Logger } from '@frontdesk/observability';
import { createTestDatabase } from '@frontdesk/testing';
import pg from 'pg';
import type { LedgerCall } from '../src/ledger/call-ledger.js';
import { CallLocks } from '../src/ledger/call-locks.js';

const call = (callId: string): LedgerCall => ({ runId: 'run_1', callId, tenantId: 'default', userId: 'ada', threadId: 'thr_1', tool: 'x', argsHash: '' });

let databaseUrl: string;
let admin: pg.Client;
const open: CallLocks[] = [];

beforeAll(async () => {
  databaseUrl = (await createTestDatabase()).url;
  admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
});
afterAll(async () => {
  await Promise.all(open.map((locks) => locks.close()));
  await admin.end();
});

/** @param onWarning in the moment that the connection is known to be broken */
function locksOf(onWarning = (): void => undefined): CallLocks {
  const logger: Logger = createLogger({ name: 'test', level: 'warn' }, { write: () => onWarning() });
  const locks = new CallLocks(databaseUrl, logger);
  open.push(locks);
  return locks;
}

it('lets one process have a call at a time', async () => {
  const [one, other] = [locksOf(), locksOf()];
  expect(await one.tryAcquire(call('a'))).toBe(true);
  expect(await other.tryAcquire(call('a'))).toBe(false);
  await one.release(call('a'));
  expect(await other.tryAcquire(call('a'))).toBe(true);
});

it('gives back what it took while the connection before was on its way out', async () => {
  let meanwhile: Promise<boolean> | undefined;
  const locks = locksOf(() => {
    meanwhile ??= Promise.resolve().then(() => locks.tryAcquire(call('b')));
  });
  expect(await locks.tryAcquire(call('lost'))).toBe(true);
  const broken = await admin.query("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())");
  expect(broken.rowCount).toBeGreaterThan(0);
  while (meanwhile === undefined) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await meanwhile).toBe(true);
  await locks.release(call('b'));
  expect(await locksOf().tryAcquire(call('b'))).toBe(true);
});
