import { Injectable } from '@nestjs/common';

/** A stream that is being served. */
export interface OpenStream {
  /** Whether its client picks it up elsewhere when it is cut. */
  readonly resumable: boolean;
  /** Ends it because this process stops; its run goes on. */
  leave(): void;
}

/** The streams that this process serves, so that it can let go of them when it stops. */
@Injectable()
export class OpenStreams {
  private readonly streams = new Set<OpenStream>();
  private whenEmpty: (() => void) | null = null;

  get count(): number {
    return this.streams.size;
  }

  add(stream: OpenStream): void {
    this.streams.add(stream);
  }

  remove(stream: OpenStream): void {
    this.streams.delete(stream);
    if (this.streams.size === 0) {
      this.whenEmpty?.();
    }
  }

  /**
   * Lets streams end by themselves for a while, then ends them: first those whose clients go on elsewhere.
   *
   * @returns when none is open any more
   */
  async drain(bounds: { readonly resumableMs: number; readonly othersMs: number }): Promise<void> {
    if (this.streams.size === 0) {
      return;
    }
    const timers = [
      setTimeout(() => this.leave((stream) => stream.resumable), bounds.resumableMs),
      setTimeout(() => this.leave(() => true), bounds.othersMs),
    ];
    await new Promise<void>((resolve) => (this.whenEmpty = resolve));
    timers.forEach((timer) => clearTimeout(timer));
  }

  private leave(which: (stream: OpenStream) => boolean): void {
    [...this.streams].filter(which).forEach((stream) => stream.leave());
  }
}
