import { Pacer, type Clock } from './pacer.js';

/** A clock that moves only when somebody sleeps, and whose timers are always late, as real ones are. */
class LateClock implements Clock {
  time = 0;
  readonly sleeps: number[] = [];

  constructor(private readonly lateMs: number) {}

  now(): number {
    return this.time;
  }

  sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.time += ms + this.lateMs;
    return Promise.resolve();
  }
}

const neverAborted = (): AbortSignal => new AbortController().signal;

async function take(pacer: Pacer, tokens: number): Promise<void> {
  for (let token = 0; token < tokens; token++) {
    await pacer.next();
  }
}

describe('Pacer', () => {
  it('keeps the rate over many tokens although every timer is late', async () => {
    const clock = new LateClock(3);
    await take(new Pacer(50, neverAborted(), clock), 1_001);
    // 1000 intervals of 20 ms; lateness that adds up would make it 23 s.
    expect(clock.time).toBeGreaterThanOrEqual(20_000);
    expect(clock.time).toBeLessThanOrEqual(20_003);
  });

  it('catches up after a pause instead of shifting the schedule', async () => {
    const clock = new LateClock(0);
    const pacer = new Pacer(100, neverAborted(), clock);
    await take(pacer, 1);
    clock.time += 100;
    await take(pacer, 10);
    expect(clock.sleeps).toEqual([]);
    await take(pacer, 1);
    expect(clock.sleeps).toEqual([10]);
  });

  it('lets the first token through at once, and all without a rate', async () => {
    const clock = new LateClock(0);
    await take(new Pacer(1, neverAborted(), clock), 1);
    await take(new Pacer(0, neverAborted(), clock), 10_000);
    expect(clock.sleeps).toEqual([]);
  });

  it('takes real time on the real clock', async () => {
    const start = performance.now();
    await take(new Pacer(100, neverAborted()), 11);
    expect(performance.now() - start).toBeGreaterThanOrEqual(95); // 100 ms but for what timers fire early
  });

  it('lets others run while it goes without delay', async () => {
    let ran = false;
    setImmediate(() => {
      ran = true;
    });
    await take(new Pacer(0, neverAborted()), 200);
    expect(ran).toBe(true);
  });

  it('stops when it is aborted, also while it waits', async () => {
    const abort = new AbortController();
    const pacer = new Pacer(0.1, abort.signal);
    await pacer.next();
    const waiting = pacer.next();
    abort.abort();
    await expect(waiting).rejects.toThrow(/abort/i);
    await expect(pacer.next()).rejects.toThrow(/abort/i);
    expect(pacer.tokens).toBe(1);
  });
});
