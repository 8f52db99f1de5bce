import { backoffDelay, RECONNECT_BACKOFF, wait } from '../transport/backoff.js';
import type { Backoff } from '../transport/backoff.js';
import { ChatKitConnectionError, ChatKitHttpError } from '../transport/errors.js';
import { newInstanceId } from '../transport/instance-id.js';
import type { Operation } from '../transport/transport.js';
import { receivedEvent } from '../received/received-event.js';
import type { ReceivedEvent } from '../received/received-event.js';
import { Connections } from './connections.js';
import { eventFrames } from './event-frames.js';
import { isAway, isLoss, mayRecover } from './losses.js';
import { OpenItems } from './open-items.js';
import { SilenceWatch } from './silence-watch.js';
import type { StreamHost } from './stream-host.js';
import { ToldBefore } from './told-before.js';

/** `reconnecting`: the connection broke, and the stream is being taken up again. */
export type ConnectionState = 'connecting' | 'open' | 'reconnecting' | 'closed';

export interface EventStreamOptions {
  /** Ends the iteration with the signal's reason. The run goes on where the server supports it; to stop it use `cancel`. */
  readonly signal?: AbortSignal | undefined;
  readonly onConnection?: ((state: ConnectionState) => void) | undefined;
  /** After this long without a word the connection is given up for a new one, where the server can take streams up. */
  readonly silenceMs?: number | undefined;
  /** What the request is sent under, or was, where its response is handed over; without one a request gets a new key. */
  readonly key?: string | undefined;
}

/** Longer than models think without a sign of it, mostly; a new connection costs one request. */
const SILENCE_MS = 45_000;

/** An event, and as it came over the wire (what is newer than this client included). */
interface WireEvent {
  readonly event: ReceivedEvent;
  readonly data: string;
}

/**
 * The events of one answer, to be iterated once. Where the server supports it, a connection that breaks in the middle
 * is taken up again behind the last event, and the iteration just goes on; no event comes twice.
 * The iteration throws ChatKitHttpError, ChatKitConnectionError, ChatKitProtocolError or the signal's reason.
 */
export class EventStream implements AsyncIterable<ReceivedEvent> {
  private readonly abort = new AbortController();
  private readonly connections = new Connections(this.abort.signal);
  private readonly openItems = new OpenItems();
  private readonly toldBefore = new ToldBefore();
  private readonly key: string | undefined;
  private started = false;
  private connected = false;
  private cancelled = false;
  private wasLost = false;
  private run: string | null = null;
  private thread: string | null;
  private lastId: string | null = null;

  constructor(
    private readonly host: StreamHost,
    private readonly operation: Operation,
    private readonly options: EventStreamOptions = {},
    /** An answer already received, whose body is still unread. */
    private readonly opened: Response | null = null,
    private readonly backoff: Backoff = RECONNECT_BACKOFF,
  ) {
    const { thread_id: threadId } = operation.params as { thread_id?: string };
    this.thread = opened?.headers.get('frontdesk-thread-id') ?? threadId ?? null;
    this.key = options.key ?? (opened === null ? newInstanceId() : undefined);
    // Known before anybody reads: whoever took the request over may want to stop it at once.
    this.run = opened?.headers.get('frontdesk-run-id') ?? null;
  }

  /** The run that answers; null before the server named it, and always with servers that do not name runs. */
  get runId(): string | null {
    return this.run;
  }

  /** The thread; null until a new one was named. */
  get threadId(): string | null {
    return this.thread;
  }

  /**
   * Stops the answer. Where the server supports it, it keeps what was said so far and ends the stream itself;
   * otherwise the connection is closed, which such servers take for the same, and the iteration ends.
   */
  async cancel(): Promise<void> {
    this.cancelled = true;
    if (this.run !== null && this.thread !== null) {
      await this.host.cancelRun(this.thread, this.run);
    } else if (this.connected) {
      this.abort.abort();
    }
    // Not connected yet: the server may have begun already, so its answer is awaited, see `useHeaders`.
  }

