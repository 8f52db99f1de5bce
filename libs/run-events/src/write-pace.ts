/**
 * When the next batch may be written: in the long run one every gap, while a single one may come up to half a gap early. What
 * comes at a pace of its own, only a little slower than this one, thus never waits, and nothing exceeds the rate.
 */
export class WritePace {
  /** When the next batch is due, if all come evenly. */
  private dueAt = -Infinity;

  /** @returns ms from `now` until a batch may be written */
  wait(now: number, gapMs: number): number {
    return Math.max(0, this.dueAt - gapMs / 2 - now);
  }

  wrote(now: number, gapMs: number): void {
    this.dueAt = Math.max(now, this.dueAt) + gapMs;
  }
}
