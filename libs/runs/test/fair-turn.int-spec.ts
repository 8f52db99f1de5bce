import { newId, type Owner } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import fc from 'fast-check';
import { RunAdmissionStore } from '../src/run-admission.store.js';
import { RunLifecycleStore } from '../src/run-lifecycle.store.js';
import type { ClaimedRun } from '../src/run-records.js';
import { WorkerSlotsStore } from '../src/worker-slots.store.js';
import { userMessage } from './messages.js';

/** Eight slots: a tenant with nothing at work is served beyond them, one with something is not. */
const LIMITS = { slots: 8, ofTenant: 100, ofUser: 100 };

let db: Database;
let admission: RunAdmissionStore;

beforeAll(async () => {
  db = createDatabase((await createTestDatabase()).url);
  admission = new RunAdmissionStore(db);
});
beforeEach(() => db.$executeRaw`TRUNCATE threads, workers, tenants CASCADE`);
afterAll(() => db.$disconnect());

const queue = async (tenantId: string, userId = 'ada'): Promise<string> => (await admission.admitNewThread({ tenantId, userId }, userMessage(newId('thr')))).runId;

/** Many queued runs of a tenant, each on a thread of its own; users u0 … take turns. */
async function flood(tenantId: string, count: number, users = 1): Promise<void> {
  await db.$executeRaw`INSERT INTO threads (id, tenant_id, user_id) SELECT ${tenantId} || n, ${tenantId}, 'u' || n % ${users} FROM generate_series(1, ${count}::int) n`;
  await db.$executeRaw`
    INSERT INTO runs (id, tenant_id, user_id, thread_id, status, request)
    SELECT ${`${tenantId}-run-`} || n, ${tenantId}, 'u' || n % ${users}, ${tenantId} || n, 'queued', '{"type":"retry","item_id":"i"}' FROM generate_series(1, ${count}::int) n`;
}

/** Claims whose turn it is until nobody may begin. */
async function fill(lifecycle: RunLifecycleStore): Promise<ClaimedRun[]> {
  const claims: ClaimedRun[] = [];
  for (;;) {
    const [next] = await lifecycle.nextInTurn(8);
    if (next === undefined) {
      return claims;
    }
    const claim = await lifecycle.claim(next.id, 'w');
    expect(claim).not.toBeNull(); // what is said to have its turn can be claimed
    claims.push(...(claim === null ? [] : [claim]));
  }
}

const tenantsOf = (claims: readonly ClaimedRun[]): string => claims.map(({ owner }) => owner.tenantId).join(' ');

