import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { ApiError } from './api-error.js';
import type { RequestRecord } from './request-log.js';

/** What a model's server may do wrong. For tests only: no setting of a process reaches it. */
export type Fault =
  /** An error response instead of an answer. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  /** Status 200 with a body that no client can read. */
  | { readonly kind: 'garbage' }
  /** Silence with the connection open: after so many tokens, or, without a number, from the start. */
  | { readonly kind: 'stall'; readonly afterTokens?: number }
  /** The connection is torn down: after so many tokens, or, without a number, before a single byte. */
  | { readonly kind: 'cut'; readonly afterTokens?: number };

/** Asked once per request; undefined lets it pass. */
export type FaultControl = (request: RequestRecord) => Fault | undefined;

/** Thrown to leave the generation after a fault has taken the response over. */
export class FaultInjected extends Error {
  constructor() {
    super('a fault was injected');
    this.name = 'FaultInjected';
  }
}

const ERROR_BODIES: Readonly<Record<number, { readonly message: string; readonly type: string; readonly code: string }>> = {
  401: { message: 'Incorrect API key provided.', type: 'invalid_request_error', code: 'invalid_api_key' },
  429: { message: 'Rate limit reached. Please try again later.', type: 'requests', code: 'rate_limit_exceeded' },
};

/**
 * Applies what a fault does before the first token.
 * @throws ApiError for a status, FaultInjected when the response is dealt with
 */
export async function applyFaultAtStart(
  fault: Fault | undefined,
  response: ServerResponse,
  stream: boolean,
  signal: AbortSignal,
): Promise<void> {
  switch (fault?.kind) {
    case 'status': {
      const { message, ...rest } = ERROR_BODIES[fault.status] ?? { message: 'The server had an error while processing your request.' };
      throw new ApiError(fault.status, message, {
        ...rest,
        ...(fault.retryAfterSeconds !== undefined && { retryAfterSeconds: fault.retryAfterSeconds }),
      });
    }
    case 'garbage':
      response.writeHead(200, { 'content-type': stream ? 'text/event-stream; charset=utf-8' : 'application/json' });
      response.end(
        stream ? 'data: {"type":"response.created","respon\n\ndata: <html>oops</html>\n\n' : '{"id":"resp_1","output":[<html>oops',
      );
      throw new FaultInjected();
    case 'stall':
    case 'cut':
      return fault.afterTokens === undefined ? takeOver(fault.kind, response, signal) : undefined;
    case undefined:
      return undefined;
  }
}

/** Applies what a fault does once `tokens` tokens have gone out. @throws FaultInjected then */
export async function applyFaultAfter(
  tokens: number,
  fault: Fault | undefined,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  if ((fault?.kind === 'stall' || fault?.kind === 'cut') && fault.afterTokens !== undefined && tokens >= fault.afterTokens) {
    await takeOver(fault.kind, response, signal);
  }
}

async function takeOver(kind: 'stall' | 'cut', response: ServerResponse, signal: AbortSignal): Promise<never> {
  if (kind === 'cut') {
    response.destroy();
    throw new FaultInjected();
  }
  // Waits until the client has had enough; the generation then ends as with any client that goes away.
  if (!signal.aborted) {
    await once(signal, 'abort');
  }
  signal.throwIfAborted();
  throw new FaultInjected();
}
