import { cursorAfterEpoch, TUNABLES } from '@frontdesk/contracts';
import { startDemoModel, type DemoModel } from '@frontdesk/demo-model';
import type { Admission } from '@frontdesk/runs';
import { ChatDriver } from './support/chat-driver.js';
import { countClaims } from './support/claim-count.js';
import { WorkerRig } from './support/worker-rig.js';

let rig: WorkerRig;
let model: DemoModel;
let loud: ChatDriver;
let quiet: ChatDriver;

beforeAll(async () => {
  rig = await WorkerRig.create();
  model = await startDemoModel({ tokensPerSecond: 100 });
  loud = new ChatDriver(rig.databaseUrl, rig.redisUrl, { tenantId: 'loud', userId: 'ada' });
  quiet = new ChatDriver(rig.databaseUrl, rig.redisUrl, { tenantId: 'quiet', userId: 'bob' });
  await Promise.all([loud.queue.ready(), quiet.queue.ready()]);
});
/** What a failed test leaves must not take the slots of the next one. */
afterEach(async () => {
  for (const driver of [loud, quiet]) {
    const { tenantId } = driver.owner;
    const left = await driver.db.run.findMany({ where: { tenantId, status: { in: ['queued', 'running'] } } });
    await Promise.all(left.map(({ id, threadId }) => driver.cancel({ runId: id, threadId })));
  }
  await rig.closeWorkers();
});
afterAll(async () => {
  await Promise.all([loud.close(), quiet.close()]);
  await rig.close();
  await model.close();
});

const isUnderWay = (frames: readonly unknown[]): boolean => frames.length > 0;

const sayEach = (driver: ChatDriver, count: number, text = 'count to 60'): Promise<Admission[]> =>
  Promise.all(Array.from({ length: count }, () => driver.say(text)));

/** Sees every answer to its end. @returns how many of them were written at the same time, at most */
async function mostAtOnce(driver: ChatDriver, admissions: readonly Admission[]): Promise<number> {
  const ends = await Promise.all(admissions.map((admission) => driver.watch(admission)));
  expect(ends.map(({ status }) => status)).toEqual(admissions.map(() => 'completed'));
  const runs = await driver.db.run.findMany({ where: { id: { in: admissions.map(({ runId }) => runId) } } });
  expect(runs.map(({ epoch }) => epoch)).toEqual(admissions.map(() => 1));
  return Math.max(...runs.map(({ startedAt: begun }) => runs.filter(({ startedAt, finishedAt }) => begun !== null && startedAt !== null && finishedAt !== null && startedAt <= begun && finishedAt > begun).length));
}

it('lets another tenant’s answer begin at once while one tenant’s many wait for a slot', async () => {
  await rig.startWorker(model.url, { WORKER_CONCURRENCY: '2' });
  const text = 'count to 5000'; // longer than any test
  const begun = await sayEach(loud, 2, text);
  await Promise.all(begun.map((admission) => loud.watch(admission, isUnderWay)));
  const admissions = [...begun, ...(await sayEach(loud, 4, text))];
  expect((await quiet.ask('count to 3')).status).toBe('completed');
  const count = (status: string): Promise<number> => loud.db.run.count({ where: { tenantId: 'loud', status } });
  expect([await count('running'), await count('queued')]).toEqual([2, 4]);
  for (const admission of admissions) {
    await loud.cancel(admission);
  }
  const ends = await Promise.all(admissions.map((admission) => loud.watch(admission)));
  expect(ends.map(({ status }) => status)).toEqual(admissions.map(() => 'cancelled'));
});

it('writes no more answers of one user at once than it may, and each of them in the end', async () => {
  await rig.startWorker(model.url, { USER_CONCURRENCY: '3' });
  expect(await mostAtOnce(loud, await sayEach(loud, 9))).toBe(3);
});

it('claims each run once though many answers end in the same moment', async () => {
  await rig.startWorker(model.url, { WORKER_CONCURRENCY: '16' });
  const text = 'count to 5000'; // longer than any test
  const begun = await sayEach(loud, 16, text);
  await Promise.all(begun.map((admission) => loud.watch(admission, isUnderWay)));
  const waiting = await Promise.all(begun.map(() => loud.admit(text)));
  await loud.db.$executeRaw`UPDATE runs SET queued_at = now() - interval '1 second' WHERE tenant_id = 'loud' AND status = 'queued'`; // no job is on its way
  const claims = await countClaims(loud.db);
  await Promise.all(begun.map((admission) => loud.cancel(admission)));
  await Promise.all(waiting.map((admission) => loud.watch(admission, isUnderWay)));
  expect(await claims()).toBeLessThan(32); // the reconciler may have woken a few, too
});

