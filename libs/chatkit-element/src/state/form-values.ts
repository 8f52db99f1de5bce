/** What a field of a widget holds; null: nothing was chosen. */
export type FieldValue = string | boolean | null;
export type FieldValues = ReadonlyMap<string, FieldValue>;

interface Merged {
  readonly payload: unknown;
  /** Fields whose place in the payload was taken: the payload keeps its own. */
  readonly clashes: readonly string[];
}

/** Names that would reach into every object of the page. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Puts a value where the path leads; null when something else is there, or on the way. */
const placed = (into: Readonly<Record<string, unknown>>, [key = '', ...rest]: readonly string[], value: FieldValue): Record<string, unknown> | null => {
  const present = Object.hasOwn(into, key) ? into[key] : undefined;
  if (FORBIDDEN.has(key) || key === '') {
    return null;
  }
  if (rest.length === 0) {
    return present === undefined ? { ...into, [key]: value } : null;
  }
  const inner = present === undefined ? {} : present;
  const next = isRecord(inner) ? placed(inner, rest, value) : null;
  return next === null ? null : { ...into, [key]: next };
};

/** An action's payload with the fields of the form around it, each under its name; dots in a name nest. */
export const mergeValues = (payload: unknown, values: FieldValues): Merged => {
  if (values.size === 0) {
    return { payload, clashes: [] };
  }
  const clashes: string[] = [];
  const isPlain = payload === undefined || payload === null || isRecord(payload);
  let merged: Record<string, unknown> = isRecord(payload) ? payload : {};
  for (const [name, value] of values) {
    const next = isPlain ? placed(merged, name.split('.'), value) : null;
    if (next === null) {
      clashes.push(name);
    } else {
      merged = next;
    }
  }
  return { payload: isPlain ? merged : payload, clashes };
};
