import { ERRORS, TUNABLES } from '@frontdesk/contracts';
import { Crowd } from './crowd.js';
import { startFaultySystem, type FaultySystem } from './system.js';

/** From asking for a stop, at whatever gateway, to the end of the stream; besides what a busy machine takes for the way there and back. */
const STOP_BOUND_MS = 300;
const STOPS = 20;
/** From a SIGKILL to the next text. */
const TAKE_OVER_BOUND_MS = 10_000;

const p95 = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Infinity;

let system: FaultySystem;
let crowd: Crowd;

beforeAll(async () => {
  system = await startFaultySystem({ gateways: 2, workers: 2, tokensPerSecond: 40 });
  crowd = new Crowd(system);
});
afterAll(() => system.close());

it('answers everybody once when Redis loses everything, and again when it dies, while answers stream', async () => {
  const { redis } = system.stores;
  const before = crowd.modelCalls;
  const people = await crowd.counting(8, 60, async () => {
    await redis.kill();
    await redis.start();
  });
  await crowd.expectOneRightAnswerEach(people, 60);
  expect(crowd.modelCalls - before).toBe(people.length); // who holds a run goes on, Redis or not
});

it('answers everybody once, with every word in its place, when Postgres restarts while answers stream', async () => {
  const { postgres } = system.stores;
  const before = crowd.modelCalls;
  const people = await crowd.counting(8, 60, async () => {
    await postgres.kill();
    await postgres.start();
  });
  await crowd.expectOneRightAnswerEach(people, 60);
  const claims = await system.db.run.findMany({ where: { threadId: { in: people.map(({ threadId }) => threadId ?? '') } } });
  // Holders hold on: nobody's answer began again.
  expect(claims.map(({ epoch }) => epoch)).toEqual(people.map(() => 1));
  expect(crowd.modelCalls - before).toBe(people.length);
});

it('goes on within seconds when the worker is killed in the middle', async () => {
  const person = await crowd.arrive();
  const { spoken, listen, done } = crowd.listening(person, 'count to 300');
  await spoken;
  const name = await crowd.holderOf(person);
  await system.stack.kill(name, 'SIGKILL');
  const killedAt = Date.now();
  await listen();
  expect(Date.now() - killedAt).toBeLessThan(TAKE_OVER_BOUND_MS);
  const restarted = system.stack.restart(name);
  await person.stop();
  await done;
  await crowd.expectTextKeptOnce(person);
  await restarted;
});

it('loses and repeats nothing when every process is rolled under load', async () => {
  const { stack } = system;
  const people = await crowd.counting(6, 80, async () => {
    for (const name of ['gateway', 'agent-worker', 'tools-service', 'gateway-2', 'agent-worker-2']) {
      expect(await stack.kill(name, 'SIGTERM')).toMatchObject({ code: 0 });
      await stack.restart(name);
    }
  });
  await crowd.expectOneRightAnswerEach(people, 80);
});

it('stops from any gateway at once, closes the socket of the model, and keeps what was said', async () => {
  const times: number[] = [];
  const firstWords: number[] = [];
  for (let round = 0; round < STOPS; round += 1) {
    const person = await crowd.arrive();
    const askedAt = performance.now();
    const talk = crowd.listening(person, 'count to 300');
    await talk.spoken;
    firstWords.push(performance.now() - askedAt);
    const request = system.model.requests().findLast(({ stream }) => stream);
    const stoppedAt = performance.now();
    await person.stop(system.stack.gatewayUrls[round % 2]);
    await talk.done;
    times.push(performance.now() - stoppedAt);
    expect(await request?.settled).toBe('client_closed');
    await crowd.expectTextKeptOnce(person);
  }
  // An answer's first word goes the same way as a stop and its end. Without the announcement a stop waits for a heartbeat: 1.5 s.
  expect(p95(times)).toBeLessThan(STOP_BOUND_MS + p95(firstWords));
});

it('answers everybody once when Redis forgets everything while answers stream, and asks the model once for each', async () => {
  const before = crowd.modelCalls;
  const people = await crowd.counting(8, 60, () => system.stores.redis.flush());
  await crowd.expectOneRightAnswerEach(people, 60);
  expect(crowd.modelCalls - before).toBe(people.length);
});

it('ends a run that kills its worker three times in an error, and tries no fourth time', async () => {
  const person = await crowd.arrive();
  const before = crowd.modelCalls;
  const { spoken, listen, done } = crowd.listening(person, 'count to 2000');
  let speaks = spoken;
  for (let death = 1; death <= TUNABLES.maxAttempts; death += 1) {
    await speaks;
    const name = await crowd.holderOf(person);
    await system.stack.kill(name, 'SIGKILL');
    await system.stack.restart(name);
    speaks = listen(); // only now: the last that the dead one said may have been on its way
  }
  const { runId } = await done;
  expect(await system.db.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ status: 'failed', errorCode: 'run_abandoned', attempts: TUNABLES.maxAttempts });
  expect(person.screen.errors).toEqual([ERRORS.run_abandoned.message]);
  expect([...person.screen.items.values()]).toEqual(await person.stored()); // what was half said is gone
  expect(crowd.modelCalls - before).toBe(TUNABLES.maxAttempts);
});
