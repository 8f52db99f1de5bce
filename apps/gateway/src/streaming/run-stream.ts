import { encodeEvent } from '@frontdesk/chatkit-protocol';
import { CURSOR_START, ERRORS, cursorOf, type Owner, type RunEvent, type RunStatus } from '@frontdesk/contracts';
import type { Logger } from '@frontdesk/observability';
import type { RunEventTail, RunFollower, RunReader } from '@frontdesk/run-events';
import type { RunAdmissionStore } from '@frontdesk/runs';
import type { FastifyReply } from 'fastify';
import type { FileLinks } from '../attachments/file-links.js';
import { addNotes, type RequestRecord } from '../edge/request-notes.js';
import type { GatewayMetrics } from '../health/gateway-metrics.js';
import type { RunCanceller } from '../runs/run-canceller.js';
import type { OpenStream, OpenStreams } from './open-streams.js';
import { hasTextDelta, toSse } from './sse-frames.js';
import { SseResponse } from './sse-response.js';
import { storedResult } from './stored-result.js';
import type { StreamClock } from './stream-clock.js';
import type { StreamPlan } from './stream-plan.js';

/** How a stream ended: by itself, by its reader, because this process stops, or because the stores stayed away. */
export type StreamEnd = 'finished' | 'client_left' | 'drained' | 'stores_away';

/** What all streams of a process share. */
export interface StreamServices {
  readonly tail: RunEventTail;
  readonly admission: RunAdmissionStore;
  readonly canceller: RunCanceller;
  readonly openStreams: OpenStreams;
  readonly links: FileLinks;
  readonly metrics: GatewayMetrics;
  readonly logger: Logger;
  /** Whether a client that leaves, and cannot resume, stops its answer. */
  readonly disconnectStops: boolean;
}

/** The run that a stream shows, and for whom. */
export interface StreamSubject {
  readonly owner: Owner;
  readonly threadId: string;
  readonly runId: string;
  /** Whether the stream's request asked for the answer. */
  readonly askedForAnswer: boolean;
  /** Whether its client picks it up elsewhere when it is cut. */
  readonly resumable: boolean;
}

/**
 * One stream while it is served. It reads its run's log, and ends once: by the run, by its client, by this process, or by its stores.
 * Thousands are open at a time: what it holds are ids, its response and its place in the log; never the request, a plan or a promise.
 */
export class RunStream implements RunReader, OpenStream {
  private readonly response: SseResponse;
  private follower: RunFollower | null = null;
  /** Until the first text was seen. */
  private clock: StreamClock | null;
  private hasEnded = false;

  constructor(
    private readonly services: StreamServices,
    private readonly subject: StreamSubject,
    private readonly record: RequestRecord,
    raw: FastifyReply['raw'],
  ) {
    this.response = new SseResponse(raw, () => this.finish('client_left'));
    this.clock = subject.askedForAnswer ? services.metrics.streamClock(record.startedAt) : null;
  }

  get resumable(): boolean {
    return this.subject.resumable;
  }

  /** Sends the head and the gateway's own frames, then follows the run. @param crossOrigin what pages of other origins are told */
  begin(plan: StreamPlan, crossOrigin: Readonly<Record<string, string>>): void {
    const { services, subject, record } = this;
    services.openStreams.add(this);
    // The request's log line is written the moment the connection closes: until we end the stream, its end is the client's doing.
    addNotes(record, { streamEnd: 'client_left' });
    if (this.response.isClosed) {
      this.finish('client_left'); // before its answer had a head
      return;
    }
    const headers = { ...crossOrigin, 'x-request-id': record.requestId, 'frontdesk-run-id': subject.runId, 'frontdesk-thread-id': subject.threadId };
    // Where the stream begins behind an earlier part of its run, our own frames say so: who loses the connection before the
    // first event would otherwise be shown that part again, and asked again for the client tool that ended it.
    const at = subject.resumable && plan.tailFrom !== CURSOR_START ? plan.tailFrom : null;
    const begin = this.response.open(headers, toSse(plan.frames, at));
    const { mayBeOver = false, passesEarlierEnds = false } = plan;
    this.follower = services.tail.follow({ runId: subject.runId, after: plan.tailFrom, mayBeOver, passesEarlierEnds, begin }, this);
  }

  /** This process stops; the run goes on. */
  leave(): void {
    this.finish('drained');
  }

  take(event: RunEvent): Promise<void> | undefined {
    if (event.kind === 'end') {
      return event.missed === true ? this.makeUpForMissed(event) : undefined;
    }
    if (this.clock?.event(() => hasTextDelta(event.frames)) === true) {
      this.clock = null;
    }
    return this.write(event.frames, event);
  }

  async status(): Promise<RunStatus | null> {
    return (await this.services.admission.findRun(this.subject.owner, this.subject.runId))?.status ?? null;
  }

  retries(cause: unknown): void {
    this.services.logger.warn({ err: cause, ...this.ids }, 'tail interrupted; taking it up again');
  }

  over(cause?: unknown): void {
    if (cause === undefined) {
      this.finish('finished');
    } else {
      this.services.logger.error({ err: cause, ...this.ids }, 'stream given up: its stores stayed away');
      this.finish('stores_away');
    }
  }

  private get ids() {
    return { requestId: this.record.requestId, threadId: this.subject.threadId, runId: this.subject.runId };
  }

  private write(frames: readonly string[], at: { readonly epoch: number; readonly seq: number }): Promise<void> | undefined {
    return this.response.write(toSse(frames, this.resumable ? cursorOf(at) : null));
  }

  private async makeUpForMissed(end: RunEvent): Promise<void> {
    const { admission, links } = this.services;
    const { owner, runId } = this.subject;
    await this.write(storedResult(await admission.findResult(owner, runId), (item) => links.freshItem(owner, item)), end);
  }

  private finish(end: StreamEnd): void {
    if (this.hasEnded) {
      return;
    }
    this.hasEnded = true;
    this.follower?.close();
    addNotes(this.record, { streamEnd: end });
    this.services.metrics.streams.inc({ end });
    void this.close(end).finally(() => this.services.openStreams.remove(this));
  }

  private async close(end: StreamEnd): Promise<void> {
    const { services, subject, response } = this;
    switch (end) {
      case 'finished':
        response.end();
        return;
      case 'client_left':
        if (!subject.resumable && subject.askedForAnswer && services.disconnectStops) {
          await services.canceller.cancel(subject.owner, subject.threadId, subject.runId).catch((cause: unknown) => {
            services.logger.error({ err: cause, ...this.ids }, 'an answer that nobody waits for could not be stopped');
          });
        }
        return;
      case 'drained':
      case 'stores_away':
        if (subject.resumable) {
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
