import type { Histogram } from '@frontdesk/observability';

/** Measures, once each, how long the reader of a new answer waits for its first event and for its first text. */
export class StreamClock {
  private hasFirstEvent = false;
  private hasFirstDelta = false;

  /** @param startedAt when the request came in, by `performance.now()` */
  constructor(
    private readonly startedAt: number,
    private readonly firstEvent: Histogram,
    private readonly firstDelta: Histogram,
  ) {}

  /** @param isDelta whether it has text @returns whether that was all there is to measure */
  event(isDelta: () => boolean): boolean {
    if (!this.hasFirstEvent) {
      this.hasFirstEvent = true;
      this.firstEvent.observe(this.elapsedSeconds());
    }
    if (!this.hasFirstDelta && isDelta()) {
      this.hasFirstDelta = true;
      this.firstDelta.observe(this.elapsedSeconds());
    }
    return this.hasFirstDelta;
  }

  private elapsedSeconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }
}
