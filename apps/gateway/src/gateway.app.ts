import fastifyCors from '@fastify/cors';
import fastifyHelmet from '@fastify/helmet';
import fastifyMultipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestPinoLogger } from '@frontdesk/observability';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AllowedOrigins } from './edge/allowed-origins.js';
import { crossOriginRules } from './edge/cross-origin.js';
import { parseBodiesAsBytes } from './edge/body-parsing.js';
import { errorBody, fromHttpStatus } from './edge/error-body.js';
import { Intake } from './edge/intake.js';
import { addRequestHooks } from './edge/request-hooks.js';
import { requestIdOf } from './edge/request-id.js';
import { routeOf } from './edge/request-notes.js';
import { securityHeaders } from './edge/security-headers.js';
import type { GatewayConfig } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';
import { GatewayMetrics } from './health/gateway-metrics.js';
import { CallerLooks } from './sessions/caller-looks.js';
import type { Foundation } from './stores/stores.module.js';

/** A request that is not in by then is given up: it holds a connection. Large files over slow lines take their time. */
const REQUEST_TIMEOUT_MS = 600_000;

/** Where people wait for a first word. */
const CHAT_ROUTES: ReadonlySet<string> = new Set(['/chatkit', '/v1/chatkit/conversation']);

/** The HTTP application, ready to listen. */
export async function createGatewayApp(foundation: Foundation): Promise<NestFastifyApplication> {
  const { config, logger } = foundation;
  const adapter = new FastifyAdapter({
    bodyLimit: config.edge.bodyLimitBytes,
    trustProxy: config.edge.trustProxy,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: requestIdOf,
    requestIdHeader: false,
    logger: false,
    // Addresses that the router cannot read, for which no hook and no filter runs.
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      const refusal = fromHttpStatus(error.statusCode ?? 400);
      void reply.status(refusal.status).header('content-type', 'application/json').send(JSON.stringify(errorBody(refusal)));
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.on(foundation), adapter, {
    logger: new NestPinoLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  addRequestHooks(fastify, { logger, metrics: app.get(GatewayMetrics), intake: app.get(Intake) });
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (CHAT_ROUTES.has(routeOf(request))) {
      app.get(CallerLooks).begin(request);
    }
    done();
  });
  parseBodiesAsBytes(fastify, { ...bodyLimits(config), isKnown: (request) => app.get(CallerLooks).isKnown(request) });
  // Forms are files, read as they come by who knows how large they may be.
  await app.register(fastifyMultipart);
  await app.register(fastifyHelmet, securityHeaders(config.web.element));
  await app.register(fastifyCors, { delegator: crossOriginRules(app.get(AllowedOrigins)) });
  await app.init();
  return app;
}

/** A recording comes as base64 within JSON. */
const bodyLimits = ({ edge, transcription }: GatewayConfig) => ({
  bytes: edge.bodyLimitBytes,
  recordingBytes: Math.ceil((transcription.maxBytes * 4) / 3) + edge.bodyLimitBytes,
});
