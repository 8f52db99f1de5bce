import { isStreamingRequest, parseRequest, type ChatKitRequest } from '@frontdesk/chatkit-protocol';
import { FrontdeskError } from '@frontdesk/contracts';
import { Controller, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import { withLogContext } from '@frontdesk/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseJsonBody } from '../edge/json-body.js';
import { refuseAboveSessionsLimit } from '../edge/rate-limits.js';
import { RateLimiter } from '../edge/rate-limiter.js';
import { noteOnRequest } from '../edge/request-notes.js';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';
import { BearerGuard } from '../sessions/bearer.guard.js';
import type { Caller } from '../sessions/caller.js';
import { CurrentCaller } from '../sessions/current-owner.js';
import { RunStreamService } from '../streaming/run-stream.service.js';
import { Dispatcher, type Answer } from './dispatcher.js';
import { RepeatedSubmission, submissionKeyIn } from './repeated-submission.js';

/** The one endpoint of the protocol; the alias is the path that clients of the hosted service know. */
@Controller()
@UseGuards(BearerGuard)
export class ChatKitController {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly streams: RunStreamService,
    private readonly limiter: RateLimiter,
    private readonly repeated: RepeatedSubmission,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'edge'>,
  ) {}

  @Post(['chatkit', 'v1/chatkit/conversation'])
  @HttpCode(200)
  async handle(@CurrentCaller() caller: Caller, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const operation = operationFrom(request.body);
    this.refuseAboveBodyLimit(operation, request.body as Buffer);
    noteOnRequest(request, { operation: operation.type, ...threadIn(operation) });
    // Only what backends know of counts: a limit must neither cut a person off an answer nor keep them from stopping it.
    if (operation.type !== 'runs.stream' && operation.type !== 'runs.cancel') {
      await refuseAboveSessionsLimit(this.limiter, caller, reply);
    }
    if (isStreamingRequest(operation)) {
      this.streams.assertRoom();
    }
    const answer = await this.answer(caller, operation, submissionKeyIn(request.headers));
    if (answer.kind === 'json') {
      void reply.header('content-type', 'application/json').header('cache-control', 'no-store').send(JSON.stringify(answer.document));
      return;
    }
    const { plan } = answer;
    if (plan.runId === null) {
      void reply.status(204).headers(plan.wasStopped ? { 'frontdesk-last-answer': 'stopped' } : {}).send();
      return;
    }
    const { threadId, runId } = plan;
    noteOnRequest(request, { threadId, runId });
    withLogContext({ threadId, runId }, () => this.streams.serve(request, reply, caller, plan));
  }

  /** Recordings are longer than anything else, and bounded by who writes them down. */
  private refuseAboveBodyLimit({ type }: ChatKitRequest, body: Buffer): void {
    if (body.length > this.config.edge.bodyLimitBytes && type !== 'input.transcribe') {
      throw new FrontdeskError('payload_too_large');
    }
  }

  /** A request under a key that was used before gets the stream of the run that the first one began. */
  private async answer(owner: Caller, operation: ChatKitRequest, key: string | undefined): Promise<Answer> {
    try {
      return await this.dispatcher.dispatch(owner, operation, key);
    } catch (cause) {
      const plan = key === undefined || !isStreamingRequest(operation) ? null : await this.repeated.attach(owner, operation, key, cause);
      if (plan === null) {
        throw cause;
      }
      return { kind: 'stream', plan };
    }
  }
}

/** @throws FrontdeskError invalid_request naming the field */
function operationFrom(body: unknown): ChatKitRequest {
  const parsed = parseRequest(parseJsonBody(body));
  if (parsed.ok) {
    return parsed.request;
  }
  const { param, reason } = parsed.error;
  throw new FrontdeskError('invalid_request', { detail: `${param ?? 'The body'}: ${reason}.`, param: param ?? 'body' });
}

/** Ids of our making; whatever else a client sends as one stays out of the log. */
const THREAD_ID = /^thr_\w{1,40}$/;

function threadIn({ params }: ChatKitRequest): { readonly threadId?: string } {
  return 'thread_id' in params && THREAD_ID.test(params.thread_id) ? { threadId: params.thread_id } : {};
}
