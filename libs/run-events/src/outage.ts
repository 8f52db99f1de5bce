const PAUSE_MIN_MS = 100;
const PAUSE_MAX_MS = 2_000;

/** A time in which stores fail, from the first failure on, and the pauses between the tries. */
export class Outage {
  private readonly since = Date.now();
  private pauseMs = PAUSE_MIN_MS;

  hasLasted(ms: number): boolean {
    return Date.now() - this.since >= ms;
  }

  /** How long to wait now; longer each time. */
  nextPauseMs(): number {
    const { pauseMs } = this;
    this.pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS);
    return pauseMs;
  }
}
