import type { ServerResponse } from 'node:http';
import type { z } from 'zod';

interface ApiErrorOptions {
  readonly type?: string;
  readonly code?: string;
  readonly param?: string;
  readonly retryAfterSeconds?: number;
}

/** An error that goes to the client, in the shape that OpenAI's clients read. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    private readonly options: ApiErrorOptions = {},
  ) {
    super(message);
    this.name = 'ApiError';
  }

  send(response: ServerResponse): void {
    const { type, code = null, param = null, retryAfterSeconds } = this.options;
    const headers: Record<string, string> = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    const body = {
      error: { message: this.message, type: type ?? (this.status >= 500 ? 'server_error' : 'invalid_request_error'), param, code },
    };
    sendJson(response, this.status, body, headers);
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** 400 that names the first field that is wrong. */
export function invalidRequest(error: z.ZodError): ApiError {
  const issue = error.issues[0];
  const param = issue?.path.map(String).join('.') ?? '';
  return new ApiError(400, `${param === '' ? 'The body' : `'${param}'`}: ${issue?.message ?? 'not valid'}.`, {
    code: 'invalid_value',
    param,
  });
}
