import { TUNABLES, type RunEvent, type RunStatus } from '@frontdesk/contracts';
import type { Redis } from 'ioredis';
import { abortableDelay } from './abortable-delay.js';
import { StaleLogWriteError, appendRunEvent } from './run-log.js';
import { WritePace } from './write-pace.js';

/** Parts of a frame that the writer can join: a text delta of one part of one item. */
export interface TextDelta {
  readonly itemId: string;
  readonly contentIndex: number;
  readonly delta: string;
}

export interface RunEventWriterOptions {
  readonly runId: string;
  readonly epoch: number;
  /** Encodes a (joined) delta as a frame. */
  readonly encodeDelta: (delta: TextDelta) => string;
  /** Another worker took the run over; nothing more will be written. */
  readonly onFenced: () => void;
  /**
   * Whether the run is this worker's still; asked before each write. Always, where nothing is said.
   *
   * @param isLogGone nothing in Redis would refuse a stale writer
   */
  readonly mayWrite?: (isLogGone: boolean) => boolean | Promise<boolean>;
  /** A write failed and will be tried again. */
  readonly onRetry: (cause: unknown) => void;
  /** Redis lost what was written before. @returns frames that show all unfinished items as they are now, pushed deltas included */
  readonly onLogLost?: () => readonly string[];
  /** Time between two batches in the long run, in ms, asked for each; TUNABLES.logGapMs by default. See WritePace. */
  readonly gapMs?: () => number;
}

/** How long the frames before the first delta wait for it: mostly it is a moment away, and would wait for their round trip. */
const FIRST_DELTA_GRACE_MS = 5;
const RETRY_MIN_MS = 50;
const RETRY_MAX_MS = 2_000;

/**
 * Writes one epoch of a run's events, off the model's loop: `push` never waits.
 * The first delta goes at once, together with what came just before it, later frames in batches at the pace of
 * `gapMs`, one round trip a batch; consecutive deltas of one part are joined, so that memory and traffic stay small when
 * Redis is slow or away.
 * Failed batches are tried again in order until they are in, or the writer is fenced or closed.
 */
export class RunEventWriter {
  private pending: Array<string | TextDelta> = [];
  private seq = 0;
  private writing: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly pace = new WritePace();
  /** Until then the first frames wait for the first delta; null before there are any. */
  private graceEndsAt: number | null = null;
  /** The first delta of a run is what people wait for: it does not wait for a batch. */
  private firstDelta: 'to come' | 'waiting' | 'out' = 'to come';
  private stopped = false;
  private readonly closing = new AbortController();

  constructor(
    private readonly redis: Redis,
    private readonly options: RunEventWriterOptions,
  ) {}

  /** Queues one encoded frame. */
  push(frame: string): void {
    this.pending.push(frame);
    this.schedule();
  }

  /** Queues a text delta; joins it to the one before when that belongs to the same part. */
  pushDelta(delta: TextDelta): void {
    const last = this.pending.at(-1);
    if (last !== undefined && typeof last !== 'string' && last.itemId === delta.itemId && last.contentIndex === delta.contentIndex) {
      this.pending[this.pending.length - 1] = { ...last, delta: last.delta + delta.delta };
    } else {
      this.pending.push(delta);
    }
    if (this.firstDelta === 'to come') {
      this.firstDelta = 'waiting';
      this.clearTimer();
    }
    this.schedule();
  }

  /** Resolves when everything pushed so far is in the log (or the writer was fenced). */
  async flush(): Promise<void> {
    while (!this.stopped && (this.pending.length > 0 || this.writing !== null)) {
      this.startWriting();
      await this.writing;
    }
  }

  /** Writes what is left and the end marker: readers' streams end here. */
  async end(status: RunStatus): Promise<void> {
    await this.flush();
    if (!this.stopped) {
      await this.write({ kind: 'end', epoch: this.options.epoch, seq: ++this.seq, status });
    }
    this.close();
  }

  /** Stops without an end marker: the run goes on elsewhere, or ended elsewhere. What was not written yet is dropped. */
  close(): void {
    this.stopped = true;
    this.closing.abort();
    this.pending = [];
    this.clearTimer();
  }

  private clearTimer(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
  }

  private schedule(): void {
    if (this.stopped || this.writing !== null || this.timer !== null) {
      return;
    }
    const now = performance.now();
    this.graceEndsAt ??= now + FIRST_DELTA_GRACE_MS;
    const wait = Math.max(this.graceEndsAt - now, this.pace.wait(now, this.gapMs()));
    if (wait <= 0 || this.firstDelta === 'waiting') {
      // One microtask later, so that frames pushed together (added, part added, delta) leave together.
      queueMicrotask(() => this.startWriting());
    } else {
      this.timer = setTimeout(() => {
        this.timer = null;
        this.startWriting();
      }, wait);
    }
  }

  private startWriting(): void {
    if (this.stopped || this.writing !== null || this.pending.length === 0) {
      return;
    }
    const frames = this.pending.map((part) => (typeof part === 'string' ? part : this.options.encodeDelta(part)));
    this.pending = [];
    this.pace.wrote(performance.now(), this.gapMs());
    this.firstDelta = this.firstDelta === 'to come' ? 'to come' : 'out';
    this.writing = this.write({ kind: 'frames', epoch: this.options.epoch, seq: ++this.seq, frames }).finally(() => {
      this.writing = null;
      if (this.pending.length > 0) {
        this.schedule();
      }
    });
  }

  private gapMs(): number {
    return this.options.gapMs?.() ?? TUNABLES.logGapMs;
  }

  private async write(event: RunEvent): Promise<void> {
    let delay = RETRY_MIN_MS;
    let isLogLost = false;
    for (let attempt = 1; !this.closing.signal.aborted; attempt += 1) {
      try {
        if (await this.append(event, isLogLost)) {
          if (isLogLost && event.kind === 'frames') {
            this.showAgain();
          }
          return;
        }
        isLogLost = true;
      } catch (cause) {
        if (cause instanceof StaleLogWriteError) {
          this.onStale(attempt);
          return;
        }
        this.options.onRetry(cause);
        await abortableDelay(delay, this.closing.signal);
        delay = Math.min(delay * 2, RETRY_MAX_MS);
      }
    }
  }

  /** @returns false when there is no log any more, and nothing was written */
  private async append(event: RunEvent, isLogLost: boolean): Promise<boolean> {
    const begins = isLogLost || event.seq === 1;
    const mayWrite = this.options.mayWrite?.(begins) ?? true;
    if (mayWrite === true || (await mayWrite)) {
      return this.closing.signal.aborted || appendRunEvent(this.redis, this.options.runId, event, begins);
    }
    this.fence();
    return true;
  }

  /** For readers that begin at what is left of the log: deltas mean nothing to them without their item. */
  private showAgain(): void {
    const snapshot = this.options.onLogLost?.() ?? [];
    if (snapshot.length > 0) {
      this.pending = [...this.pending.filter((part) => typeof part === 'string'), ...snapshot]; // the snapshot has the deltas
    }
  }

  /** On a repeat the entry may be our own, written by a try whose answer was lost; on a first try somebody else is ahead. */
  private onStale(attempt: number): void {
    if (attempt === 1) {
      this.fence();
    }
  }

  private fence(): void {
    this.close();
    this.options.onFenced();
  }
}
