import { chatEffectSchema, FrontdeskError, isErrorCode, type ChatEffect, type ChatEffectInput, type ErrorCode } from '@frontdesk/contracts';
import { z } from 'zod';

/** What a call came to, as the ledger keeps it and as every repeat gets it. */
export const callOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('result'), output: z.unknown(), effects: z.array(chatEffectSchema) }),
  z.object({ kind: z.literal('failure'), code: z.string().refine(isErrorCode), message: z.string() }),
]);

export type CallOutcome =
  | { readonly kind: 'result'; readonly output: unknown; readonly effects: readonly ChatEffect[] }
  | { readonly kind: 'failure'; readonly code: ErrorCode; readonly message: string };

/** An outcome, and whether it was there before. */
export interface SettledCall {
  readonly outcome: CallOutcome;
  readonly replayed: boolean;
}

/** Output and effects together, in characters of JSON. One gRPC message holds 4 MiB. */
const MAX_OUTCOME_LENGTH = 512 * 1024;

/**
 * A tool's result as it is stored and sent: plain JSON that Postgres can hold.
 * @throws Error when an effect is not one, or the whole is too large: a defect of the tool
 */
export function resultOutcome(result: { readonly output: unknown; readonly effects?: readonly ChatEffectInput[] }): CallOutcome {
  const json = JSON.stringify({ kind: 'result', output: result.output ?? null, effects: result.effects ?? [] }, (_key, value: unknown) =>
    typeof value === 'string' ? storableText(value) : value,
  );
  if (json.length > MAX_OUTCOME_LENGTH) {
    throw new Error(`the result of the tool is longer than ${MAX_OUTCOME_LENGTH} characters`);
  }
  return callOutcomeSchema.parse(JSON.parse(json));
}

export function failureOutcome(error: FrontdeskError): CallOutcome {
  return { kind: 'failure', code: error.code, message: error.message };
}

/** jsonb refuses NUL and halves of surrogate pairs. */
function storableText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', '');
}
