/** Does something now, or begins something that takes a while. */
export type Step = () => void | Promise<void>;

/**
 * Runs steps strictly one after another, the ones that need not wait at once: while nothing is under way, a step without
 * a promise costs nothing more than its call. A step that fails takes those with it that wait behind it; later ones run.
 */
export class StepQueue {
  private readonly steps: Step[] = [];
  private busy = false;
  private closed = false;
  private idle: Array<() => void> = [];

  /** @param onFailure hears the error of the step that failed */
  constructor(private readonly onFailure: (cause: unknown) => void) {}

  run(step: Step): void {
    if (this.closed) {
      return;
    }
    if (this.busy) {
      this.steps.push(step);
      return;
    }
    const pending = this.attempt(step);
    if (pending !== undefined) {
      this.busy = true;
      void pending.then(() => this.drain());
    }
  }

  /** Resolves when every step so far has run, or the queue was closed. */
  settled(): Promise<void> {
    return this.busy && !this.closed ? new Promise((resolve) => this.idle.push(resolve)) : Promise.resolve();
  }

  /** Drops what has not begun yet. */
  close(): void {
    this.closed = true;
    this.steps.length = 0;
    this.wake();
  }

  private async drain(): Promise<void> {
    for (let step = this.steps.shift(); step !== undefined; step = this.steps.shift()) {
      await this.attempt(step);
    }
    this.busy = false;
    this.wake();
  }

  /** Never rejects. */
  private attempt(step: Step): Promise<void> | undefined {
    try {
      return step()?.catch((cause: unknown) => this.fail(cause));
    } catch (cause) {
      this.fail(cause);
      return undefined;
    }
  }

  private fail(cause: unknown): void {
    this.steps.length = 0;
    this.onFailure(cause);
  }

  private wake(): void {
    const { idle } = this;
    this.idle = [];
    idle.forEach((resolve) => resolve());
  }
}
