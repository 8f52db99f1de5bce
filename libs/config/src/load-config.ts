import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Raised at boot when the environment does not fit; the message is one line per wrong variable and never holds a value. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/**
 * Parses the environment once, at boot, into a frozen, typed object.
 * Empty variables count as absent, so that `NAME=` in an env file means "the default".
 *
 * @param schema one zod object per process; keys are variable names
 * @param env the environment; only tests pass their own
 * @throws ConfigError naming every variable that is missing or wrong
 */
export function loadConfig<T extends z.ZodType>(schema: T, env: Record<string, string | undefined> = process.env): Readonly<z.output<T>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) {
    return Object.freeze(parsed.data);
  }
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.map(String).join('.') || 'environment';
    return given[name] === undefined && issue.code === 'invalid_type' ? `${name} is not set.` : `${name} is wrong: ${issue.message}.`;
  });
  throw new ConfigError(problems.join('\n'));
}

/** `true`, `1`, `yes`, `on` and their opposites. */
export const booleanVariable = z.stringbool();

/** A whole number within bounds, with a default. */
export const integerVariable = ({ min, max, fallback }: { min: number; max: number; fallback: number }) => {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error }).default(fallback);
};

/** A TCP port; 0 lets the system choose. */
export const portVariable = (fallback: number) => integerVariable({ min: 0, max: 65_535, fallback });

/** What every process reads. Spread into its own schema. */
export const commonVariables = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
};

/** Where the stores are. */
export const storeVariables = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, message: 'expected postgresql://user@host:port/database' }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, message: 'expected redis://host:port' }),
};

/** The installation's secret, given directly or as a file (as container secrets are). */
export const secretVariables = {
  FRONTDESK_SECRET: z.string().min(32, 'needs at least 32 characters').optional(),
  FRONTDESK_SECRET_FILE: z.string().optional(),
};

/**
 * @returns the installation's secret from FRONTDESK_SECRET or the file that FRONTDESK_SECRET_FILE names
 * @throws ConfigError when neither gives at least 32 characters
 */
export function readSecret(config: { readonly FRONTDESK_SECRET?: string | undefined; readonly FRONTDESK_SECRET_FILE?: string | undefined }): string {
  if (config.FRONTDESK_SECRET !== undefined) {
    return config.FRONTDESK_SECRET;
  }
  if (config.FRONTDESK_SECRET_FILE === undefined) {
    throw new ConfigError('FRONTDESK_SECRET is not set: give it at least 32 random characters, or name a file in FRONTDESK_SECRET_FILE.');
  }
  let secret: string;
  try {
    secret = readFileSync(config.FRONTDESK_SECRET_FILE, 'utf8').trim();
  } catch (cause) {
    throw Object.assign(new ConfigError('FRONTDESK_SECRET_FILE names a file that cannot be read.'), { cause });
  }
  if (secret.length < 32) {
    throw new ConfigError('FRONTDESK_SECRET_FILE holds fewer than 32 characters.');
  }
  return secret;
}
