import type { AbortReason } from '@frontdesk/contracts';
import type { RunAbort } from '../execution/run-abort.js';

interface ActiveRun {
  readonly runId: string;
  readonly abort: RunAbort;
}

/** The runs that this worker is at. */
export class ActiveRuns {
  private readonly runs = new Map<ActiveRun, Promise<unknown>>();

  get size(): number {
    return this.runs.size;
  }

  /** Keeps a run in sight until its work settles. */
  async track<T>(runId: string, abort: RunAbort, work: Promise<T>): Promise<T> {
    const run = { runId, abort };
    this.runs.set(run, work);
    try {
      return await work;
    } finally {
      this.runs.delete(run);
    }
  }

  /** Does nothing when the run is not here. */
  abort(runId: string, reason: AbortReason): void {
    for (const run of this.runs.keys()) {
      if (run.runId === runId) {
        run.abort.abort(reason);
      }
    }
  }

  abortAll(reason: AbortReason): void {
    for (const run of this.runs.keys()) {
      run.abort.abort(reason);
    }
  }

  /** Resolves when no run is left of those that are here now. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.runs.values());
  }
}
