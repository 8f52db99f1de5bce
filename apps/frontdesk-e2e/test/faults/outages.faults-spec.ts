import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig } from '@frontdesk/config';
import { z } from 'zod';
import { Crowd } from './crowd.js';
import { startFaultySystem, type FaultySystem } from './system.js';

const { OUTAGE_RUNS, OUTAGE_SECONDS } = loadConfig(
  z.object({ OUTAGE_RUNS: z.coerce.number().int().positive().default(100), OUTAGE_SECONDS: z.coerce.number().positive().default(60) }),
);
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

const OUTAGES: ReadonlyArray<readonly [string, () => Promise<void>]> = [
  [
    `Redis is away for ${OUTAGE_SECONDS} s and comes back empty`,
    async () => {
      await system.stores.redis.kill();
      await delay(OUTAGE_SECONDS * 1_000);
      await system.stores.redis.start();
    },
  ],
  ['Redis forgets everything', () => system.stores.redis.flush()],
  [
    'Postgres is killed and recovers',
    async () => {
      await system.stores.postgres.kill();
      await system.stores.postgres.start();
    },
  ],
];

it.each(OUTAGES)(`%s while ${OUTAGE_RUNS} answers stream: everybody gets one right answer`, async (_what, outage) => {
  const before = crowd.modelCalls;
  const people = await crowd.counting(OUTAGE_RUNS, NUMBERS, outage);
  await crowd.expectOneRightAnswerEach(people, NUMBERS, true);
  const runs = await system.db.run.findMany({ where: { threadId: { in: people.map(({ threadId }) => threadId ?? '') } } });
  const claims = runs.reduce((sum, { epoch }) => sum + epoch, 0);
  const calls = crowd.modelCalls - before;
  process.stdout.write(`${JSON.stringify({ outage: _what, answers: people.length, claims, modelCalls: calls })}\n`);
  // Each claim asks once, and nobody asks without one; a claim that met the outage before its question did not come to it.
  expect(calls).toBeGreaterThanOrEqual(people.length);
  expect(calls).toBeLessThanOrEqual(claims);
}, END_MS);
