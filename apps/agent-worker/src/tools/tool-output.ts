import { ERRORS, FrontdeskError, type ErrorCode } from '@frontdesk/contracts';

/** A tool's result as the model reads it. */
export const resultText = (output: unknown): string => JSON.stringify(output ?? null);

/** A failure as the model reads it: it explains it to the user, or tries something else. */
export function failureText({
  code,
  message,
  retryable,
}: {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}): string {
  return JSON.stringify({ error: { code, message, retryable } });
}

/** Trouble on the way to a tool, as the model reads it. Only texts of the error table, never an exception's own. */
export function errorText(error: unknown): string {
  const code: ErrorCode = error instanceof FrontdeskError ? error.code : 'tool_failed';
  const message = error instanceof FrontdeskError ? error.message : ERRORS[code].message;
  return failureText({ code, message, retryable: ERRORS[code].allowRetry });
}

/**
 * The result of a call whose tool asked the client for something, once the client has answered: the tool's own fields
 * stay, the client's answer joins them as `client_output`.
 *
 * @param output the result that the model would have read, as JSON text
 */
export function withClientOutput(output: string, clientOutput: unknown): string {
  const result = parsed(output);
  const fields = typeof result === 'object' && result !== null && !Array.isArray(result) ? result : { result };
  return JSON.stringify({ ...fields, client_output: clientOutput ?? null });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
