/** Collects what is wrong with an options object. */
export interface OptionReport {
  /** A value of the wrong shape: it is ignored. `fatal`: the chat cannot work without it. */
  problem(path: string, message: string, fatal?: boolean): void;
  /** A key nobody knows: it is ignored. */
  unknown(path: string): void;
}

/** Reads one value; what is wrong is reported and comes back as undefined, so that a default takes its place. */
export type Check<T> = (value: unknown, path: string, report: OptionReport) => T | undefined;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const describe = (value: unknown): string => {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'an array';
  }
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : typeof value;
};

const expect =
  <T>(what: string, accepts: (value: unknown) => value is T): Check<T> =>
  (value, path, report) => {
    if (accepts(value)) {
      return value;
    }
    report.problem(path, `must be ${what}, got ${describe(value)}`);
    return undefined;
  };

export const text: Check<string> = expect('a string', (value): value is string => typeof value === 'string');
export const flag: Check<boolean> = expect('true or false', (value): value is boolean => typeof value === 'boolean');

/** Any callable; its signature cannot be checked at run time. */
export const callback = <F>(): Check<F> => expect('a function', (value): value is F => typeof value === 'function');

export const numberIn = (min: number, max: number): Check<number> =>
  expect(`a number from ${min} to ${max}`, (value): value is number => typeof value === 'number' && value >= min && value <= max);

export const oneOf = <const T extends string | number>(...allowed: readonly T[]): Check<T> =>
  expect(`one of ${allowed.map((entry) => JSON.stringify(entry)).join(', ')}`, (value): value is T =>
    (allowed as readonly unknown[]).includes(value),
  );

/** The value may also be null. */
export const nullable =
  <T>(check: Check<T>): Check<T | null> =>
  (value, path, report) =>
    value === null ? null : check(value, path, report);

export const either =
  <A, B>(first: (value: unknown) => boolean, a: Check<A>, b: Check<B>): Check<A | B> =>
  (value, path, report) =>
    first(value) ? a(value, path, report) : b(value, path, report);

export const list =
  <T>(check: Check<T>): Check<T[]> =>
  (value, path, report) => {
    if (!Array.isArray(value)) {
      report.problem(path, `must be an array, got ${describe(value)}`);
      return undefined;
    }
    return value.flatMap((entry, index) => {
      const read = check(entry, `${path}[${index}]`, report);
      return read === undefined ? [] : [read];
    });
  };

export const recordOf =
  <T>(check: Check<T>): Check<Record<string, T>> =>
  (value, path, report) => {
    if (!isRecord(value)) {
      report.problem(path, `must be an object, got ${describe(value)}`);
      return undefined;
    }
    const entries = Object.entries(value).map(([key, entry]) => [key, check(entry, `${path}.${key}`, report)] as const);
    return Object.fromEntries(entries.filter((entry): entry is readonly [string, T & {}] => entry[1] !== undefined));
  };

type Fields<T> = { [K in keyof T]-?: Check<NonNullable<T[K]> | T[K]> };

/** An object of known keys. A missing required key drops the whole object, since the rest cannot be used alone. */
export const shape =
  <T extends object>(fields: Fields<T>, required: readonly (keyof T & string)[] = []): Check<T> =>
  (value, path, report) => {
    if (!isRecord(value)) {
      report.problem(path, `must be an object, got ${describe(value)}`);
      return undefined;
    }
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
    const result: Record<string, unknown> = {};
    for (const [key, entry] of Object.entries(value)) {
      const check = (fields as Record<string, Check<unknown>>)[key];
      if (check === undefined) {
        report.unknown(at(key));
      } else if (entry !== undefined) {
        const read = check(entry, at(key), report);
        if (read !== undefined) {
          result[key] = read;
        }
      }
    }
    const missing = required.filter((key) => value[key] === undefined);
    for (const key of missing) {
      report.problem(at(key), 'is required');
    }
    return required.every((key) => result[key] !== undefined) ? (result as T) : undefined;
  };

/** Accepts anything; used where the type is open. */
export const anything: Check<unknown> = (value) => value;
