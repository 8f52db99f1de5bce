import { integerVariable, loadConfig } from '@frontdesk/config';
import { z } from 'zod';

const schema = z.object({
  /** Another seed makes other requests; the same one makes the same again. */
  FUZZ_SEED: integerVariable({ min: 0, max: 2_147_483_647, fallback: 20_261_125 }),
  /** As many as half a minute has room for; `npm run fuzz` sends 20,000. */
  FUZZ_REQUESTS: integerVariable({ min: 100, max: 10_000_000, fallback: 6_000 }),
});

export interface FuzzSettings {
  readonly seed: number;
  readonly requests: number;
}

export function fuzzSettings(): FuzzSettings {
  const config = loadConfig(schema);
  return { seed: config.FUZZ_SEED, requests: config.FUZZ_REQUESTS };
}
