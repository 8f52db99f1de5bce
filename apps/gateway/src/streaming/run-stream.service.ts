import { encodeEvent } from '@frontdesk/chatkit-protocol';
import { CURSOR_START, ERRORS, FrontdeskError, cursorOf, type Owner, type RunStatus } from '@frontdesk/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from '@frontdesk/observability';
import { RunEventTail } from '@frontdesk/run-events';
import { RunAdmissionStore } from '@frontdesk/runs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FileLinks } from '../attachments/file-links.js';
import { crossOriginHeaders } from '../edge/cross-origin.js';
import { addNotes, recordOf, type RequestRecord } from '../edge/request-notes.js';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG, LOGGER } from '../gateway.tokens.js';
import { GatewayMetrics } from '../health/gateway-metrics.js';
import { RunCanceller } from '../runs/run-canceller.js';
import { forgetCaller } from '../sessions/current-owner.js';
import { followRun } from './follow-run.js';
import { OpenStreams } from './open-streams.js';
import { hasTextDelta, toSse } from './sse-frames.js';
import { SseResponse } from './sse-response.js';
import { storedResult } from './stored-result.js';
import type { StreamPlan } from './stream-plan.js';

/** A client that sends it with `1` resumes by cursor, so that its disconnect is no Stop. */
const RESUME_HEADER = 'frontdesk-resume';

/** How a stream ended: by itself, by its reader, because this process stops, or because the stores stayed away. */
export type StreamEnd = 'finished' | 'client_left' | 'drained' | 'stores_away';

/** One stream while it is served. */
interface Serving {
  readonly owner: Owner;
  readonly plan: StreamPlan;
  readonly response: SseResponse;
  readonly resumable: boolean;
  readonly record: RequestRecord;
  /** What pages of other origins are told. */
  readonly crossOrigin: Readonly<Record<string, string>>;
  /** Aborts when its reader has gone, or everything was sent. */
  readonly closed: AbortSignal;
  /** Aborts when this process lets go of its streams. */
  readonly leaving: AbortSignal;
}