it('begins also with the run whose job brought an older one', async () => {
  await rig.startWorker(model.url, { WORKER_CONCURRENCY: '4' });
  const text = 'count to 5000'; // the job lasts as long as the older one's answer
  const older = await loud.admit(text);
  await loud.db.$executeRaw`UPDATE runs SET queued_at = now() - interval '1 second' WHERE id = ${older.runId}`; // its job has come in vain
  const younger = await loud.admit(text);
  await loud.queue.add(younger.runId, younger.epoch);
  await loud.watch(older, isUnderWay);
  await loud.watch(younger, isUnderWay);
});

it('passes on what comes to a worker that is full while another has room', async () => {
  await rig.startWorker(model.url, { WORKER_CONCURRENCY: '1' });
  const text = 'count to 5000'; // longer than any test
  const full = [await loud.say(text), await quiet.say(text)]; // its slot, and the spare one
  await Promise.all([loud.watch(full[0] as Admission, isUnderWay), quiet.watch(full[1] as Admission, isUnderWay)]);
  await rig.startWorker(model.url, { WORKER_CONCURRENCY: '8' });
  for (let round = 0; round < 6; round += 1) {
    const { runId, epoch, ...admission } = await loud.admit(text);
    await loud.queue.add(runId, epoch); // to either of them
    await loud.watch({ runId, epoch, ...admission }, isUnderWay);
    const { queuedAt, startedAt } = await loud.run(runId);
    expect((startedAt?.getTime() ?? Number.NaN) - queuedAt.getTime()).toBeLessThan(TUNABLES.reconcileGraceMs);
  }
});

it('lets go of the job that it keeps while it is full when it stops', async () => {
  const first = await rig.startWorker(model.url, { WORKER_CONCURRENCY: '1' });
  const text = 'count to 5000'; // longer than any test
  const full = [await loud.say(text), await quiet.say(text)];
  await Promise.all([loud.watch(full[0] as Admission, isUnderWay), quiet.watch(full[1] as Admission, isUnderWay)]);
  const kept = await loud.admit(text);
  await loud.queue.add(kept.runId, kept.epoch);
  while ((await loud.queue.depth()).active === 0) {
    // until it has the job
  }
  await rig.startWorker(model.url, { WORKER_CONCURRENCY: '8' });
  await first.close();
  await Promise.all([loud.watch(kept, isUnderWay), quiet.watch({ ...(full[1] as Admission), tailFrom: cursorAfterEpoch(1) }, isUnderWay)]);
});

it('hands the turn to another worker when the one that has it stops', async () => {
  const first = await rig.startWorker(model.url, { WORKER_CONCURRENCY: '1' });
  const admissions = await sayEach(loud, 4);
  await loud.watch(admissions[0] as Admission, isUnderWay);
  await rig.startWorker(model.url, { WORKER_CONCURRENCY: '1' });
  await first.close();
  expect(await mostAtOnce(loud, admissions)).toBeLessThanOrEqual(2);
});

it('takes up a dead worker’s run though its tenant has as much at work as it may', async () => {
  await rig.startWorker(model.url, { TENANT_CONCURRENCY: '1' });
  const dead = await loud.admit('count to 3');
  expect(await rig.lifecycle.claim(dead.runId, 'dead')).not.toBeNull();
  const behind = await loud.say('count to 3');
  await loud.db.$executeRaw`UPDATE runs SET lease_expires_at = now() - interval '1 second' WHERE id = ${dead.runId}`;
  expect((await loud.watch(dead)).status).toBe('completed');
  expect((await loud.watch(behind)).status).toBe('completed');
  expect((await loud.run(behind.runId)).startedAt?.getTime()).toBeGreaterThanOrEqual((await loud.run(dead.runId)).finishedAt?.getTime() ?? Number.POSITIVE_INFINITY);
});