  /**
   * Gives up the present connection, or the wait for the next one, and takes the stream up at once. For whoever knows
   * that the network was away: a connection that died with it may never say so. Without effect on servers that name no runs.
   */
  renew(): void {
    if (this.run !== null && this.thread !== null) {
      this.connections.giveUp();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ReceivedEvent, void, undefined> {
    for await (const { event } of this.iterate()) {
      yield event;
    }
  }

  /** Instead of the events: the JSON of each, as the server wrote it. */
  async *frames(): AsyncGenerator<string, void, undefined> {
    for await (const { data } of this.iterate()) {
      yield data;
    }
  }

  private async *iterate(): AsyncGenerator<WireEvent, void, undefined> {
    if (this.started) {
      throw new Error('A stream of events can be iterated once.');
    }
    this.started = true;
    const { signal } = this.options;
    const forward = (): void => this.abort.abort(signal?.reason);
    signal?.addEventListener('abort', forward, { once: true });
    try {
      signal?.throwIfAborted();
      yield* this.events();
    } catch (error) {
      // Closing the connection was the way to cancel, and not an error of the stream.
      if (!this.cancelled || !this.abort.signal.aborted || signal?.aborted) {
        throw error;
      }
    } finally {
      signal?.removeEventListener('abort', forward);
      // A consumer that stops early leaves no connection behind.
      this.abort.abort();
      this.announce('closed');
    }
  }

  private async *events(): AsyncGenerator<WireEvent, void, undefined> {
    this.announce('connecting');
    this.connections.next();
    let response: Response | null = this.opened ?? (await this.submit());
    let retry = 0;
    let silentSinceLoss = false;
    while (response !== null) {
      await this.useHeaders(response);
      this.announce('open');
      try {
        for await (const wireEvent of this.read(response)) {
          retry = 0;
          silentSinceLoss = false;
          yield wireEvent;
        }
        break;
      } catch (error) {
        if (!isLoss(error) || this.run === null || this.thread === null) {
          throw error;
        }
      }
      silentSinceLoss = true;
      this.wasLost = true;
      response = await this.reconnect(retry);
      retry += 1;
    }
    if (this.isIncomplete(silentSinceLoss)) {
      yield* this.stored();
    }
  }

  private async *stored(): AsyncGenerator<WireEvent, void, undefined> {
    if (this.thread === null) {
      return;
    }
    for await (const event of this.host.catchUp(this.thread, this.openItems.ids, this.abort.signal)) {
      yield { event, data: JSON.stringify(event) };
    }
  }

  private async *read(response: Response): AsyncGenerator<WireEvent, void, undefined> {
    const { signal } = this.connections;
    const watch = new SilenceWatch(this.options.silenceMs ?? SILENCE_MS, signal, () => this.renew());
    try {
      for await (const { frames, id } of eventFrames(response, this.lastId !== null, signal)) {
        watch.heard();
        for (const data of frames) {
          if (this.lastId !== null || !this.toldBefore.isRepeat(data)) {
            yield { event: this.take(data), data };
          }
        }
        this.lastId = id ?? this.lastId;
      }
    } finally {
      watch.stop();
    }
  }

  private take(data: string): ReceivedEvent {
    const event = receivedEvent(data);
    if (event.type === 'thread.created') {
      this.thread = event.thread.id;
    }
    this.openItems.follow(event);
    return event;
  }

  /**
   * After a loss, an end with nothing before it may be all that the server can still tell of a run whose events it no
   * longer has; and items that are open at the end were begun by a worker that died together with these events.
   * What is stored tells the rest.
   */
  private isIncomplete(silentSinceLoss: boolean): boolean {
    const hasOpenItems = this.openItems.ids.size > 0 && (this.wasLost || (this.run !== null && !this.cancelled));
    return hasOpenItems || (this.wasLost && silentSinceLoss);
  }

  /** Sends the request; again under the same key when nobody can tell whether it arrived, or the server is about to be back. */
  private async submit(): Promise<Response> {
    for (let retry = 0; ; retry++) {
      try {
        return await this.host.open(this.operation, this.connections.next(), this.key);
      } catch (error) {
        if (!this.host.knowsKeys || !isAway(error) || retry >= this.backoff.retries) {
          throw error;
        }
      }
      this.announce('reconnecting');
      await wait(backoffDelay(this.backoff, retry), this.abort.signal);
    }
  }

  /** @returns the rest of the stream, or null when the run has ended meanwhile */
  private async reconnect(firstRetry: number): Promise<Response | null> {
    for (let retry = firstRetry; ; retry++) {
      if (retry > this.backoff.retries) {
        throw new ChatKitConnectionError('The connection was lost and could not be taken up again.');
      }
      try {
        await this.pause(retry);
        return await this.reopen();
      } catch (error) {
        if (error instanceof ChatKitHttpError && error.status === 404) {
          return null;
        }
        if (!mayRecover(error)) {
          throw error;
        }
      }
    }
  }

  /** No wait at all where the connection was given up on purpose. */
  private async pause(retry: number): Promise<void> {
    if (!this.connections.signal.aborted) {
      this.announce('reconnecting');
      await wait(backoffDelay(this.backoff, retry), this.connections.next());
    }
  }

  /**
   * Behind the last position. Where none was named, the request itself goes out again under its key: it brings the
   * stream from its very beginning, which tells how the message was taken.
   */
  private reopen(): Promise<Response> {
    const signal = this.connections.next();
    if (this.lastId === null && this.key !== undefined) {
      this.toldBefore.beginAgain();
      return this.host.open(this.operation, signal, this.key);
    }
    const params = { thread_id: this.thread, run_id: this.run, ...(this.lastId === null ? {} : { after: this.lastId }) };
    return this.host.open({ type: 'runs.stream', params }, signal);
  }

  private async useHeaders(response: Response): Promise<void> {
    this.connected = true;
    this.thread = response.headers.get('frontdesk-thread-id') ?? this.thread;
    const known = this.run;
    this.run = response.headers.get('frontdesk-run-id') ?? known;
    if (this.cancelled && known === null) {
      await this.cancel();
      this.abort.signal.throwIfAborted();
    }
  }

  private announce(state: ConnectionState): void {
    this.options.onConnection?.(state);
  }
}
