import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { TUNABLES } from '@frontdesk/contracts';

/** How busy the process is measured over spans of this length, in ms. */
const SPAN_MS = 250;
/** Up to this share of its time at work a process keeps the usual pace; from the other on, the slowest. */
const EASY = 0.6;
const FULL = 0.9;
/** Of the usual gap. Text that comes every 81 ms still reads as a stream, and costs a good deal less. */
const SLOWEST = 1.75;

/** The pace at which text is passed on: the usual one, and slower when this process has more to do than time. */
export class Pace {
  private last: EventLoopUtilization = performance.eventLoopUtilization();
  private lastAt = performance.now();
  private gap: number = TUNABLES.flushMs;

  /** @returns time between two pieces of one answer's text, in ms */
  gapMs(): number {
    const now = performance.now();
    if (now - this.lastAt >= SPAN_MS) {
      const busy = performance.eventLoopUtilization(this.last).utilization;
      this.last = performance.eventLoopUtilization();
      this.lastAt = now;
      this.gap = gapAt(busy);
    }
    return this.gap;
  }
}

/** @param busy share of its time that a process was at work, 0 to 1 */
export function gapAt(busy: number): number {
  const load = Math.min(1, Math.max(0, (busy - EASY) / (FULL - EASY)));
  return Math.round(TUNABLES.flushMs * (1 + load * (SLOWEST - 1)));
}
