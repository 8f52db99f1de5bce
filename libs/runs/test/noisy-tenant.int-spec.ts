import { newId } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import { RunAdmissionStore } from '../src/run-admission.store.js';
import { RunLifecycleStore } from '../src/run-lifecycle.store.js';
import { WorkerSlotsStore } from '../src/worker-slots.store.js';
import { userMessage } from './messages.js';
import { WaitingRuns } from './waiting-runs.js';

const LIMITS = { slots: 8, ofTenant: 100, ofUser: 100 };

let url: string;
let db: Database;
let runs: WaitingRuns;

beforeAll(async () => {
  ({ url } = await createTestDatabase());
  db = createDatabase(url);
  runs = new WaitingRuns(db);
});
beforeEach(() => db.$executeRaw`TRUNCATE threads, workers, tenants CASCADE`);
afterAll(() => db.$disconnect());

/** How many rows of the tables, and entries of their indexes, the database's one connection has looked at so far. */
async function rowsRead(single: Database): Promise<number> {
  await single.$queryRaw`SELECT pg_stat_force_next_flush()`;
  const [row] = await single.$queryRaw<Array<{ read: number }>>`
    SELECT ((SELECT sum(seq_tup_read) FROM pg_stat_user_tables) + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes))::float8 AS read`;
  return row?.read ?? Number.NaN;
}

describe('a noisy tenant', () => {
  it.each([
    ['none, in an installation that is a minute old', 0, 10_000], // until Postgres looks at its tables, all of them are small to it: one list of ids is looked up by reading everything
    ['none, and 2,000 threads', 2_000, 1_000],
  ])('costs others nothing, and itself no more, with 5,000 runs in the queue, though statements were planned while there were %s', async (_, earlier, bound) => {
    const single = createDatabase(url, { poolSize: 1 }); // as a worker that is busy has them: each connection has its plans
    const lifecycle = new RunLifecycleStore(single, { slots: 32, ofTenant: 1_000, ofUser: 20 });
    const store = new RunAdmissionStore(single, { unfinishedOfUser: 10_000, unfinishedOfTenant: 10_000 });
    await new WorkerSlotsStore(single).announce('w', 32);
    const everything = async (tenantId: string): Promise<void> => {
      const owner = { tenantId, userId: 'ada' };
      const { runId, threadId } = await store.admitNewThread(owner, userMessage(newId('thr')));
      await store.findOverlooked([runId]);
      await store.findActiveRun(owner, threadId);
      const claim = await lifecycle.claim(runId, 'w');
      if (claim !== null) {
        await lifecycle.heartbeat(claim);
        await lifecycle.saveItem(claim, userMessage(threadId));
        await lifecycle.titleThread(claim, 'A title');
        await lifecycle.updateThread(claim, { metadata: { seen: true } });
        await lifecycle.saveCheckpoint(claim, {});
        await lifecycle.finish(claim, { status: 'completed' });
      }
      await lifecycle.waiting();
      await lifecycle.nextInTurn(4);
      await store.requestCancel(owner, threadId);
      await lifecycle.abandonHopeless(100);
    };
    await runs.flood('earlier', earlier);
    await db.$executeRaw`UPDATE runs SET status = 'completed'`;
    if (earlier > 0) {
      await db.$executeRaw`ANALYZE`;
    }
    for (let n = 0; n < 10; n += 1) {
      await everything('quiet'); // from the sixth time on, a statement keeps its plan
    }
    await runs.flood('loud', 5_000, 250);
    await runs.age();
    expect(await runs.fill(new RunLifecycleStore(db, { slots: 32, ofTenant: 1_000, ofUser: 20 }))).toHaveLength(32);
    for (const tenantId of ['quiet', 'loud']) {
      const before = await rowsRead(single);
      await everything(tenantId);
      expect((await rowsRead(single)) - before).toBeLessThan(bound);
    }
    await single.$disconnect();
  });

  it('wakes nobody while all have their hands full, and another tenant does', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await new WorkerSlotsStore(db).announce('w', LIMITS.slots);
    const needsWakeUp = async (tenantId: string): Promise<boolean> => (await runs.admission.admitNewThread({ tenantId, userId: 'ada' }, userMessage(newId('thr')))).needsWakeUp;
    await runs.flood('loud', 30);
    await runs.age();
    expect(await needsWakeUp('loud')).toBe(true); // nobody has begun with anything
    const claims = await runs.fill(lifecycle);
    expect([await needsWakeUp('loud'), await needsWakeUp('quiet')]).toEqual([false, true]);
    await runs.endFirst(lifecycle, claims);
    await runs.age();
    expect(await needsWakeUp('loud')).toBe(true);
    await db.$executeRaw`INSERT INTO tenants (id, name, settings) VALUES ('loud', 'loud', '{"max_concurrent_answers": 7}')`;
    expect(await needsWakeUp('loud')).toBe(false);
  });

  it('wakes as many as there are slots, however many come at once', async () => {
    await new WorkerSlotsStore(db).announce('w', 16);
    const nextIsWoken = async (): Promise<boolean> => {
      await db.$executeRaw`UPDATE runs SET queued_at = now() + interval '1 minute'`; // on its way still, however slow this test is
      return (await runs.admission.admitNewThread({ tenantId: 'loud', userId: 'ada' }, userMessage(newId('thr')))).needsWakeUp;
    };
    await runs.flood('loud', 15);
    expect([await nextIsWoken(), await nextIsWoken()]).toEqual([true, false]);
  });

  it('is told of no more runs whose turn it is than there are slots', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await runs.flood('loud', 50);
    await runs.age();
    expect(await lifecycle.nextInTurn(100)).toHaveLength(8);
    const claims = await runs.fill(lifecycle);
    await runs.flood('quiet', 50);
    expect(await lifecycle.nextInTurn(100)).toHaveLength(1); // its share of eight slots is one
    await runs.endFirst(lifecycle, claims);
    expect(await lifecycle.nextInTurn(100)).toHaveLength(1);
  });

  it('does not make another’s claim wait for those of slots that become free', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await runs.flood('loud', 20);
    await runs.endFirst(lifecycle, await runs.fill(lifecycle));
    const runId = await runs.queue('quiet');
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT running_now(NULL, NULL)`; // what a claim of the last slot holds until it has begun
      expect(await lifecycle.claim(runId, 'w')).not.toBeNull();
    });
  });

  it('has its runs found for which a slot became free while they were admitted, and no more of them', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await new WorkerSlotsStore(db).announce('w', LIMITS.slots);
    await runs.flood('loud', 30);
    const claims = await runs.fill(lifecycle);
    const left = [await runs.queue('loud'), await runs.queue('loud'), await runs.queue('loud')];
    expect(await runs.admission.findOverlooked(left)).toEqual([]);
    for (const ended of claims.slice(0, 2)) {
      await lifecycle.finish(ended, { status: 'completed' });
    }
    expect((await runs.admission.findOverlooked(left)).map(({ id }) => id)).toEqual(left.slice(0, 2));
    await db.$executeRaw`UPDATE runs SET status = 'cancelled' WHERE id = ${left[0]}`;
    expect((await runs.admission.findOverlooked(left)).map(({ id }) => id)).toEqual(left.slice(1));
  });

  it('is found by the reconciler only as far as there is room', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await runs.flood('loud', 50);
    await db.$executeRaw`UPDATE runs SET queued_at = now() - interval '1 minute'`;
    expect(await lifecycle.findStranded(100)).toHaveLength(8);
    await runs.fill(lifecycle);
    expect(await lifecycle.findStranded(100)).toEqual([]);
  });
});