/** Sends a run's events to one client. */
@Injectable()
export class RunStreamService {
  constructor(
    private readonly tail: RunEventTail,
    private readonly admission: RunAdmissionStore,
    private readonly canceller: RunCanceller,
    private readonly openStreams: OpenStreams,
    private readonly links: FileLinks,
    private readonly metrics: GatewayMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** Before anything is admitted: an answer that nobody could be shown is not begun. @throws FrontdeskError unavailable */
  assertRoom(): void {
    if (this.openStreams.count >= this.config.streams.limit) {
      throw new FrontdeskError('unavailable', { detail: 'Too many conversations are open right now. Try again shortly.' });
    }
  }

  /** Takes the reply over: from here on nothing is an HTTP error any more. */
  serve(request: FastifyRequest, reply: FastifyReply, owner: Owner, plan: StreamPlan): void {
    const resumable = request.headers[RESUME_HEADER] === '1';
    const leaving = new AbortController();
    const closed = new AbortController();
    const crossOrigin = crossOriginHeaders(reply);
    reply.hijack();
    const response = new SseResponse(reply.raw, () => closed.abort());
    const record = recordOf(request);
    letGoOf(request);
    const serving: Serving = { owner, plan, response, resumable, record, crossOrigin, closed: closed.signal, leaving: leaving.signal };
    void this.serveUntilOver(serving, this.openStreams.add({ resumable, leave: () => leaving.abort() }));
  }

  private async serveUntilOver(serving: Serving, remove: () => void): Promise<void> {
    const { record, response, plan } = serving;
    // The request's log line is written the moment the connection closes: until we end the stream, its end is the client's doing.
    addNotes(record, { streamEnd: 'client_left' });
    try {
      const end = await this.sendUntilOver(serving);
      addNotes(record, { streamEnd: end });
      this.metrics.streams.inc({ end });
      await this.close(serving, end);
    } catch (cause) {
      this.logger.error({ err: cause, ...idsOf(plan) }, 'stream failed');
      response.abort();
    } finally {
      remove();
    }
  }

  /** Races the sending against its reader and against the end of this process: a wait for a store must not hold either up. */
  private async sendUntilOver(serving: Serving): Promise<StreamEnd> {
    const over = AbortSignal.any([serving.closed, serving.leaving]);
    const interruption = (): StreamEnd => (serving.leaving.aborted ? 'drained' : 'client_left');
    const sent = this.send(serving, over).then(
      (): StreamEnd => (over.aborted ? interruption() : 'finished'),
      (cause: unknown): StreamEnd => {
        this.logger.error({ err: cause, ...idsOf(serving.plan) }, 'stream given up: its stores stayed away');
        return 'stores_away';
      },
    );
    return Promise.race([sent, aborted(over).then(interruption)]);
  }

  private async send({ plan, response, resumable, owner, record, crossOrigin }: Serving, signal: AbortSignal): Promise<void> {
    const headers = { ...crossOrigin, 'x-request-id': record.requestId, 'frontdesk-run-id': plan.runId, 'frontdesk-thread-id': plan.threadId };
    // Where the stream begins behind an earlier part of its run, our own frames say so: who loses the connection before the
    // first event would otherwise be shown that part again, and asked again for the client tool that ended it.
    const begin = resumable && plan.tailFrom !== CURSOR_START ? plan.tailFrom : null;
    await response.open(headers, toSse(plan.frames, begin));
    const clock = plan.askedForAnswer ? this.metrics.streamClock(record.startedAt) : null;
    const events = followRun(this.tail, {
      runId: plan.runId,
      after: plan.tailFrom,
      signal,
      status: () => this.statusOf(owner, plan),
      passesEarlierEnds: plan.passesEarlierEnds ?? false,
      onRetry: (cause) => this.logger.warn({ err: cause, ...idsOf(plan) }, 'tail interrupted; taking it up again'),
      mayBeOver: plan.mayBeOver ?? false,
    });
    for await (const event of events) {
      if (event.kind === 'frames') {
        clock?.event(() => hasTextDelta(event.frames));
        await response.write(toSse(event.frames, resumable ? cursorOf(event) : null));
      } else if (event.missed === true) {
        const frames = storedResult(await this.admission.findResult(owner, plan.runId), (item) => this.links.freshItem(owner, item));
        await response.write(toSse(frames, resumable ? cursorOf(event) : null));
      }
    }
  }

  private async statusOf(owner: Owner, plan: StreamPlan): Promise<RunStatus | null> {
    return (await this.admission.findRun(owner, plan.runId))?.status ?? null;
  }

  private async close({ response, resumable, owner, plan }: Serving, end: StreamEnd): Promise<void> {
    switch (end) {
      case 'finished':
        response.end();
        return;
      case 'client_left':
        if (!resumable && plan.askedForAnswer && this.config.streams.disconnectStops) {
          await this.canceller.cancel(owner, plan.threadId, plan.runId);
        }
        return;
      case 'drained':
      case 'stores_away':
        if (resumable) {
          response.abort(); // without a clean end, so that the client takes the stream up again, perhaps at another gateway
        } else {
          void response.write(INTERRUPTED); // not awaited: a reader that takes nothing must not hold a shutdown up
          response.end();
        }
    }
  }
}

const INTERRUPTED = toSse(
  [encodeEvent({ type: 'error', code: 'custom', message: ERRORS.unavailable.message, allow_retry: ERRORS.unavailable.allowRetry })],
  null,
);

/** Node keeps the request for as long as the answer is open: without what it brought, that costs little. */
function letGoOf(request: FastifyRequest): void {
  request.body = null;
  request.raw.headers = {};
  request.raw.rawHeaders = [];
  forgetCaller(request);
}

const idsOf = ({ runId, threadId }: StreamPlan) => ({ runId, threadId });

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    } else {
      signal.addEventListener('abort', () => resolve(), { once: true });
    }
  });
