import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig } from '@frontdesk/config';
import { z } from 'zod';
import { Crowd } from './crowd.js';
import { startFaultySystem, type FaultySystem } from './system.js';

const { OUTAGE_RUNS, OUTAGE_SECONDS } = loadConfig(
  z.object({ OUTAGE_RUNS: z.coerce.number().int().positive().default(100), OUTAGE_SECONDS: z.coerce.number().positive().default(60) }),
);
/** Longer than a lease, and than any reader's patience with one command. */
const FREEZE_SECONDS = 20;
const TOKENS_PER_SECOND = 10;
/** Numbers that take half as long again as the outage: people are in the middle when it begins, and when it ends. */
const NUMBERS = Math.ceil(OUTAGE_SECONDS * TOKENS_PER_SECOND * 0.75);
const END_MS = OUTAGE_SECONDS * 1_000 + 240_000;

let system: FaultySystem;
let crowd: Crowd;

beforeAll(async () => {
  system = await startFaultySystem({ gateways: 2, workers: 2, tokensPerSecond: TOKENS_PER_SECOND, workerConcurrency: OUTAGE_RUNS });
  crowd = new Crowd(system);
}, 120_000);
afterAll(() => system.close(), 60_000);

interface Outage {
  readonly name: string;
  readonly happen: () => Promise<void>;
}

const OUTAGES: readonly Outage[] = [
  {
    name: `Redis is away for ${OUTAGE_SECONDS} s and comes back empty`,
    happen: async () => {
      await system.stores.redis.kill();
      await delay(OUTAGE_SECONDS * 1_000);
      await system.stores.redis.start();
    },
  },
  { name: 'Redis forgets everything', happen: () => system.stores.redis.flush() },
  {
    name: `Redis stands still for ${FREEZE_SECONDS} s, with all its connections`,
    happen: async () => {
      system.stores.redis.freeze();
      await delay(FREEZE_SECONDS * 1_000);
      system.stores.redis.thaw();
    },
  },
  {
    name: 'Postgres is killed and recovers',
    happen: async () => {
      await system.stores.postgres.kill();
      await system.stores.postgres.start();
    },
  },
];

it.each(OUTAGES)(`$name while ${OUTAGE_RUNS} answers stream: everybody gets one right answer`, async ({ name, happen }) => {
  const before = crowd.modelCalls;
  const people = await crowd.counting(OUTAGE_RUNS, NUMBERS, happen);
  await crowd.expectOneRightAnswerEach(people, NUMBERS);
  const runs = await system.db.run.findMany({ where: { threadId: { in: people.map(({ threadId }) => threadId ?? '') } } });
  const claims = runs.reduce((sum, { epoch }) => sum + epoch, 0);
  const calls = crowd.modelCalls - before;
  process.stdout.write(`${JSON.stringify({ outage: name, answers: people.length, claims, modelCalls: calls })}\n`);
  // Each claim asks once, and nobody asks without one; a claim that met the outage before its question did not come to it.
  expect(calls).toBeGreaterThanOrEqual(people.length);
  expect(calls).toBeLessThanOrEqual(claims);
}, END_MS);
