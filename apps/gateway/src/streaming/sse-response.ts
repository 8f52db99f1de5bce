import type { ServerResponse } from 'node:http';

/** A reader that takes nothing for this long is gone, even if its connection does not say so. */
const STALLED_READER_MS = 120_000;
/** Finds out about peers that vanished without a word. */
const KEEP_ALIVE_PROBE_MS = 30_000;

/** The body of one streaming answer. Writes wait for a slow reader; nothing is kept in memory for it. */
export class SseResponse {
  private readonly gone = new AbortController();

  constructor(
    private readonly raw: ServerResponse,
    private readonly stalledReaderMs = STALLED_READER_MS,
  ) {
    raw.once('close', () => this.gone.abort());
    // Broken pipes are everyday life of long answers; `close` follows and says all there is to know.
    raw.on('error', () => this.gone.abort());
    if (raw.destroyed || raw.closed) {
      this.gone.abort();
    }
  }

  /** Aborts when nobody reads any more, or everything was sent. */
  get closed(): AbortSignal {
    return this.gone.signal;
  }

  /** Sends the head of the answer, together with the first frames if there are any. */
  async open(headers: Readonly<Record<string, string>>, first: string): Promise<void> {
    if (this.closed.aborted) {
      return;
    }
    this.raw.socket?.setKeepAlive(true, KEEP_ALIVE_PROBE_MS);
    this.raw.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
    if (first === '') {
      this.raw.flushHeaders(); // the reader's fetch resolves with the head, whenever the first event may come
    }
    await this.write(first);
  }

  /** Resolves when there is room for more, or nobody to write to any more. */
  async write(chunk: string): Promise<void> {
    if (chunk === '' || this.closed.aborted || this.raw.writableEnded || this.raw.write(chunk)) {
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.abort(), this.stalledReaderMs);
      const done = (): void => {
        clearTimeout(timer);
        this.raw.off('drain', done);
        this.closed.removeEventListener('abort', done);
        resolve();
      };
      this.raw.once('drain', done);
      this.closed.addEventListener('abort', done);
    });
  }

  /** The regular end of the body. */
  end(): void {
    this.raw.end();
  }

  /** Cuts the connection without the body's end: readers see that something is missing. */
  abort(): void {
    this.raw.destroy();
  }
}
