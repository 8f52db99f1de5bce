import { loadConfig } from '@frontdesk/config';
import { TUNABLES } from '@frontdesk/contracts';
import { z } from 'zod';
import { audit, countsTo } from './audit.js';
import { Crowd } from './crowd.js';
import type { Person } from './person.js';
import { startFaultySystem, type FaultySystem } from './system.js';

const { ROLLING_PEOPLE } = loadConfig(z.object({ ROLLING_PEOPLE: z.coerce.number().int().positive().default(60) }));
const TOKENS_PER_SECOND = 10;
/** The number, and the comma behind it. */
const TOKENS_PER_NUMBER = 2;
/** Three times as long as a worker waits for its runs: some end in the meantime, and some are handed over. */
const NUMBERS = Math.ceil((3 * TUNABLES.drainMs * TOKENS_PER_SECOND) / 1_000 / TOKENS_PER_NUMBER);
const END_MS = 600_000;
const PROCESSES = ['gateway', 'agent-worker', 'tools-service', 'gateway-2', 'agent-worker-2'];

let system: FaultySystem;
let crowd: Crowd;

beforeAll(async () => {
  system = await startFaultySystem({ gateways: 2, workers: 2, tokensPerSecond: TOKENS_PER_SECOND, workerConcurrency: ROLLING_PEOPLE });
  crowd = new Crowd(system);
}, 120_000);
afterAll(() => system.close(), 60_000);

it(`every process is rolled while ${ROLLING_PEOPLE} people talk: nothing is lost, nothing comes twice, and nobody sees an error`, async () => {
  const before = crowd.modelCalls;
  const people: Person[] = [];
  let rolled = false;
  /** Talks on and on, each time with somebody new to the system, until everything was rolled. */
  const talkOn = async (): Promise<void> => {
    do {
      const person = await crowd.arrive();
      await person.ask(`count to ${NUMBERS}`);
      people.push(person);
    } while (!rolled);
  };
  const roll = async (): Promise<void> => {
    for (const name of PROCESSES) {
      expect(await system.stack.kill(name, 'SIGTERM')).toMatchObject({ code: 0 });
      await system.stack.restart(name);
    }
  };
  await Promise.all([...Array.from({ length: ROLLING_PEOPLE }, talkOn), roll().finally(() => (rolled = true))]);

  const verdict = await audit(system, people);
  const modelCalls = crowd.modelCalls - before;
  process.stdout.write(`${JSON.stringify({ rolled: PROCESSES.length, conversations: people.length, ...verdict, modelCalls })}\n`);
  expect(verdict).toMatchObject({ wrong: [], gaps: 0, abandoned: 0 });
  expect(people.flatMap(({ screen }) => screen.errors)).toEqual([]);
  for (const person of people) {
    expect(countsTo(await person.stored(), NUMBERS)).toBe(true);
  }
  expect(verdict.claims).toBeGreaterThan(people.length); // some were handed over
  expect(modelCalls).toBeGreaterThanOrEqual(people.length);
  expect(modelCalls).toBeLessThanOrEqual(verdict.claims);
}, END_MS);
