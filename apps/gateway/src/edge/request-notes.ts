import type { FastifyRequest } from 'fastify';

/** What the one log line of a request says besides method, route, status and time. Ids, names and numbers: never texts, bodies or secrets. */
export interface RequestNotes {
  readonly operation?: string;
  readonly tenantId?: string;
  readonly userId?: string;
  /** Of the API key. */
  readonly keyId?: string;
  readonly threadId?: string;
  readonly runId?: string;
  readonly errorCode?: string;
  readonly errorParam?: string | undefined;
  /** How a stream came to its end. */
  readonly streamEnd?: string;
}

const notes = new WeakMap<object, RequestNotes>();

/** Adds to what the request's log line will say. */
export function noteOnRequest(request: FastifyRequest, more: RequestNotes): void {
  notes.set(request.raw, { ...notes.get(request.raw), ...more });
}

export function notesOf(request: FastifyRequest): RequestNotes {
  return notes.get(request.raw) ?? {};
}

const starts = new WeakMap<object, number>();

/** Starts the request's clock. */
export function noteStart(request: FastifyRequest): void {
  starts.set(request.raw, performance.now());
}

/** When the request came in, by `performance.now()`. */
export function startOf(request: FastifyRequest): number {
  return starts.get(request.raw) ?? performance.now();
}
