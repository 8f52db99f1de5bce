import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { DeltaJoiner } from './delta-joiner.js';

/** Bytes that wait to be taken before the model's server is made to wait too. */
const MAX_HELD = 1_000_000;

/**
 * The body of a model's streaming answer with its text deltas joined: the first at once, later ones at most every `gapMs`,
 * and fewer when the reader is slower than that. Everything else passes at once, and in order. Per piece of the source no
 * promise is made: at thousands of tokens a second those were most of what a worker did (docs/decisions/0054).
 *
 * @param gapMs time between two joined deltas, in ms; asked each time
 */
export function joinedStream(source: Readable, gapMs: () => number): ReadableStream<Uint8Array> {
  const pump = new JoinedPump(source, gapMs);
  return new ReadableStream<Uint8Array>({
    start: (controller) => pump.start(controller),
    pull: () => pump.pulled(),
    cancel: () => pump.cancel(),
  });
}

class JoinedPump {
  private readonly joiner = new DeltaJoiner();
  private readonly decoder = new StringDecoder('utf8');
  private readonly encoder = new TextEncoder();
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private lastTextAt = -Infinity;
  private held = 0;
  /** How the source ended; null while it goes on. */
  private ending: { readonly fault: unknown } | null = null;

  constructor(
    private readonly source: Readable,
    private readonly gapMs: () => number,
  ) {}

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.controller = controller;
    this.source.on('data', (piece: Buffer) => this.take(piece));
    this.source.on('end', () => this.end(null));
    this.source.on('error', (cause) => this.end(cause));
  }

  /** The reader has room for more. */
  pulled(): void {
    this.source.resume();
    this.schedule();
    this.finish();
  }

  cancel(): void {
    this.controller = null;
    this.clearTimer();
    this.source.destroy();
  }

  private take(piece: Buffer): void {
    this.held += piece.length;
    this.joiner.add(this.decoder.write(piece));
    this.schedule();
    if (this.held > MAX_HELD) {
      this.source.pause();
    }
  }

  /** What came whole before a fault is read first: an error would drop it. */
  private end(fault: unknown): void {
    this.clearTimer();
    this.send(fault === null ? this.joiner.takeRest() + this.decoder.end() : this.joiner.take());
    this.ending ??= { fault };
    this.finish();
  }

  private finish(): void {
    if (this.ending === null || this.controller === null) {
      return;
    }
    if (this.ending.fault === null) {
      this.controller.close();
      this.controller = null;
    } else if (this.isWanted) {
      this.controller.error(this.ending.fault);
      this.controller = null;
    }
  }

  private schedule(): void {
    if (this.joiner.isEmpty || !this.isWanted) {
      return;
    }
    const wait = this.joiner.isPressing ? 0 : this.lastTextAt + this.gapMs() - performance.now();
    if (wait <= 0) {
      this.emit();
    } else {
      this.timer ??= setTimeout(() => this.emit(), wait);
    }
  }

  private emit(): void {
    this.clearTimer();
    if (this.joiner.hasText) {
      this.lastTextAt = performance.now();
    }
    this.send(this.joiner.take());
  }

  private send(text: string): void {
    this.held = 0;
    if (text !== '') {
      this.controller?.enqueue(this.encoder.encode(text));
    }
  }

  private get isWanted(): boolean {
    return (this.controller?.desiredSize ?? 0) > 0;
  }

  private clearTimer(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
  }
}
