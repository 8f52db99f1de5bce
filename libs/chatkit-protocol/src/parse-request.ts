import { chatKitRequestSchema } from './requests.schema.js';
import type { ChatKitRequest } from './requests.schema.js';
import { describeIssue, paramOf } from './wire-error.js';

/** Why a request was refused. */
export interface RequestError {
  /** The field, as a dotted path such as `params.input.content.0.text`; undefined when the body as a whole is wrong. */
  readonly param: string | undefined;
  /** What is wrong with it, to be read after the field's name: `expected string, received number`. */
  readonly reason: string;
}

export type ParsedRequest = { readonly ok: true; readonly request: ChatKitRequest } | { readonly ok: false; readonly error: RequestError };

/**
 * Reads the body of a request. Lenient where the reference is: unknown fields are dropped at every level, numbers may
 * be text, limits are clamped. Nothing is thrown.
 * @param json the body, already decoded from JSON
 */
export function parseRequest(json: unknown): ParsedRequest {
  const result = chatKitRequestSchema.safeParse(json);
  if (result.success) {
    return { ok: true, request: result.data };
  }
  const [issue] = result.error.issues;
  if (!issue) {
    return { ok: false, error: { param: undefined, reason: 'is not valid' } };
  }
  return { ok: false, error: { param: paramOf(issue), reason: describeIssue(issue, json) } };
}
