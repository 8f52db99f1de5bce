import { booleanVariable, loadConfig } from '@frontdesk/config';
import { z } from 'zod';

const schema = z.object({
  TEST_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  TEST_REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  CHROMIUM_PATH: z.string().optional(),
  /** Screenshots are taken as the new baselines instead of being compared with them. */
  FRONTDESK_GALLERY_UPDATE: booleanVariable.default(false),
  PATH: z.string().default(''),
});

export type TestConfig = Readonly<z.output<typeof schema>>;

export const testConfig = (): TestConfig => loadConfig(schema);

/** @throws Error that says how to get one, when no server was given */
export function requiredServer(name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): string {
  const url = testConfig()[name];
  if (url === undefined) {
    throw new Error(`${name} is not set: run the tests with \`npm test\`, which brings its own servers, or point it at a server of yours.`);
  }
  return url;
}