describe('whose turn it is', () => {
  it('goes to the tenant with the least at work, and to the oldest run of it', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await flood('loud', 20);
    await flood('quiet', 3);
    expect(tenantsOf(await fill(lifecycle))).toBe('loud quiet loud quiet loud quiet loud loud');
  });

  it('lets a tenant that is alone have every slot, and keeps room beyond them for who has nothing at work', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await flood('loud', 20);
    expect(await fill(lifecycle)).toHaveLength(8);
    const [first, second] = [await queue('quiet'), await queue('quiet')];
    expect(await lifecycle.claim('loud-run-20', 'w')).toBeNull();
    expect(await lifecycle.claim(first, 'w')).not.toBeNull();
    expect(await lifecycle.claim(second, 'w')).toBeNull();
    expect(await lifecycle.nextInTurn(8)).toEqual([]);
  });

  it('is asked for only when something is queued that its own job should have brought by now', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    expect(await lifecycle.waiting()).toBe('nothing');
    const runId = await queue('quiet');
    expect(await lifecycle.waiting()).toBe('fresh');
    await db.$executeRaw`UPDATE runs SET queued_at = now() - interval '1 second' WHERE id = ${runId}`;
    await queue('quiet');
    expect(await lifecycle.waiting()).toBe('due');
    await fill(lifecycle);
    expect(await lifecycle.waiting()).toBe('nothing');
  });

  it('comes again as runs end, for the one that was refused first of all', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await flood('loud', 20);
    const claims = await fill(lifecycle);
    await queue('quiet');
    const second = await queue('quiet', 'bob');
    expect(tenantsOf(await fill(lifecycle))).toBe('quiet');
    for (const claim of claims.slice(0, 2)) {
      expect(await lifecycle.finish(claim, { status: 'completed' })).toBe(true);
    }
    expect((await fill(lifecycle)).map(({ id }) => id)).toEqual([second]); // nine at work: one slot is free, and it is not loud's
  });

  it('keeps to the limits of a tenant and of a user, and a tenant’s settings go before', async () => {
    const lifecycle = new RunLifecycleStore(db, { slots: 100, ofTenant: 6, ofUser: 2 });
    await flood('one', 20, 2);
    await flood('many', 20, 10);
    await db.$executeRaw`INSERT INTO tenants (id, name, settings) VALUES ('own', 'own', '{"max_concurrent_answers": 3, "max_concurrent_answers_per_user": 1}')`;
    await flood('own', 20, 10);
    const claims = await fill(lifecycle);
    const count = (tenant: string): number => claims.filter(({ owner }) => owner.tenantId === tenant).length;
    expect([count('one'), count('many'), count('own')]).toEqual([4, 6, 3]);
    expect(new Set(claims.filter(({ owner }) => owner.tenantId === 'own').map(({ owner }) => owner.userId)).size).toBe(3);
  });

  it('keeps to them when everything is claimed at the same moment', async () => {
    const lifecycle = new RunLifecycleStore(db, { slots: 100, ofTenant: 5, ofUser: 3 });
    await flood('one', 30, 2);
    const claims = await Promise.all(Array.from({ length: 30 }, (_, index) => lifecycle.claim(`one-run-${index + 1}`, 'w')));
    const held = claims.filter((claim) => claim !== null);
    const ofFirst = held.filter(({ owner }) => owner.userId === 'u0').length;
    expect([held.length, Math.max(ofFirst, held.length - ofFirst)]).toEqual([5, 3]);
    const slots = new RunLifecycleStore(db, { slots: 8, ofTenant: 100, ofUser: 100 });
    await flood('two', 30);
    await Promise.all(Array.from({ length: 30 }, (_, index) => slots.claim(`two-run-${index + 1}`, 'w')));
    expect(await db.run.count({ where: { status: 'running' } })).toBe(8);
  });

  it('passes a run whose thread is busy, and one that outlived too many workers', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    const owner: Owner = { tenantId: 'one', userId: 'ada' };
    const { runId, threadId } = await admission.admitNewThread(owner, userMessage(newId('thr')));
    await admission.admitUserMessage(owner, userMessage(threadId));
    const hopeless = await queue('one');
    await db.$executeRaw`UPDATE runs SET attempts = 3 WHERE id = ${hopeless}`;
    const other = await queue('one');
    expect((await lifecycle.nextInTurn(8)).map(({ id }) => id)).toEqual([runId, other]);
    await lifecycle.claim(runId, 'w');
    expect((await lifecycle.nextInTurn(8)).map(({ id }) => id)).toEqual([other]);
  });

  it('does not keep a dead worker’s run from being taken up, whatever the limits', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await flood('loud', 20);
    const [dead] = await fill(lifecycle);
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
          held.push(...(await fill(lifecycle)));
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
            await Promise.all(Array.from({ length: one.count }, () => queue(one.tenant, one.user)));
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

describe('a noisy tenant', () => {
  it('makes neither the claim of another nor the search for the next one slow with 5,000 runs in the queue', async () => {
    const lifecycle = new RunLifecycleStore(db, { slots: 32, ofTenant: 1_000, ofUser: 20 });
    await flood('loud', 5_000, 60);
    await db.$executeRawUnsafe('ANALYZE runs');
    expect(await fill(lifecycle)).toHaveLength(32);
    const startedAt = performance.now();
    for (let round = 0; round < 20; round += 1) {
      const runId = await queue('quiet');
      const claim = await lifecycle.claim(runId, 'w');
      expect(claim === null ? null : await lifecycle.finish(claim, { status: 'completed' })).toBe(true);
      expect(await lifecycle.nextInTurn(8)).toEqual([]);
    }
    expect((performance.now() - startedAt) / 20).toBeLessThan(500);
  });

  it('wakes nobody while all have their hands full, and another tenant does', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await new WorkerSlotsStore(db).announce('w', LIMITS.slots);
    const needsWakeUp = async (tenantId: string): Promise<boolean> => (await admission.admitNewThread({ tenantId, userId: 'ada' }, userMessage(newId('thr')))).needsWakeUp;
    await flood('loud', 30);
    expect(await needsWakeUp('loud')).toBe(true); // nobody has begun with anything
    const claims = await fill(lifecycle);
    expect([await needsWakeUp('loud'), await needsWakeUp('quiet')]).toEqual([false, true]);
    const [ended] = claims;
    expect(ended === undefined ? null : await lifecycle.finish(ended, { status: 'completed' })).toBe(true);
    expect(await needsWakeUp('loud')).toBe(true);
    await db.$executeRaw`INSERT INTO tenants (id, name, settings) VALUES ('loud', 'loud', '{"max_concurrent_answers": 7}')`;
    expect(await needsWakeUp('loud')).toBe(false);
  });

  it('does not make another’s claim wait for those of slots that become free', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await flood('loud', 20);
    const [ended] = await fill(lifecycle);
    expect(ended === undefined ? null : await lifecycle.finish(ended, { status: 'completed' })).toBe(true);
    const runId = await queue('quiet');
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT running_now(NULL, NULL)`; // what a claim of the last slot holds until it has begun
      expect(await lifecycle.claim(runId, 'w')).not.toBeNull();
    });
  });

  it('has its runs found for which a slot became free while they were admitted, and no more of them', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await new WorkerSlotsStore(db).announce('w', LIMITS.slots);
    await flood('loud', 30);
    const claims = await fill(lifecycle);
    const left = [await queue('loud'), await queue('loud'), await queue('loud')];
    expect(await admission.findOverlooked(left)).toEqual([]);
    for (const ended of claims.slice(0, 2)) {
      await lifecycle.finish(ended, { status: 'completed' });
    }
    expect((await admission.findOverlooked(left)).map(({ id }) => id)).toEqual(left.slice(0, 2));
    await db.$executeRaw`UPDATE runs SET status = 'cancelled' WHERE id = ${left[0]}`;
    expect((await admission.findOverlooked(left)).map(({ id }) => id)).toEqual(left.slice(1));
  });

  it('is found by the reconciler only as far as there is room', async () => {
    const lifecycle = new RunLifecycleStore(db, LIMITS);
    await flood('loud', 50);
    await db.$executeRaw`UPDATE runs SET queued_at = now() - interval '1 minute'`;
    expect(await lifecycle.findStranded(100)).not.toEqual([]);
    await fill(lifecycle);
    expect(await lifecycle.findStranded(100)).toEqual([]);
  });
});

describe('the slots of all workers', () => {
  it('are those of workers that live, the asking one’s included', async () => {
    const store = new WorkerSlotsStore(db);
    expect(await store.announce('w1', 32)).toBe(32);
    expect(await store.announce('w2', 8)).toBe(40);
    expect(await store.announce('w1', 16)).toBe(24);
    await db.$executeRaw`UPDATE workers SET seen_at = now() - interval '1 minute' WHERE id = 'w1'`;
    expect(await store.announce('w2', 8)).toBe(8);
    await store.leave('w2');
    expect(await store.announce('w1', 4)).toBe(4);
  });
});
