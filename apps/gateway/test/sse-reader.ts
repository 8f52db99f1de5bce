export interface Frame {
  /** The frame's `id:` line, if it has one. */
  readonly id: string | null;
  /** The frame's bytes without the blank line that ends it. */
  readonly raw: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what comes over a socket is unknown to the types, and the assertion is the check
  readonly event: any;
}

/** Exactly this and nothing else is a frame: an id line if asked for, one data line, a blank line. */
const FRAME = /^(?:id: (\d+-\d+)\n)?data: (\{[^\n]*\})$/;

/** Reads a stream frame by frame, and refuses anything that is not exactly a frame. */
export class SseReader {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly decoder = new TextDecoder();
  private buffer = '';
  private ended = false;

  constructor(
    readonly response: Response,
    private readonly controller: AbortController,
  ) {
    if (response.body === null) {
      throw new Error('a stream without a body');
    }
    this.reader = response.body.getReader();
  }

  get runId(): string {
    return this.response.headers.get('frontdesk-run-id') ?? '';
  }

  get threadId(): string {
    return this.response.headers.get('frontdesk-thread-id') ?? '';
  }

  /** The next frame; null when the body has ended as it should. */
  async next(): Promise<Frame | null> {
    for (;;) {
      const end = this.buffer.indexOf('\n\n');
      if (end >= 0) {
        const raw = this.buffer.slice(0, end);
        this.buffer = this.buffer.slice(end + 2);
        return parse(raw);
      }
      if (this.ended) {
        if (this.buffer !== '') {
          throw new Error(`the body ends in the middle of a frame: ${this.buffer}`);
        }
        return null;
      }
      const { done, value } = await this.reader.read();
      this.ended = done;
      this.buffer += value === undefined ? '' : this.decoder.decode(value, { stream: true });
    }
  }

  /** The next `count` frames. */
  async take(count: number): Promise<Frame[]> {
    const frames: Frame[] = [];
    while (frames.length < count) {
      const frame = await this.next();
      if (frame === null) {
        throw new Error(`the stream ended after ${frames.length} of ${count} frames`);
      }
      frames.push(frame);
    }
    return frames;
  }

  /** Everything up to the end of the body. */
  async rest(): Promise<Frame[]> {
    const frames: Frame[] = [];
    for (let frame = await this.next(); frame !== null; frame = await this.next()) {
      frames.push(frame);
    }
    return frames;
  }

  /** Drops the connection, as a closed tab does. */
  leave(): void {
    this.controller.abort();
  }
}

function parse(raw: string): Frame {
  const match = FRAME.exec(raw);
  if (match === null) {
    throw new Error(`not a frame: ${JSON.stringify(raw)}`);
  }
  return { id: match[1] ?? null, raw, event: JSON.parse(match[2] ?? '') };
}

/** What a reader sees at a glance. */
export const typesOf = (frames: readonly Frame[]): string[] => frames.map(({ event }) => String(event.update?.type ?? event.type));
