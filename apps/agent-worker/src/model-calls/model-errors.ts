import { FrontdeskError, type ErrorCode } from '@frontdesk/contracts';
import {
  InputGuardrailTripwireTriggered,
  MaxTurnsExceededError,
  ModelBehaviorError,
  OutputGuardrailTripwireTriggered,
} from '@openai/agents';
import { APIConnectionError, APIError } from 'openai';
import { BadAnswerError, ModelCallError } from './model-call.error.js';

/** Which entry of the error table tells a person what happened. Whatever is not the model's doing is a defect of ours. */
export function errorCodeOf(error: unknown): ErrorCode {
  if (error instanceof FrontdeskError) {
    return error.code;
  }
  if (error instanceof ModelCallError) {
    return modelErrorCode(error.cause);
  }
  if (error instanceof MaxTurnsExceededError) {
    return 'too_many_turns';
  }
  if (error instanceof InputGuardrailTripwireTriggered || error instanceof OutputGuardrailTripwireTriggered) {
    return 'guardrail_tripped';
  }
  return error instanceof ModelBehaviorError ? 'model_bad_answer' : 'internal';
}

interface ApiErrorFields {
  readonly status?: number | undefined;
  readonly code?: string | null | undefined;
  readonly type?: string | undefined;
  readonly requestID?: string | null | undefined;
}

function modelErrorCode(cause: unknown): ErrorCode {
  if (cause instanceof APIConnectionError) {
    return 'model_unavailable';
  }
  if (cause instanceof APIError) {
    const error: ApiErrorFields = cause as ApiErrorFields; // its class is generic over any
    return error.status === undefined ? streamErrorCode(error) : statusErrorCode(error.status);
  }
  if (cause instanceof BadAnswerError || cause instanceof ModelBehaviorError) {
    return 'model_bad_answer';
  }
  return brokeOff(cause) ? 'model_unavailable' : 'model_bad_answer';
}

function statusErrorCode(status: number): ErrorCode {
  if (status === 401 || status === 403) {
    return 'model_unauthorized';
  }
  if (status === 429) {
    return 'model_rate_limited';
  }
  return status >= 500 || status === 408 || status === 409 ? 'model_unavailable' : 'model_rejected';
}

/** An error that the server sent within the stream: it has a code instead of a status. */
function streamErrorCode(error: ApiErrorFields): ErrorCode {
  const code = `${error.code ?? ''} ${error.type ?? ''}`;
  if (code.includes('rate_limit')) {
    return 'model_rate_limited';
  }
  return /invalid|context_length/.test(code) ? 'model_rejected' : 'model_unavailable';
}

/** The connection ended under the stream: undici says `terminated`, with the reason as cause. */
function brokeOff(cause: unknown): boolean {
  if (!isErrorLike(cause)) {
    return false;
  }
  const code = typeof cause.code === 'string' ? cause.code : '';
  return cause.message === 'terminated' || /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|UND_ERR)/.test(code) || brokeOff(cause.cause);
}

/** An error by its looks: those of Node's own fetch may come from another realm. */
interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
}

const isErrorLike = (value: unknown): value is ErrorLike =>
  typeof value === 'object' && value !== null && 'name' in value && 'message' in value;

/**
 * What a log may hold of an error: kinds, codes and places in our code, never a server's text, which repeats keys and prompts.
 */
export function errorForLog(error: unknown): Record<string, unknown> {
  if (!isErrorLike(error)) {
    return { kind: typeof error };
  }
  if (error instanceof APIError) {
    const { status, code, requestID }: ApiErrorFields = error as ApiErrorFields;
    return { kind: error.constructor.name, status, code, requestId: requestID };
  }
  const code = typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: errorForLog(error.cause) };
  return { kind: error.name, ...code, ...(isOurs(error) ? { message: error.message } : {}), stack: framesOf(error), ...cause };
}

const isOurs = (error: unknown): boolean =>
  error instanceof BadAnswerError || error instanceof ModelCallError || error instanceof FrontdeskError;

/** The stack without its first lines, which repeat the message. */
function framesOf(error: ErrorLike): string | undefined {
  const frames = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
  return frames === undefined || frames.length === 0 ? undefined : frames.slice(0, 8).join(' | ');
}
