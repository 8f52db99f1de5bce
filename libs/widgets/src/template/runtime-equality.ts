import type { RuntimeValue } from './jinja.js';

const NUMERIC: ReadonlySet<string> = new Set(['IntegerValue', 'FloatValue', 'BooleanValue']);

/** Whether two values are equal as Jinja has it: no text equals a number, lists and mappings compare by what they hold. */
export function equals(left: RuntimeValue, right: RuntimeValue): boolean {
  if (NUMERIC.has(left.type) && NUMERIC.has(right.type)) {
    return Number(left.value) === Number(right.value);
  }
  if (Array.isArray(left.value) && Array.isArray(right.value)) {
    return sameList(left.value as RuntimeValue[], right.value as RuntimeValue[]);
  }
  if (left.value instanceof Map && right.value instanceof Map) {
    return sameMap(left.value as Mapping, right.value as Mapping);
  }
  return left.type === right.type && left.value === right.value;
}

type Mapping = ReadonlyMap<string, RuntimeValue>;

const sameList = (left: readonly RuntimeValue[], right: readonly RuntimeValue[]): boolean =>
  left.length === right.length && left.every((value, at) => sameValue(value, right[at]));

const sameMap = (left: Mapping, right: Mapping): boolean =>
  left.size === right.size && [...left].every(([key, value]) => sameValue(value, right.get(key)));

const sameValue = (left: RuntimeValue, right: RuntimeValue | undefined): boolean => right !== undefined && equals(left, right);
