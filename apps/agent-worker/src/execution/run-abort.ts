import type { AbortReason } from '@frontdesk/contracts';

/** What an aborted run's promises reject with. The name tells the SDK and the OpenAI client that it was no failure. */
class RunAbortedError extends Error {
  constructor(readonly reason: AbortReason | 'failed') {
    super(`the run was stopped: ${reason}`);
    this.name = 'AbortError';
  }
}

/**
 * Stops one claimed run, and remembers why. The first reason stays, but for one: a worker that lost the run must be
 * silent whatever else was going on. Once the run is closing, nothing but that reaches it.
 */
export class RunAbort {
  private readonly controller = new AbortController();
  private why: AbortReason | null = null;
  private error: unknown = null;
  private closing = false;

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get reason(): AbortReason | null {
    return this.why;
  }

  /** The error of ours that stopped the run; null when a reason from outside did. */
  get failure(): unknown {
    return this.error;
  }

  abort(reason: AbortReason): void {
    const isFree = !this.closing && !this.signal.aborted;
    if (isFree || reason === 'fenced') {
      this.why = reason;
      this.controller.abort(new RunAbortedError(reason));
    }
  }

  /** Stops the run over an error that its own loop does not see. */
  fail(cause: unknown): void {
    if (!this.closing && !this.signal.aborted) {
      this.error = cause;
      this.controller.abort(new RunAbortedError('failed'));
    }
  }

  /** The terminal state is decided. */
  settle(): void {
    this.closing = true;
  }
}
