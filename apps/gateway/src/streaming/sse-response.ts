import type { ServerResponse } from 'node:http';

/** A reader that takes nothing for this long is gone, even if its connection does not say so. */
const STALLED_READER_MS = 120_000;
/** Finds out about peers that vanished without a word. */
const KEEP_ALIVE_PROBE_MS = 30_000;

/** The body of one streaming answer. Writes wait for a slow reader; nothing is kept in memory for it. */
export class SseResponse {
  /** @param onClosed nobody reads any more, or everything was sent; called once, and never if `isClosed` already */
  constructor(
    private readonly raw: ServerResponse,
    onClosed: () => void = ignore,
    private readonly stalledReaderMs = STALLED_READER_MS,
  ) {
    raw.on('close', onClosed);
    // Broken pipes are everyday life of long answers; `close` follows and says all there is to know.
    raw.on('error', ignore);
  }

  /** Whether nobody reads any more, or everything was sent. */
  get isClosed(): boolean {
    return this.raw.destroyed;
  }

  /** Sends the head of the answer, together with the first frames if there are any. @returns as `write` does */
  open(headers: Readonly<Record<string, string>>, first: string): Promise<void> | undefined {
    if (this.isClosed) {
      return undefined;
    }
    const { socket } = this.raw;
    socket?.setKeepAlive(true, KEEP_ALIVE_PROBE_MS);
    socket?.cork(); // head and frames leave together
    this.raw.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
    // The reader's fetch resolves with the head, whenever the first event may come. And Node keeps the head for as long as the answer
    // is open: written by itself it becomes one string, joined with a body it stays the sixty pieces that it was made of.
    this.raw.flushHeaders();
    const room = this.write(first);
    socket?.uncork();
    return room;
  }

  /** @returns nothing while there is room for more; else a promise that resolves when there is, or nobody to write to any more */
  write(chunk: string): Promise<void> | undefined {
    if (chunk === '' || this.isClosed || this.raw.writableEnded || this.raw.write(chunk)) {
      return undefined;
    }
    return this.room();
  }

  private room(): Promise<void> {
    return new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.abort(), this.stalledReaderMs);
      const done = (): void => {
        clearTimeout(timer);
        this.raw.off('drain', done);
        this.raw.off('close', done);
        resolve();
      };
      this.raw.on('drain', done);
      this.raw.on('close', done);
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

const ignore = (): void => undefined;
