import type { WorkerMetrics } from '../agent-worker.metrics.js';

/** Measures what people wait for: from the claim to the first text, and how much of it was not the model's doing. */
export class FirstDeltaClock {
  private readonly claimedAt = performance.now();
  private requests = 0;
  private modelMs: number | null = null;

  constructor(private readonly metrics: Pick<WorkerMetrics, 'firstDeltaAfter'>) {}

  requestSent(): void {
    this.requests += 1;
  }

  /** @param ms from the request to the first text in its answer */
  modelSpoke(ms: number): void {
    this.modelMs ??= ms;
  }

  firstDelta(): void {
    this.metrics.firstDeltaAfter(performance.now() - this.claimedAt, this.requests === 1 ? this.modelMs : null);
  }
}
