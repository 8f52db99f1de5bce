import { TUNABLES, isTerminal, newId, type Owner, type RunStatus } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import fc from 'fast-check';
import { RunAdmissionStore } from '../src/run-admission.store.js';
import { RunLifecycleStore } from '../src/run-lifecycle.store.js';
import type { ClaimedRun } from '../src/run-records.js';
import { userMessage } from './messages.js';

const owner: Owner = { tenantId: 'default', userId: 'ada' };

let db: Database;
let admission: RunAdmissionStore;
let lifecycle: RunLifecycleStore;

beforeAll(async () => {
  db = createDatabase((await createTestDatabase()).url);
  admission = new RunAdmissionStore(db);
  lifecycle = new RunLifecycleStore(db);
});
afterAll(() => db.$disconnect());

const expireLease = (runId: string) => db.$executeRaw`UPDATE runs SET lease_expires_at = now() - interval '1 second' WHERE id = ${runId} AND status = 'running'`;

/** What the state machine says of one run; the store must say the same. */
interface Model {
  status: RunStatus;
  epoch: number;
  attempts: number;
  isDead: boolean;
  stopAsked: boolean;
}

interface Real {
  readonly runId: string;
  readonly threadId: string;
  /** Everything that any worker ever held, oldest first; only the last can be valid. */
  readonly claims: ClaimedRun[];
}

/** The claim that a step uses: any one, so that stale ones try everything as well. */
const claimAt = ({ claims }: Real, which: number): ClaimedRun | undefined => claims[which % Math.max(1, claims.length)];
const holds = (model: Model, claim: ClaimedRun | undefined): boolean => model.status === 'running' && claim?.epoch === model.epoch;

type Step = (model: Model, real: Real) => Promise<void>;

const claim: Step = async (model, real) => {
  const mayClaim = (model.status === 'queued' || (model.status === 'running' && model.isDead)) && model.attempts < TUNABLES.maxAttempts;
  const claimed = await lifecycle.claim(real.runId, 'w');
  expect(claimed !== null).toBe(mayClaim);
  if (claimed !== null) {
    Object.assign(model, { status: 'running', epoch: model.epoch + 1, attempts: model.attempts + 1, isDead: false });
    expect(claimed).toMatchObject({ epoch: model.epoch, attempt: model.attempts, cancelRequested: model.stopAsked });
    real.claims.push(claimed);
  }
};

const finish = (which: number, status: 'completed' | 'failed' | 'cancelled'): Step => async (model, real) => {
  const held = claimAt(real, which);
  if (held === undefined) {
    return;
  }
  const outcome = status === 'failed' ? { status, errorCode: 'internal' } : { status };
  expect(await lifecycle.finish(held, outcome)).toBe(holds(model, held));
  if (holds(model, held)) {
    model.status = status;
  }
};

const release = (which: number, isFault: boolean): Step => async (model, real) => {
  const held = claimAt(real, which);
  if (held === undefined) {
    return;
  }
  expect(await lifecycle.release(held, isFault)).toBe(holds(model, held));
  if (holds(model, held)) {
    Object.assign(model, { status: 'queued', attempts: isFault ? model.attempts : Math.max(0, model.attempts - 1), isDead: false });
  }
};

const beat = (which: number): Step => async (model, real) => {
  const held = claimAt(real, which);
  if (held === undefined) {
    return;
  }
  const wanted = model.stopAsked ? 'cancel_requested' : 'held';
  expect(await lifecycle.heartbeat(held)).toBe(holds(model, held) ? wanted : 'lost');
  model.isDead &&= !holds(model, held);
};

const write = (which: number): Step => async (model, real) => {
  const held = claimAt(real, which);
  if (held !== undefined) {
    const item = { ...userMessage(real.threadId), type: 'assistant_message' as const, content: [] };
    expect(await lifecycle.saveItem(held, item)).toBe(holds(model, held));
  }
};

const die: Step = async (model, real) => {
  await expireLease(real.runId);
  model.isDead ||= model.status === 'running';
};

const stop: Step = async (model, real) => {
  const found = await admission.requestCancel(owner, real.threadId, { runId: real.runId });
  expect(found).toHaveLength(isTerminal(model.status) ? 0 : 1);
  if (!isTerminal(model.status)) {
    model.stopAsked = true;
    model.status = model.status === 'queued' && model.epoch === 0 ? 'cancelled' : model.status;
  }
};

const giveUp: Step = async (model, real) => {
  const isHopeless = model.attempts >= TUNABLES.maxAttempts && (model.status === 'queued' || (model.status === 'running' && model.isDead));
  const given = (await lifecycle.abandonHopeless(1_000)).some(({ id }) => id === real.runId);
  expect(given).toBe(isHopeless);
  if (given) {
    Object.assign(model, { status: 'failed', epoch: model.epoch + 1 });
  }
};

const which = fc.nat(3);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(claim) },
  { weight: 3, arbitrary: fc.constant(die) },
  { weight: 1, arbitrary: fc.constant(stop) },
  { weight: 1, arbitrary: fc.constant(giveUp) },
  { weight: 1, arbitrary: fc.tuple(which, fc.constantFrom('completed' as const, 'failed' as const, 'cancelled' as const)).map(([w, s]) => finish(w, s)) },
  { weight: 2, arbitrary: fc.tuple(which, fc.boolean()).map(([w, isFault]) => release(w, isFault)) },
  { weight: 2, arbitrary: which.map(beat) },
  { weight: 2, arbitrary: which.map(write) },
);

describe('a run on the real store', () => {
  it('does after any order of steps what the state machine says, whoever takes them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 25 }), async (order) => {
        const { runId, threadId } = await admission.admitNewThread(owner, userMessage(newId('thr')));
        const model: Model = { status: 'queued', epoch: 0, attempts: 0, isDead: false, stopAsked: false };
        const real: Real = { runId, threadId, claims: [] };
        for (const step of order) {
          await step(model, real);
          expect(await admission.findRun(owner, runId)).toEqual({ id: runId, status: model.status, epoch: model.epoch });
        }
      }),
      { numRuns: 40 },
    );
  });
});
