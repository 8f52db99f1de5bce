import { newId, type Owner } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import fc from 'fast-check';
import { RunLifecycleStore } from '../src/run-lifecycle.store.js';
import type { ClaimedRun } from '../src/run-records.js';
import { WorkerSlotsStore } from '../src/worker-slots.store.js';
import { userMessage } from './messages.js';
import { WaitingRuns } from './waiting-runs.js';

/** Eight slots: a tenant with nothing at work is served beyond them, one with something is not. */
const LIMITS = { slots: 8, ofTenant: 100, ofUser: 100 };

let db: Database;
let runs: WaitingRuns;

beforeAll(async () => {
  db = createDatabase((await createTestDatabase()).url);
  runs = new WaitingRuns(db);
});
beforeEach(() => db.$executeRaw`TRUNCATE threads, workers, tenants CASCADE`);
afterAll(() => db.$disconnect());

const tenantsOf = (claims: readonly ClaimedRun[]): string => claims.map(({ owner }) => owner.tenantId).join(' ');

describe('whose turn it is', () => {
  it('goes to the tenant with the least at work, and to the oldest run of it', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await runs.flood('loud', 20);
    await runs.flood('quiet', 3);
    expect(tenantsOf(await runs.fill(lifecycle))).toBe('loud quiet loud quiet loud quiet loud loud');
  });

  it('lets a tenant that is alone have every slot, and keeps room beyond them for who has nothing at work', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await runs.flood('loud', 20);
    expect(await runs.fill(lifecycle)).toHaveLength(8);
    const [first, second] = [await runs.queue('quiet'), await runs.queue('quiet')];
    expect(await lifecycle.claim('loud-run-20', 'w')).toBeNull();
    expect(await lifecycle.claim(first, 'w')).not.toBeNull();
    expect(await lifecycle.claim(second, 'w')).toBeNull();
    expect(await lifecycle.nextInTurn(8)).toEqual([]);
  });

  it('is asked for only when something is queued that its own job should have brought by now', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    expect(await lifecycle.waiting()).toBe('nothing');
    const runId = await runs.queue('quiet');
    expect(await lifecycle.waiting()).toBe('fresh');
    await db.$executeRaw`UPDATE runs SET queued_at = now() - interval '1 second' WHERE id = ${runId}`;
    await runs.queue('quiet');
    expect(await lifecycle.waiting()).toBe('due');
    await runs.fill(lifecycle);
    expect(await lifecycle.waiting()).toBe('nothing');
  });

  it('comes again as runs end, for the one that was refused first of all', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await runs.flood('loud', 20);
    const claims = await runs.fill(lifecycle);
    await runs.queue('quiet');
    const second = await runs.queue('quiet', 'bob');
    expect(tenantsOf(await runs.fill(lifecycle))).toBe('quiet');
    for (const claim of claims.slice(0, 2)) {
      expect(await lifecycle.finish(claim, { status: 'completed' })).toBe(true);
    }
    expect((await runs.fill(lifecycle)).map(({ id }) => id)).toEqual([second]); // nine at work: one slot is free, and it is not loud's
  });

  it('keeps to the limits of a tenant and of a user, and a tenant’s settings go before', async () => {
    const lifecycle = new RunLifecycleStore(db, { slots: 100, ofTenant: 6, ofUser: 2 });
    await runs.flood('one', 20, 2);
    await runs.flood('many', 20, 10);
    await db.$executeRaw`INSERT INTO tenants (id, name, settings) VALUES ('own', 'own', '{"max_concurrent_answers": 3, "max_concurrent_answers_per_user": 1}')`;
    await runs.flood('own', 20, 10);
    const claims = await runs.fill(lifecycle);
    const count = (tenant: string): number => claims.filter(({ owner }) => owner.tenantId === tenant).length;
    expect([count('one'), count('many'), count('own')]).toEqual([4, 6, 3]);
    expect(new Set(claims.filter(({ owner }) => owner.tenantId === 'own').map(({ owner }) => owner.userId)).size).toBe(3);
  });

  it('keeps to them when everything is claimed at the same moment', async () => {
    const lifecycle = new RunLifecycleStore(db, { slots: 100, ofTenant: 5, ofUser: 3 });
    await runs.flood('one', 30, 2);
    const claims = await Promise.all(Array.from({ length: 30 }, (_, index) => lifecycle.claim(`one-run-${index + 1}`, 'w')));
    const held = claims.filter((claim) => claim !== null);
    const ofFirst = held.filter(({ owner }) => owner.userId === 'u0').length;
    expect([held.length, Math.max(ofFirst, held.length - ofFirst)]).toEqual([5, 3]);
    const slots = new RunLifecycleStore(db, { slots: 8, ofTenant: 100, ofUser: 100 });
    await runs.flood('two', 30);
    await Promise.all(Array.from({ length: 30 }, (_, index) => slots.claim(`two-run-${index + 1}`, 'w')));
    expect(await db.run.count({ where: { status: 'running' } })).toBe(8);
  });

  it('goes by age within a tenant, and past users who have as much at work as they may', async () => {
    const lifecycle = new RunLifecycleStore(db, { slots: 100, ofTenant: 6, ofUser: 2 });
    const queued: Array<{ id: string; user: string }> = [];
    for (const user of ['ada', 'ada', 'ada', 'ada', 'bob', 'ada', 'bob', 'cy', 'bob', 'ada', 'dan', 'cy']) {
      queued.push({ id: await runs.queue('one', user), user });
    }
    const served: string[] = [];
    let held = await runs.fill(lifecycle);
    while (held.length > 0) {
      served.push(...held.map(({ id }) => id));
      await Promise.all(held.map((run) => lifecycle.finish(run, { status: 'completed' })));
      held = await runs.fill(lifecycle);
    }
    const [a1, a2, a3, a4, b1, a5, b2, c1, b3, a6, d1, c2] = queued.map(({ id }) => id);
    expect(served).toEqual([a1, a2, b1, b2, c1, d1, a3, a4, b3, c2, a5, a6]);
  });

  it('names no more runs of a user than may begin', async () => {
    const lifecycle = new RunLifecycleStore(db, { slots: 100, ofTenant: 6, ofUser: 2 });
    const first = [await runs.queue('one', 'ada'), await runs.queue('one', 'ada'), await runs.queue('one', 'ada'), await runs.queue('one', 'bob')];
    expect((await lifecycle.nextInTurn(4)).map(({ id }) => id)).toEqual([first[0], first[1], first[3]]);
  });

  it('is not lost to a newcomer with a job of its own, where slots are scarce', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await runs.flood('loud', 12);
    await runs.age();
    const claims = await runs.fill(lifecycle);
    const newcomer = await runs.queue('loud', 'bob');
    await runs.endFirst(lifecycle, claims);
    expect(await lifecycle.claim(newcomer, 'w')).toBeNull();
    expect((await runs.fill(lifecycle)).map(({ id }) => id)).toEqual(['loud-run-9']);
    await db.$executeRaw`UPDATE runs SET status = 'cancelled' WHERE status = 'queued' AND id <> ${newcomer}`;
    await db.$executeRaw`UPDATE runs SET status = 'completed' WHERE id = 'loud-run-2'`;
    expect(await lifecycle.claim(newcomer, 'w')).not.toBeNull();
  });

  it('passes a run whose thread is busy, and one that outlived too many workers', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    const owner: Owner = { tenantId: 'one', userId: 'ada' };
    const { runId, threadId } = await runs.admission.admitNewThread(owner, userMessage(newId('thr')));
    await runs.admission.admitUserMessage(owner, userMessage(threadId));
    const hopeless = await runs.queue('one');
    await db.$executeRaw`UPDATE runs SET attempts = 3 WHERE id = ${hopeless}`;
    const other = await runs.queue('one');
    expect((await lifecycle.nextInTurn(8)).map(({ id }) => id)).toEqual([runId, other]);
    await lifecycle.claim(runId, 'w');
    expect((await lifecycle.nextInTurn(8)).map(({ id }) => id)).toEqual([other]);
  });

  it('does not keep a dead worker’s run from being taken up, whatever the limits', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await runs.flood('loud', 20);
    const [dead] = await runs.fill(lifecycle);
    await db.$executeRaw`UPDATE runs SET lease_expires_at = now() - interval '1 second' WHERE id = ${dead?.id}`;
    expect(await lifecycle.claim(dead?.id ?? '', 'w2')).toMatchObject({ epoch: 2 });
  });

  it('is everybody’s in the end: whatever comes and ends, slots are full while somebody may begin, and nobody is left over', async () => {
    const tenants = fc.constantFrom('a', 'b', 'c', 'd');
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('queue' as const), tenant: tenants, user: fc.constantFrom('u', 'v'), count: fc.integer({ min: 1, max: 8 }) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(50), how: fc.constantFrom('finish' as const, 'release' as const, 'wait' as const) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        await db.$executeRaw`TRUNCATE threads CASCADE`;
        const lifecycle = new RunLifecycleStore(db, { slots: 6, ofTenant: 4, ofUser: 3 });
        let held: ClaimedRun[] = [];
        const refill = async (): Promise<void> => {
          held.push(...(await runs.fill(lifecycle)));
          const of = (tenant: string, user?: string): number => held.filter(({ owner }) => owner.tenantId === tenant && (user ?? owner.userId) === owner.userId).length;
          for (const tenant of ['a', 'b', 'c', 'd']) {
            expect(of(tenant)).toBeLessThanOrEqual(4);
            expect(Math.max(of(tenant, 'u'), of(tenant, 'v'))).toBeLessThanOrEqual(3);
          }
          const waiting = await db.run.groupBy({ by: ['tenantId', 'userId'], where: { status: 'queued' } });
          for (const { tenantId, userId } of waiting) {
            expect(held.length >= 6 || of(tenantId) === 4 || of(tenantId, userId) === 3).toBe(true);
            expect(of(tenantId)).toBeGreaterThan(0); // nobody waits who has nothing at work
          }
        };
        for (const one of steps) {
          if (one.kind === 'queue') {
            await Promise.all(Array.from({ length: one.count }, () => runs.queue(one.tenant, one.user)));
          } else if (held.length > 0) {
            const [ended] = held.splice(one.which % held.length, 1);
            if (ended !== undefined) {
              expect(await end(lifecycle, ended, one.how)).toBe(true);
            }
          }
          await refill();
        }
        while (held.length > 0) {
          const ending = held;
          held = [];
          await Promise.all(ending.map((run) => lifecycle.finish(run, { status: 'completed' })));
          await refill();
        }
        expect(await db.run.count({ where: { status: { in: ['queued', 'running'] } } })).toBe(0);
      }),
      { numRuns: 15 },
    );
  });
});

const end = (lifecycle: RunLifecycleStore, run: ClaimedRun, how: 'finish' | 'release' | 'wait'): Promise<boolean> =>
  how === 'release' ? lifecycle.release(run) : lifecycle.finish(run, how === 'finish' ? { status: 'completed' } : { status: 'waiting', checkpoint: {} });

describe('the slots of all workers', () => {
  it('are those of workers that live, the asking one’s included', async () => {
    const store = new WorkerSlotsStore(db);
    expect(await store.announce('w1', 32)).toEqual({ slots: 32, workers: 1, place: 0 });
    expect(await store.announce('w2', 8)).toEqual({ slots: 40, workers: 2, place: 1 });
    expect(await store.announce('w1', 16)).toEqual({ slots: 24, workers: 2, place: 0 });
    await db.$executeRaw`UPDATE workers SET seen_at = now() - interval '1 minute' WHERE id = 'w1'`;
    expect(await store.announce('w2', 8)).toEqual({ slots: 8, workers: 1, place: 0 });
    await store.leave('w2');
    expect(await store.announce('w1', 4)).toEqual({ slots: 4, workers: 1, place: 0 });
  });
});
