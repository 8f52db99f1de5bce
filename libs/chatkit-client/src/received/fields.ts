/** Looking into JSON of unknown shape, with a fallback instead of an error: servers may be newer than this client. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = (value: unknown, fallback = ''): string => (typeof value === 'string' ? value : fallback);

export const optionalText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const flag = (value: unknown): boolean => value === true;

export const object = (value: unknown): JsonObject => (isObject(value) ? value : {});

export const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

export const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []);

export const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

export function oneOf<const T extends string>(value: unknown, known: readonly T[], fallback: T): T {
  return known.find((entry) => entry === value) ?? fallback;
}

/** The table's own entry of that name; a name such as `constructor` is none. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: unknown): T | undefined {
  return typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
}
