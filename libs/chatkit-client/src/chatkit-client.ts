import type {
  Attachment,
  JsonRequestType,
  Page,
  RequestParams,
  ResponseOf,
  StreamingRequestType,
  Thread,
  ThreadItem,
} from '@frontdesk/chatkit-protocol';
import { receivedReply } from './received/received-reply.js';
import type { ReceivedEvent } from './received/received-event.js';
import { EventStream } from './stream/event-stream.js';
import type { EventStreamOptions } from './stream/event-stream.js';
import type { StreamHost } from './stream/stream-host.js';
import { READ_BACKOFF, RECONNECT_BACKOFF } from './transport/backoff.js';
import type { Backoff } from './transport/backoff.js';
import { ChatKitHttpError, ChatKitProtocolError } from './transport/errors.js';
import { newInstanceId } from './transport/instance-id.js';
import { Transport } from './transport/transport.js';
import type { ChatKitApi } from './transport/transport.js';
import { uploadFile } from './upload/upload-file.js';
import type { UploadOptions, UploadStrategy } from './upload/upload-file.js';

export interface ChatKitClientOptions {
  readonly api: ChatKitApi;
  /** One language tag, sent as `Accept-Language`. */
  readonly locale?: string | undefined;
  /** Waits between tries; the defaults are for people. */
  readonly readBackoff?: Backoff | undefined;
  readonly reconnectBackoff?: Backoff | undefined;
}

export interface ResumeOptions extends EventStreamOptions {
  /** Called when nothing is unfinished; told whether the newest answer is one that was stopped. */
  readonly onNothing?: ((last: { readonly wasStopped: boolean }) => void) | undefined;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A thread as it opens: its newest items, oldest of them first, and the cursor for what came before them. */
export interface LoadedThread {
  readonly thread: Thread;
  readonly items: readonly ThreadItem[];
  /** Null when there is nothing older. */
  readonly older: string | null;
}

export type OlderItems = Omit<LoadedThread, 'thread'>;

/** Operations that write nothing and can be sent again. */
const READS: ReadonlySet<JsonRequestType> = new Set(['threads.get_by_id', 'threads.list', 'items.list']);
const ITEMS_PER_PAGE = 50;
/** No 404: browsers would write an error into the page's console on every visit of a finished conversation. */
const NOTHING_UNFINISHED = 204;
/** Statuses with which servers that know no runs answer an operation that is unknown to them. */
const UNKNOWN_OPERATION = [400, 404, 405, 422, 500, 501];

const never = (): AbortSignal => new AbortController().signal;

/**
 * Speaks the ChatKit protocol with one server. Holds no state of threads, see `applyStreamEvent` for that.
 * Calls throw ChatKitHttpError, ChatKitConnectionError, ChatKitProtocolError, ChatKitSecretError or the signal's reason.
 */
export class ChatKitClient {
  private readonly transport: Transport;
  private readonly reconnectBackoff: Backoff;
  private readonly host: StreamHost;
  /** True once the server has named a run: those that do heed keys, too. */
  private knowsKeys = false;
  /** False once the server has shown that it is of another make. */
  private knowsRuns = true;

  constructor(options: ChatKitClientOptions) {
    this.transport = new Transport(options.api, options.locale ?? null, options.readBackoff ?? READ_BACKOFF);
    this.reconnectBackoff = options.reconnectBackoff ?? RECONNECT_BACKOFF;
    const heedsKeys = (): boolean => this.heedsKeys;
    this.host = {
      get knowsKeys() {
        return heedsKeys();
      },
      open: async (operation, signal, key) => {
        const response = await this.transport.send(operation, signal, key);
        this.knowsKeys ||= response.headers.has('frontdesk-run-id');
        return response;
      },
      cancelRun: (threadId, runId) => this.cancel(threadId, runId),
      catchUp: (threadId, openItems, signal) => this.catchUp(threadId, openItems, signal),
    };
  }

  set locale(locale: string | null) {
    this.transport.locale = locale;
  }

  /**
   * One operation that answers with JSON. While the server is away, reads are tried again, and actions under one key where the
   * server heeds keys; what else writes is sent once.
   */
  async request<T extends JsonRequestType>(type: T, params: RequestParams<T>, options: CallOptions = {}): Promise<ResponseOf<T>> {
    const signal = options.signal ?? never();
    const operation = { type, params };
    const key = type === 'threads.sync_custom_action' ? newInstanceId() : undefined;
    const mayRepeat = READS.has(type) || (key !== undefined && this.heedsKeys);
    const response = await (mayRepeat ? this.transport.sendPatiently(operation, signal, key) : this.transport.send(operation, signal, key));
    return receivedReply(type, await bodyOf(response, signal));
  }

