import { describeIssue, paramOf } from '@frontdesk/chatkit-protocol';
import { FrontdeskError } from '@frontdesk/contracts';
import type { z } from 'zod';

/** @throws FrontdeskError invalid_request naming the field */
export function readInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    // A misspelt limit must not pass for none.
    const param = [...issue.path, issue.keys[0] ?? ''].map(String).join('.');
    throw new FrontdeskError('invalid_request', { detail: `Unknown parameter: '${param.slice(0, 200)}'.`, param });
  }
  const param = issue === undefined ? undefined : paramOf(issue);
  const reason = issue === undefined ? 'is not valid' : describeIssue(issue, value);
  throw new FrontdeskError('invalid_request', { detail: `${param ?? 'The body'}: ${reason}.`, param: param ?? 'body' });
}
