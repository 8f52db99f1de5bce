import { loadConfig } from '@frontdesk/config';
import { z } from 'zod';
import { RunRaces } from './run-races.js';

const { RACE_INTERLEAVINGS, FAULT_SEED } = loadConfig(
  z.object({
    RACE_INTERLEAVINGS: z.coerce.number().int().positive().default(10_000),
    FAULT_SEED: z.coerce.number().int().default(() => Date.now() % 1_000_000),
  }),
);

let races: RunRaces;

beforeAll(async () => {
  races = await RunRaces.open();
});
afterAll(() => races.close());

it(`keeps its promises over ${RACE_INTERLEAVINGS} interleavings`, async () => {
  process.stdout.write(`seed ${FAULT_SEED}: FAULT_SEED=${FAULT_SEED} plans the same steps\n`);
  await races.run(RACE_INTERLEAVINGS, FAULT_SEED);
  process.stdout.write(`${JSON.stringify({ interleavings: races.interleavings, won: Object.fromEntries(races.wins) })}\n`);
}, 600_000);
