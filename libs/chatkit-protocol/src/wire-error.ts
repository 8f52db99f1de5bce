import type { z } from './zod.js';

type Issue = z.core.$ZodIssue;

/** The place of an issue as a dotted path; undefined for the value as a whole. */
export function paramOf(issue: Issue): string | undefined {
  return issue.path.length > 0 ? issue.path.map(String).join('.') : undefined;
}

const quoted = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ');

/** zod's sentence without its opening, and with JSON's names of the types. */
const plain = (message: string): string =>
  message
    .replace(/^Invalid input: /, '')
    .replace('expected record', 'expected object')
    .replace('expected int,', 'expected integer,');

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), root);
}

/**
 * What is wrong, in words that never repeat the value itself: it may be a secret or long.
 * @param root the value that was checked
 */
export function describeIssue(issue: Issue, root: unknown): string {
  if (issue.path.length > 0 && valueAt(root, issue.path) === undefined) {
    return 'is required';
  }
  switch (issue.code) {
    case 'invalid_value':
      return `expected ${issue.values.length > 1 ? 'one of ' : ''}${quoted(issue.values)}`;
    case 'invalid_union':
      return issue.discriminator === undefined ? 'has none of the expected shapes' : 'is not a known value';
    default:
      return plain(issue.message);
  }
}

/** A value of our own that does not fit the protocol; the message names the place and the reason, never the value. */
export class WireError extends Error {
  readonly param: string | undefined;
  readonly reason: string;

  constructor(what: string, value: unknown, error: z.ZodError) {
    const [issue] = error.issues;
    const param = issue && paramOf(issue);
    const reason = issue ? describeIssue(issue, value) : 'is not valid';
    super(`${what} does not fit the protocol: ${param ? `${param} ` : ''}${reason}`, { cause: error });
    this.name = 'WireError';
    this.param = param;
    this.reason = reason;
  }
}
