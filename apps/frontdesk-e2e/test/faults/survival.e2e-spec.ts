import { audit, countsTo } from './audit.js';
import { Person } from './person.js';
import { randomFrom } from './random.js';
import { startFaultySystem, type FaultySystem } from './system.js';

/** What a stop may take to reach the worker, wherever it is asked for. Twice the promise: the tests share two cores. */
const STOP_BOUND_MS = 600;
/** From a SIGKILL to the next text. */
const TAKE_OVER_BOUND_MS = 10_000;

let system: FaultySystem;

beforeAll(async () => {
  system = await startFaultySystem({ gateways: 2, workers: 2, tokensPerSecond: 40 });
});
afterAll(() => system.close());

const arrive = (): Promise<Person> => Person.arrive(system.stack.gatewayUrls, randomFrom(7));

/** Several people who count at the same time; `disturb` happens once all of them see something. */
async function counting(people: number, n: number, disturb: () => Promise<void>): Promise<Person[]> {
  const crowd = await Promise.all(Array.from({ length: people }, arrive));
  let speaking = 0;
  let allSpeak = (): void => undefined;
  const everybodySpeaks = new Promise<void>((resolve) => (allSpeak = resolve));
  const answers = crowd.map((person) => {
    let spoke = false;
    return person.follow(person.saying(`count to ${n}`), (data) => {
      if (!spoke && data.includes('text_delta')) {
        spoke = true;
        speaking += 1;
        if (speaking === people) {
          allSpeak();
        }
      }
    });
  });
  await Promise.race([everybodySpeaks, Promise.all(answers)]);
  await disturb();
  await Promise.all(answers);
  return crowd;
}

async function expectOneRightAnswerEach(people: readonly Person[], n: number, redisWasLost: boolean): Promise<void> {
  const verdict = await audit({ db: system.db, model: system.model, people, redisWasLost });
  expect(verdict.wrong).toEqual([]);
  for (const person of people) {
    expect(countsTo(await person.stored(), n)).toBe(true);
  }
}

/** The worker that holds the person's run, by the process id that its name carries. */
async function holderOf(person: Person): Promise<string> {
  const run = await system.db.run.findFirstOrThrow({ where: { threadId: person.threadId ?? '', status: 'running' } });
  const name = ['agent-worker', 'agent-worker-2'].find((one) => run.workerId?.includes(`-${system.stack.pid(one)}-`));
  if (name === undefined) {
    throw new Error('no worker of the stack holds the run');
  }
  return name;
}

/** Somebody who hears a long answer; `spoken` resolves with its first text, again after each call of `listen`. */
function listening(person: Person, text: string) {
  let hear = (): void => undefined;
  const listen = (): Promise<void> => new Promise((resolve) => (hear = resolve));
  const spoken = listen();
  const done = person.follow(person.saying(text), (data) => {
    if (data.includes('text_delta')) {
      hear();
    }
  });
  return { spoken, listen, done };
}

it('answers everybody once when Redis loses everything, and again when it dies, while answers stream', async () => {
  const { redis } = system.stores;
  await expectOneRightAnswerEach(
    await counting(8, 60, async () => {
      await redis.kill();
      await redis.start();
    }),
    60,
    true,
  );
});

it('answers everybody once, with every word in its place, when Postgres restarts while answers stream', async () => {
  const { postgres } = system.stores;
  const before = system.model.counts().total;
  const people = await counting(8, 60, async () => {
    await postgres.kill();
    await postgres.start();
  });
  await expectOneRightAnswerEach(people, 60, false);
  const claims = await system.db.run.findMany({ where: { threadId: { in: people.map(({ threadId }) => threadId ?? '') } } });
  // Holders hold on: nobody's answer began again.
  expect(claims.map(({ epoch }) => epoch)).toEqual(people.map(() => 1));
  expect(system.model.counts().total - before).toBeGreaterThanOrEqual(people.length);
});

it('goes on within seconds when the worker is killed in the middle, and stops from any gateway at once', async () => {
  const person = await arrive();
  const { spoken, listen, done } = listening(person, 'count to 300');
  await spoken;
  const name = await holderOf(person);
  await system.stack.kill(name, 'SIGKILL');
  const killedAt = Date.now();
  await listen();
  expect(Date.now() - killedAt).toBeLessThan(TAKE_OVER_BOUND_MS);
  const restarted = system.stack.restart(name);
  for (const gateway of system.stack.gatewayUrls) {
    const other = await arrive();
    const talk = listening(other, 'count to 300');
    await talk.spoken;
    const stoppedAt = Date.now();
    await other.stop(gateway);
    await talk.done;
    expect(Date.now() - stoppedAt).toBeLessThan(STOP_BOUND_MS);
    await expectTextKeptOnce(other);
  }
  await person.stop();
  await done;
  await expectTextKeptOnce(person);
  await restarted;
});

it('loses and repeats nothing when every process is rolled under load', async () => {
  const { stack } = system;
  const people = await counting(6, 80, async () => {
    for (const name of ['gateway', 'agent-worker', 'tools-service', 'gateway-2', 'agent-worker-2']) {
      expect(await stack.kill(name, 'SIGTERM')).toMatchObject({ code: 0 });
      await stack.restart(name);
    }
  });
  await expectOneRightAnswerEach(people, 80, false);
});

async function expectTextKeptOnce(person: Person): Promise<void> {
  const verdict = await audit({ db: system.db, model: system.model, people: [person], redisWasLost: false });
  expect(verdict.wrong.filter((problem) => !problem.includes('still running'))).toEqual([]);
  expect((await person.stored()).filter((item) => item.type === 'assistant_message')).toHaveLength(1);
}
