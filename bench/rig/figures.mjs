// What a row of a table is made of.

/** @param {readonly number[]} sorted ascending @param {number} q 0 to 1 */
export const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;

/** @param {readonly number[]} values */
export const ascending = (values) => [...values].sort((a, b) => a - b);

/** @param {readonly number[]} values */
export const median = (values) => quantile(ascending(values), 0.5);

/** @param {number} value @param {number} [digits] */
export const rounded = (value, digits = 1) => Number(value.toFixed(digits));

/** @param {readonly number[]} values in ms */
export function spread(values) {
  const sorted = ascending(values);
  return { p50: rounded(quantile(sorted, 0.5)), p95: rounded(quantile(sorted, 0.95)), min: rounded(sorted[0] ?? Number.NaN), max: rounded(sorted.at(-1) ?? Number.NaN), n: sorted.length };
}
