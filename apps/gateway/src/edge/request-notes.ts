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

/** All that is kept of a request until its connection closes: an open stream is to hold its ids, not the request. */
export interface RequestRecord {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  /** When it came in, by `performance.now()`. */
  readonly startedAt: number;
  notes: RequestNotes;
}

const records = new WeakMap<object, RequestRecord>();

export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown';

const newRecord = (request: FastifyRequest): RequestRecord => ({
  requestId: request.id,
  method: request.method,
  route: routeOf(request),
  startedAt: performance.now(),
  notes: {},
});

/** Starts the request's clock and its notes. */
export function beginRecord(request: FastifyRequest): RequestRecord {
  const record = newRecord(request);
  records.set(request.raw, record);
  return record;
}

/** A request that no hook has seen has one of its own, which nobody reads. */
export function recordOf(request: FastifyRequest): RequestRecord {
  return records.get(request.raw) ?? newRecord(request);
}

/** Adds to what the request's log line will say. */
export function noteOnRequest(request: FastifyRequest, more: RequestNotes): void {
  addNotes(recordOf(request), more);
}

export function addNotes(record: RequestRecord, more: RequestNotes): void {
  record.notes = { ...record.notes, ...more };
}
