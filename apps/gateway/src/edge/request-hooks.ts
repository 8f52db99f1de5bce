import type { ServerResponse } from 'node:http';
import { FrontdeskError } from '@frontdesk/contracts';
import { withLogContext, type Logger } from '@frontdesk/observability';
import type { FastifyInstance } from 'fastify';
import type { GatewayMetrics } from '../health/gateway-metrics.js';
import type { Intake } from './intake.js';
import { beginRecord, type RequestRecord } from './request-notes.js';

/** Asked often, by machines: their lines would bury the others. */
const QUIET_ROUTES = new Set(['/healthz', '/readyz', '/metrics']);

interface HookDependencies {
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
  readonly intake: Intake;
}

/** What happens to every request, known address or not: its id, its log context, its one log line, its figures. */
export function addRequestHooks(fastify: FastifyInstance, dependencies: HookDependencies): void {
  const { intake } = dependencies;
  fastify.addHook('onRequest', (request, reply, done) => {
    const record = beginRecord(request);
    void reply.header('x-request-id', request.id);
    reportAtClose(reply.raw, record, dependencies);
    if (intake.isOpen || QUIET_ROUTES.has(record.route)) {
      done();
    } else {
      void reply.header('connection', 'close');
      done(new FrontdeskError('unavailable'));
    }
  });
  // Only here is the body read: events of a socket do not carry the context in which a hook before them ran.
  fastify.addHook('preHandler', (request, _reply, done) => withLogContext({ requestId: request.id }, done));
}

/**
 * `close` comes once, after every end, also after a disconnect in the middle, for which Fastify runs no hook. A function of its own,
 * so that what waits for it holds no request: it waits as long as a stream is open.
 */
function reportAtClose(raw: ServerResponse, record: RequestRecord, dependencies: HookDependencies): void {
  dependencies.intake.begin();
  raw.on('close', () => {
    dependencies.intake.end();
    report(raw, record, dependencies);
  });
}

function report(raw: ServerResponse, record: RequestRecord, { logger, metrics }: HookDependencies): void {
  const { requestId, method, route, startedAt, notes } = record;
  const durationMs = performance.now() - startedAt;
  // A connection that was cut before anything was answered has no status; 499 is what proxies write for it.
  const status = raw.headersSent ? raw.statusCode : 499;
  const line = { requestId, method, route, status, durationMs: Math.round(durationMs * 10) / 10, ...notes };
  if (QUIET_ROUTES.has(route)) {
    logger.debug(line, 'request');
    return;
  }
  logger.info(line, 'request');
  if (notes.streamEnd === undefined) {
    const labels = { method, route, status: String(status), operation: notes.operation ?? '' };
    metrics.httpDuration.observe(labels, durationMs / 1000);
  }
}
