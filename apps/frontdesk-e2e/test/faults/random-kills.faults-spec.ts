import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig } from '@frontdesk/config';
import { pick, randomFrom } from '@frontdesk/testing';
import { z } from 'zod';
import { audit, countsTo } from './audit.js';
import { Person } from './person.js';
import { startFaultySystem, type FaultySystem } from './system.js';

/** `npm run test:faults` reads them: how much, and the seed of a scenario to be seen again. */
const { FAULT_RUNS, FAULT_SEED, FAULT_MINUTES } = loadConfig(
  z.object({
    FAULT_RUNS: z.coerce.number().int().positive().default(1_000),
    FAULT_SEED: z.coerce.number().int().default(() => Date.now() % 1_000_000),
    /** No further conversation begins after that; those at hand come to their end. */
    FAULT_MINUTES: z.coerce.number().positive().default(60),
  }),
);
const AT_ONCE = 24;
const PAUSE_MS = { min: 1_500, max: 5_000 };
const END_MS = 300_000;

/** Two rows of numbers, so that the order of faults does not depend on how quickly people speak. */
const random = randomFrom(FAULT_SEED);
const chance = randomFrom(FAULT_SEED + 1_000_003);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

let system: FaultySystem;

beforeAll(async () => {
  system = await startFaultySystem({ gateways: 2, workers: 3, tokensPerSecond: 60 });
}, END_MS);
afterAll(() => system.close(), END_MS);

/** What may happen to the system, and makes itself good again. */
const FAULTS: Readonly<Record<string, () => Promise<void>>> = {
  'a worker is killed': () => killAndRestart(pick(chance, ['agent-worker', 'agent-worker-2', 'agent-worker-3'])),
  'a gateway is killed': () => killAndRestart(pick(chance, ['gateway', 'gateway-2'])),
  'the tools service is killed': () => killAndRestart('tools-service'),
  'a worker is rolled': () => killAndRestart(pick(chance, ['agent-worker', 'agent-worker-2', 'agent-worker-3']), 'SIGTERM'),
  'Redis is killed and comes back empty': async () => {
    await system.stores.redis.kill();
    await delay(chance() * 3_000);
    await system.stores.redis.start();
  },
  'Postgres is killed and recovers': async () => {
    await system.stores.postgres.kill();
    await delay(chance() * 3_000);
    await system.stores.postgres.start();
  },
};

async function killAndRestart(name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  await system.stack.kill(name, signal);
  await system.stack.restart(name);
}

interface Talk {
  readonly person: Person;
  readonly isRight: () => Promise<boolean>;
}

async function counting(): Promise<Talk> {
  const person = await Person.arrive(system.stack.gatewayUrls, random);
  const n = 10 + Math.floor(random() * 40);
  await person.ask(`count to ${n}`);
  return { person, isRight: async () => countsTo(await person.stored(), n) || person.screen.errors.length > 0 };
}

/** One effect in Postgres, through the tools service, and an answer by the page. */
async function remembering(): Promise<Talk> {
  const person = await Person.arrive(system.stack.gatewayUrls, random);
  await person.ask('Please remember that I work at Acme as a designer.');
  return { person, isRight: async () => (await person.facts()).length === 1 };
}

it(`every one of ${FAULT_RUNS} conversations ends in one right answer while processes and stores die at random`, async () => {
  say(`seed ${FAULT_SEED}: FAULT_SEED=${FAULT_SEED} repeats the order of faults`);
  const deadline = Date.now() + FAULT_MINUTES * 60_000;
  const talks: Talk[] = [];
  let begun = 0;
  const converse = async (): Promise<void> => {
    while (begun < FAULT_RUNS && Date.now() < deadline) {
      begun += 1;
      talks.push(await (random() < 0.75 ? counting() : remembering()));
    }
  };
  let over = false;
  const load = Promise.all(Array.from({ length: AT_ONCE }, converse)).finally(() => (over = true));
  const counts = new Map<string, number>();
  const disturb = async (): Promise<void> => {
    while (!over) {
      await delay(PAUSE_MS.min + chance() * (PAUSE_MS.max - PAUSE_MS.min));
      const fault = pick(chance, Object.keys(FAULTS));
      counts.set(fault, (counts.get(fault) ?? 0) + 1);
      await FAULTS[fault]?.();
    }
  };
  await Promise.all([load, disturb()]);

  const verdict = await audit({ db: system.db, model: system.model, people: talks.map(({ person }) => person), redisWasLost: true });
  const wrong: string[] = [...verdict.wrong];
  for (const { person, isRight } of talks) {
    if (!(await isRight())) {
      wrong.push(`${person.threadId}: not the right answer`);
    }
  }
  say(JSON.stringify({ seed: FAULT_SEED, conversations: talks.length, faults: Object.fromEntries(counts), ...verdict, wrong }, null, 2));
  expect(wrong).toEqual([]);
}, FAULT_MINUTES * 60_000 + END_MS);
