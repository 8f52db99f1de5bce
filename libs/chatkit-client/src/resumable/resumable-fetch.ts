import type { RequestParams, StreamingRequestType } from '@frontdesk/chatkit-protocol';
import { ChatKitClient } from '../chatkit-client.js';
import type { EventStream } from '../stream/event-stream.js';
import type { Backoff } from '../transport/backoff.js';
import { newInstanceId } from '../transport/instance-id.js';
import { readOperation } from './read-operation.js';
import type { SentOperation } from './read-operation.js';
import { RunWatch, tellPage } from './run-watch.js';

export interface ResumableFetchOptions {
  /** Sends the requests, for example with the page's own authorization. Default: the browser's. */
  readonly fetch?: typeof fetch | undefined;
  /**
   * Called after a reload, when a run that was left unfinished has added something to its thread: an element that does
   * not know runs shows it once it is told to read the thread again (`() => chatkit.fetchUpdates()`).
   */
  readonly onThreadChanged?: ((threadId: string) => void) | undefined;
  /** False: an aborted request leaves its run alone. Default true, since aborting is how such an element stops an answer. */
  readonly stopOnAbort?: boolean | undefined;
  /** Waits between tries to take up a broken stream; the default is for people. */
  readonly reconnectBackoff?: Backoff | undefined;
}

const STREAMING: ReadonlySet<string> = new Set<StreamingRequestType>([
  'threads.create',
  'threads.add_user_message',
  'threads.add_client_tool_output',
  'threads.add_structured_input',
  'threads.retry_after_item',
  'threads.custom_action',
]);

const encoder = new TextEncoder();

/**
 * A `fetch` for `api.fetch` of any `<openai-chatkit>`, the one of the CDN included: what Frontdesk's own element does by
 * itself. An answer whose connection breaks goes on in the very same response, without a gap and without a doubled word;
 * a request that is aborted stops its run on the server. Positions (`id:` lines) are kept from the caller.
 * Requests of other shapes, and servers that name no runs, pass untouched.
 */
export function resumableFetch(options: ResumableFetchOptions = {}): typeof fetch {
  const send: typeof fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const watch = options.onThreadChanged === undefined ? null : new RunWatch(options.onThreadChanged);
  return async (input, init) => {
    const operation = await readOperation(input, init);
    if (operation === null) {
      return send(input, init);
    }
    const client = clientOf(operation, send, options);
    if (STREAMING.has(operation.type)) {
      return new StreamedCall(operation, send, client, options.stopOnAbort !== false, watch).answer();
    }
    const response = await send(input, init);
    if (operation.type === 'threads.get_by_id' && response.ok) {
      watch?.look(client, String(operation.params['thread_id']));
    }
    return response;
  };
}

/** A client that speaks as the request did: same address, same headers and credentials. */
function clientOf({ url, init }: SentOperation, send: typeof fetch, { reconnectBackoff }: ResumableFetchOptions): ChatKitClient {
  const fetch = (to: string, own: RequestInit): Promise<Response> =>
    send(to, { ...init, ...own, headers: withHeaders(own.headers, new Headers(init.headers)) });
  return new ChatKitClient({ api: { kind: 'custom', url, fetch }, reconnectBackoff });
}

function withHeaders(base: HeadersInit | undefined, more: Headers): Headers {
  const headers = new Headers(base);
  more.forEach((value, name) => headers.set(name, value));
  return headers;
}

/** One streamed request of the element, and the answer that it reads. */
class StreamedCall {
  /** Ends the connection to the server; not the run. */
  private readonly hangUp = new AbortController();
  private readonly key = newInstanceId();
  private stream: EventStream | null = null;
  private thread: string | null = null;

  constructor(
    private readonly operation: SentOperation,
    private readonly send: typeof fetch,
    private readonly client: ChatKitClient,
    private readonly stopOnAbort: boolean,
    private readonly watch: RunWatch | null,
  ) {}

  async answer(): Promise<Response> {
    const { signal, init } = this.operation;
    signal?.throwIfAborted();
    // Not the caller's signal: an abort before the head has come must still learn which run it is to stop.
    const opening = this.send(this.operation.url, {
      ...init,
      headers: withHeaders(init.headers, new Headers({ 'frontdesk-resume': '1', 'idempotency-key': this.key })),
      signal: this.hangUp.signal,
    }).then((response) => this.wrap(response));
    if (signal === null) {
      return opening;
    }
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    // Whoever comes second is heard by nobody, and is no error then.
    aborted.catch(() => undefined);
    opening.catch(() => undefined);
    signal.addEventListener(
      'abort',
      () =>
        void opening.then(
          () => this.stop(),
          () => undefined,
        ),
      { once: true },
    );
    return Promise.race([opening, aborted]);
  }

  private wrap(response: Response): Response {
    const run = response.headers.get('frontdesk-run-id');
    const thread = response.headers.get('frontdesk-thread-id');
    if (!response.ok || run === null || thread === null) {
      return response;
    }
    const { type, params } = this.operation;
    this.stream = this.client.continueStream(type as StreamingRequestType, params as RequestParams<StreamingRequestType>, response, {
      signal: this.hangUp.signal,
      key: this.key,
    });
    this.thread = thread;
    this.watch?.reads(thread);
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    headers.delete('content-encoding');
    return new Response(this.body(this.stream), { status: response.status, headers });
  }

  private body(stream: EventStream): ReadableStream<Uint8Array> {
    const frames = stream.frames();
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.operation.signal?.addEventListener('abort', () => controller.error(this.operation.signal?.reason), { once: true });
        },
        pull: async (controller) => {
          try {
            const { done, value } = await frames.next();
            if (this.operation.signal?.aborted) {
              return;
            }
            if (done) {
              this.leave();
              controller.close();
            } else {
              controller.enqueue(encoder.encode(`data: ${value}\n\n`));
            }
          } catch (error) {
            this.leave();
            if (!this.operation.signal?.aborted) {
              controller.error(error);
            }
          }
        },
        cancel: () => this.stop(),
      },
      // Nothing is read ahead of the element.
      { highWaterMark: 0 },
    );
  }

  private leave(): void {
    if (this.thread !== null) {
      this.watch?.leaves(this.thread);
    }
  }

  private async stop(): Promise<void> {
    try {
      if (this.stopOnAbort) {
        await this.stream?.cancel();
      }
    } catch (error) {
      // The element has gone on already; the page's own error handling is the one place left to tell.
      tellPage(error);
    } finally {
      this.hangUp.abort();
      this.leave();
    }
  }
}
