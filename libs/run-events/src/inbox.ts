/**
 * What arrived for one reader and was not taken yet. Holds `bound` entries at most; past that everything held
 * is forgotten and one `overflow` mark stands for it, so that a slow reader costs no memory.
 */
export class Inbox<T> {
  private entries: T[] = [];
  private wake: (() => void) | null = null;

  constructor(
    private readonly bound: number,
    private readonly overflow: T,
  ) {}

  put(entry: T): void {
    if (this.entries.length >= this.bound) {
      this.entries = [this.overflow];
    } else {
      this.entries.push(entry);
    }
    this.wake?.();
  }

  /** The oldest entry; the overflow mark after `timeoutMs` without one, or when the signal aborts. */
  async take(signal: AbortSignal, timeoutMs: number): Promise<T> {
    if (this.entries.length === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          this.wake = null;
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        signal.addEventListener('abort', done);
        this.wake = done;
      });
    }
    return this.entries.shift() ?? this.overflow;
  }
}
