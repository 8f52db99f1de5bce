import { commonVariables, integerVariable, portVariable } from '@frontdesk/config';
import { z } from 'zod';

/** The environment of the demo model's process. */
export const demoModelConfigSchema = z.object({
  ...commonVariables,
  HOST: z.string().default('127.0.0.1'),
  PORT: portVariable(4010),
  /** About what a hosted model writes; 0 means no delay. */
  DEMO_MODEL_TOKENS_PER_SECOND: integerVariable({ min: 0, max: 1_000_000, fallback: 50 }),
});
