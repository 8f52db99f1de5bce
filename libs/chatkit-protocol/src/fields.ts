import { z } from './zod.js';

/** A schema known only by what it takes and gives. */
type Schema<Output, Input> = z.ZodType<Output, Input>;

/**
 * An optional model field. Null counts as absent on input, and an absent field is never written.
 * (The wire never carries null for a model field; free-form maps keep theirs, see {@link openMap}.)
 */
export function absent<T extends z.ZodType>(schema: T): z.ZodOptional<Schema<z.output<T>, z.input<T> | null>> {
  const nullable = z.preprocess((value) => (value === null ? undefined : value), schema.optional());
  // The inner optional is only for the null that became undefined; the cast states what really goes in and out.
  return nullable.optional() as unknown as z.ZodOptional<Schema<z.output<T>, z.input<T> | null>>;
}

/** A map whose values belong to the integrator: nothing inside is checked, nulls are kept. */
export const openMap = z.record(z.string(), z.unknown());

/** Any JSON value, with the key itself required. Null is a value. */
export const required = z.unknown().refine((value) => value !== undefined, { error: 'is required' });

const INTEGER_TEXT = /^\s*[+-]?\d+(\.0+)?\s*$/;

function toInteger(value: unknown): unknown {
  if (typeof value === 'boolean') {
    return Number(value);
  }
  if (typeof value === 'string' && INTEGER_TEXT.test(value)) {
    return Number(value);
  }
  return value;
}

/** An integer from a request: `"5"`, `2.0` and `true` are numbers too; `2.5` is not. */
export const lenientInt = z.preprocess(toInteger, z.int()) as unknown as Schema<number, number | string | boolean>;

const BOOLEAN_WORDS: Readonly<Record<string, boolean>> = {
  '1': true,
  true: true,
  t: true,
  yes: true,
  y: true,
  on: true,
  '0': false,
  false: false,
  f: false,
  no: false,
  n: false,
  off: false,
};

function toBoolean(value: unknown): unknown {
  if (value === 0 || value === 1) {
    return value === 1;
  }
  if (typeof value === 'string') {
    return BOOLEAN_WORDS[value.toLowerCase()] ?? value;
  }
  return value;
}

/** A boolean from a request: 0, 1 and the usual words count. */
export const lenientBool = z.preprocess(toBoolean, z.boolean()) as unknown as Schema<boolean, boolean>;

/** Above this, a number is milliseconds since the epoch; below, seconds. (2 × 10¹⁰ seconds is the year 2603.) */
const SECONDS_LIMIT = 2e10;
const HAS_ZONE = /(?:z|[+-]\d\d:?\d\d)$/i;

function toUtc(value: string | number | Date): string {
  if (typeof value === 'number') {
    return new Date(Math.abs(value) > SECONDS_LIMIT ? value : value * 1000).toISOString();
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  // Text already in UTC keeps its precision; text without a zone keeps its meaning, which only its writer knows.
  if (value.endsWith('Z') || !HAS_ZONE.test(value) || !value.includes('T')) {
    return value;
  }
  return new Date(value).toISOString();
}

/** A moment: ISO 8601 text, a Date or seconds since the epoch. Written as ISO 8601 in UTC with `Z`. */
export const timestamp: Schema<string, string | number | Date> = z
  .union([
    z.string().refine((text) => !Number.isNaN(Date.parse(text)), { error: 'expected an ISO 8601 date-time' }),
    z.number().refine((value) => Math.abs(value) < 8.64e15, { error: 'expected seconds since the epoch' }),
    z.date(),
  ])
  .transform(toUtc);

/**
 * A URL that is written in its normal form (`https://a.b` gains its `/`, spaces and non-ASCII are percent-encoded).
 * Any scheme is allowed. A path on the server's own origin (`/files/…`) is allowed and left as it is.
 */
export const url = z
  .string()
  .refine((text) => text.startsWith('/') || URL.canParse(text), { error: 'expected a URL' })
  .transform((text) => (text.startsWith('/') ? text : new URL(text).href));