  /** One operation that answers with events. Nothing is sent before the iteration begins. */
  stream<T extends StreamingRequestType>(type: T, params: RequestParams<T>, options: EventStreamOptions = {}): EventStream {
    return new EventStream(this.host, { type, params }, options, null, this.reconnectBackoff);
  }

  /** The events of an answer whose head has come already, for whoever sent the request by other means. */
  continueStream<T extends StreamingRequestType>(
    type: T,
    params: RequestParams<T>,
    response: Response,
    options: EventStreamOptions = {},
  ): EventStream {
    return new EventStream(this.host, { type, params }, options, response, this.reconnectBackoff);
  }

  /**
   * Takes up an answer that was still being written when the page was left.
   * @returns its events from the beginning of the run, or null when nothing is unfinished (or the server knows no runs)
   */
  async resume(threadId: string, options: ResumeOptions = {}): Promise<EventStream | null> {
    if (!this.knowsRuns) {
      return null;
    }
    const operation = { type: 'runs.stream', params: { thread_id: threadId } } as const;
    try {
      const response = await this.transport.send(operation, options.signal ?? never());
      this.knowsKeys ||= response.status === NOTHING_UNFINISHED || response.headers.has('frontdesk-run-id');
      if (response.status === NOTHING_UNFINISHED) {
        tellNothing(response, options);
        return null;
      }
      return new EventStream(this.host, operation, options, response, this.reconnectBackoff);
    } catch (error) {
      if (!(error instanceof ChatKitHttpError)) {
        throw error;
      }
      this.knowsRuns = error.code !== null || !UNKNOWN_OPERATION.includes(error.status);
      if (!this.knowsRuns || error.status === 404) {
        return null;
      }
      throw error;
    }
  }

  /** Stops a thread's run and keeps what it said so far. */
  async cancel(threadId: string, runId?: string): Promise<void> {
    await this.request('runs.cancel', { thread_id: threadId, ...(runId === undefined ? {} : { run_id: runId }) });
  }

  /** Stores a file, to be named by its id in a message. Sent once; whoever fails may try again. */
  upload(file: File, strategy: UploadStrategy, options: Partial<UploadOptions> = {}): Promise<Attachment> {
    return uploadFile(this.transport, file, strategy, { ...options, signal: options.signal ?? never() });
  }

  /** Whether a request under a key may be sent again. */
  private get heedsKeys(): boolean {
    return this.knowsKeys && this.transport.resumable;
  }

  /** A thread with its newest items. */
  async loadThread(threadId: string, options: CallOptions = {}): Promise<LoadedThread> {
    const thread = await this.request('threads.get_by_id', { thread_id: threadId }, options);
    // The thread comes with its oldest items: fine when these are all.
    if (!thread.items.has_more) {
      return { thread, items: thread.items.data, older: null };
    }
    return { thread, ...(await this.loadOlder(threadId, null, options)) };
  }

  /** The items before a cursor, oldest first. Pages of which nothing may be shown are skipped. */
  async loadOlder(threadId: string, cursor: string | null, options: CallOptions = {}): Promise<OlderItems> {
    let after = cursor;
    for (;;) {
      const page: Page<ThreadItem> = await this.request(
        'items.list',
        { thread_id: threadId, order: 'desc', limit: ITEMS_PER_PAGE, after },
        options,
      );
      after = page.has_more ? (page.after ?? null) : null;
      if (page.data.length > 0 || after === null) {
        return { items: page.data.toReversed(), older: after };
      }
    }
  }

  /** For a run that ended while the connection was lost: everything stored, and the removal of what was begun and is not. */
  private async *catchUp(
    threadId: string,
    openItems: ReadonlySet<string>,
    signal: AbortSignal,
  ): AsyncGenerator<ReceivedEvent, void, undefined> {
    const { thread, items } = await this.loadThread(threadId, { signal });
    yield { type: 'thread.updated', thread };
    const stored = new Set(items.map((item) => item.id));
    for (const item_id of openItems) {
      if (!stored.has(item_id)) {
        yield { type: 'thread.item.removed', item_id };
      }
    }
    for (const item of items) {
      yield { type: 'thread.item.done', item };
    }
  }
}

function tellNothing({ headers }: Response, { onNothing }: ResumeOptions): void {
  onNothing?.({ wasStopped: headers.get('frontdesk-last-answer') === 'stopped' });
}

async function bodyOf(response: Response, signal: AbortSignal): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    signal.throwIfAborted();
    throw new ChatKitProtocolError('The server answered with something that is no JSON.', { cause });
  }
}
