import type { z } from './zod.js';

type Issue = z.core.$ZodIssue;

/** The place of an issue as a dotted path; undefined for the value as a whole. */
export function paramOf(issue: Issue): string | undefined {
  return issue.path.length > 0 ? issue.path.map(String).join('.') : undefined;
}

const quoted = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ');

/** What is wrong, in words that never repeat the value itself: it may be a secret or long. */
export function describeIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'is required' : issue.message.replace(/^Invalid input: /, '');
    case 'invalid_value':
      return `expected ${issue.values.length > 1 ? 'one of ' : ''}${quoted(issue.values)}`;
    case 'invalid_union':
      return issue.discriminator === undefined ? 'has none of the expected shapes' : 'is not a known value';
    default:
      return issue.message.replace(/^Invalid input: /, '');
  }
}

/** A value of our own that does not fit the protocol; the message names the place and the reason, never the value. */
export class WireError extends Error {
  readonly param: string | undefined;
  readonly reason: string;

  constructor(what: string, error: z.ZodError) {
    const [issue] = error.issues;
    const param = issue && paramOf(issue);
    const reason = issue ? describeIssue(issue) : 'is not valid';
    super(`${what} does not fit the protocol: ${param ? `${param} ` : ''}${reason}`, { cause: error });
    this.name = 'WireError';
    this.param = param;
    this.reason = reason;
  }
}
