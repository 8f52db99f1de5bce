import { FrontdeskError } from '@frontdesk/contracts';
import { withLogContext, type Logger } from '@frontdesk/observability';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayMetrics } from '../health/gateway-metrics.js';
import type { Intake } from './intake.js';
import { noteStart, notesOf, startOf } from './request-notes.js';

/** Asked often, by machines: their lines would bury the others. */
const QUIET_ROUTES = new Set(['/healthz', '/readyz', '/metrics']);

interface HookDependencies {
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
  readonly intake: Intake;
}

/** What happens to every request, known address or not: its id, its log context, its one log line, its figures. */
export function addRequestHooks(fastify: FastifyInstance, dependencies: HookDependencies): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    noteStart(request);
    void reply.header('x-request-id', request.id);
    // `close` comes after every end, also after a disconnect in the middle, for which Fastify runs no hook.
    const end = dependencies.intake.begin();
    reply.raw.once('close', () => {
      end();
      report(request, reply, dependencies);
    });
    if (dependencies.intake.isOpen || QUIET_ROUTES.has(routeOf(request))) {
      done();
    } else {
      void reply.header('connection', 'close');
      done(new FrontdeskError('unavailable'));
    }
  });
  // Only here is the body read: events of a socket do not carry the context in which a hook before them ran.
  fastify.addHook('preHandler', (request, _reply, done) => withLogContext({ requestId: request.id }, done));
}

const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown';

function report(request: FastifyRequest, reply: FastifyReply, { logger, metrics }: HookDependencies): void {
  const durationMs = performance.now() - startOf(request);
  const notes = notesOf(request);
  const route = routeOf(request);
  // A connection that was cut before anything was answered has no status; 499 is what proxies write for it.
  const status = reply.raw.headersSent ? reply.raw.statusCode : 499;
  const line = { requestId: request.id, method: request.method, route, status, durationMs: Math.round(durationMs * 10) / 10, ...notes };
  if (QUIET_ROUTES.has(route)) {
    logger.debug(line, 'request');
    return;
  }
  logger.info(line, 'request');
  if (notes.streamEnd === undefined) {
    const labels = { method: request.method, route, status: String(status), operation: notes.operation ?? '' };
    metrics.httpDuration.observe(labels, durationMs / 1000);
  }
}
