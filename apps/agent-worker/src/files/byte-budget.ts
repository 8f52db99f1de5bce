/** A share of a budget, until it is given back. */
export interface ByteShare {
  /** Gives back what is held beyond `bytes`. */
  shrinkTo(bytes: number): void;
  /** Gives all of it back; once more changes nothing. */
  release(): void;
}

interface Waiting {
  readonly bytes: number;
  readonly begin: () => void;
}

/**
 * Bytes that many hold in memory together, at most. Who finds no room waits; they are served in the order in which they came, so
 * that small ones do not keep a large one waiting for ever.
 */
export class ByteBudget {
  private held = 0;
  private readonly queue: Waiting[] = [];

  constructor(private readonly total: number) {}

  /** How many wait. */
  get waiting(): number {
    return this.queue.length;
  }

  /**
   * @param bytes who asks for more than there are in all gets them once nobody else holds any
   * @throws the signal's reason when it aborts meanwhile
   */
  async take(bytes: number, signal?: AbortSignal): Promise<ByteShare> {
    signal?.throwIfAborted();
    if (this.queue.length === 0 && this.fits(bytes)) {
      this.held += bytes;
    } else {
      await this.turn(bytes, signal);
    }
    return this.share(bytes);
  }

  private turn(bytes: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.queue.splice(this.queue.indexOf(waiting), 1);
        this.serve(); // those behind it may need less
        reject(signal?.reason as Error);
      };
      const begin = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const waiting: Waiting = { bytes, begin };
      this.queue.push(waiting);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  private share(bytes: number): ByteShare {
    let holds = bytes;
    const shrinkTo = (rest: number): void => {
      this.held -= Math.max(0, holds - rest);
      holds = Math.min(holds, rest);
      this.serve();
    };
    return { shrinkTo, release: () => shrinkTo(0) };
  }

  private fits(bytes: number): boolean {
    return this.held === 0 || this.held + bytes <= this.total;
  }

  private serve(): void {
    for (let next = this.queue[0]; next !== undefined && this.fits(next.bytes); next = this.queue[0]) {
      this.queue.shift();
      this.held += next.bytes; // at once: whoever looks before it goes on must find it held
      next.begin();
    }
  }
}
