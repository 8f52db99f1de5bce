import { FrontdeskError, type Owner } from '@frontdesk/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from '@frontdesk/observability';
import { RunEventTail } from '@frontdesk/run-events';
import { RunAdmissionStore } from '@frontdesk/runs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FileLinks } from '../attachments/file-links.js';
import { crossOriginHeaders } from '../edge/cross-origin.js';
import { recordOf } from '../edge/request-notes.js';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG, LOGGER } from '../gateway.tokens.js';
import { GatewayMetrics } from '../health/gateway-metrics.js';
import { RunCanceller } from '../runs/run-canceller.js';
import { forgetCaller } from '../sessions/current-owner.js';
import { OpenStreams } from './open-streams.js';
import { RunStream, type StreamServices } from './run-stream.js';
import type { StreamPlan } from './stream-plan.js';

/** A client that sends it with `1` resumes by cursor, so that its disconnect is no Stop. */
const RESUME_HEADER = 'frontdesk-resume';

/** Sends runs' events to clients. */
@Injectable()
export class RunStreamService {
  private readonly services: StreamServices;

  constructor(
    tail: RunEventTail,
    admission: RunAdmissionStore,
    canceller: RunCanceller,
    private readonly openStreams: OpenStreams,
    links: FileLinks,
    metrics: GatewayMetrics,
    @Inject(LOGGER) logger: Logger,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'streams'>,
  ) {
    this.services = { tail, admission, canceller, openStreams, links, metrics, logger, disconnectStops: config.streams.disconnectStops };
  }

  /** Before anything is admitted: an answer that nobody could be shown is not begun. @throws FrontdeskError unavailable */
  assertRoom(): void {
    if (this.openStreams.count >= this.config.streams.limit) {
      throw new FrontdeskError('unavailable', { detail: 'Too many conversations are open right now. Try again shortly.' });
    }
  }

  /** Takes the reply over: from here on nothing is an HTTP error any more. Returns at once, so that nothing waits for the stream's end. */
  serve(request: FastifyRequest, reply: FastifyReply, { tenantId, userId }: Owner, plan: StreamPlan): void {
    const { threadId, runId, askedForAnswer } = plan;
    const resumable = request.headers[RESUME_HEADER] === '1';
    const crossOrigin = crossOriginHeaders(reply);
    reply.hijack();
    const subject = { owner: { tenantId, userId }, threadId, runId, askedForAnswer, resumable };
    const stream = new RunStream(this.services, subject, recordOf(request), reply.raw);
    letGoOf(request);
    stream.begin(plan, crossOrigin);
  }
}

/** Node keeps the request for as long as the answer is open: without what it brought, that costs little. */
function letGoOf(request: FastifyRequest): void {
  request.body = null;
  request.raw.headers = {};
  request.raw.rawHeaders = [];
  forgetCaller(request);
}
