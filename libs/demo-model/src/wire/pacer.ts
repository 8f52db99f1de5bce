import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** Without delay: how many tokens before the event loop gets a turn, so that a client that goes away is noticed. */
const TOKENS_PER_TURN = 64;

/** Where the time comes from; tests bring a clock of their own. */
export interface Clock {
  /** Milliseconds; never goes back. */
  now(): number;
  /** @throws AbortError when the signal is or becomes aborted */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const monotonicClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};

/**
 * Lets tokens through at a steady rate. Token n is due n intervals after the first, on the monotonic clock,
 * so late timers do not add up: after a late token the next ones follow at once until the schedule is met again.
 */
export class Pacer {
  private readonly intervalMs: number;
  private startedAt: number | null = null;
  private passed = 0;

  /**
   * @param tokensPerSecond 0: no delay
   * @param signal stops the waiting; `next` then throws an AbortError
   */
  constructor(
    tokensPerSecond: number,
    private readonly signal: AbortSignal,
    private readonly clock: Clock = monotonicClock,
  ) {
    this.intervalMs = tokensPerSecond > 0 ? 1_000 / tokensPerSecond : 0;
  }

  /** Tokens that went through. */
  get tokens(): number {
    return this.passed;
  }

  /** Settles when the next token is due. @throws AbortError when the signal is or becomes aborted */
  async next(): Promise<void> {
    this.signal.throwIfAborted();
    this.startedAt ??= this.clock.now();
    const waitMs = this.startedAt + this.passed * this.intervalMs - this.clock.now();
    if (waitMs > 0) {
      await this.clock.sleep(waitMs, this.signal);
    } else if (this.passed % TOKENS_PER_TURN === TOKENS_PER_TURN - 1) {
      await nextTurn(undefined, { signal: this.signal });
    }
    this.passed += 1;
  }
}
