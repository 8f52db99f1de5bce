import { ByteBudget, type ByteShare } from './byte-budget.js';

/** Takes bytes, and says when it has them. */
function taker(budget: ByteBudget, bytes: number, signal?: AbortSignal) {
  const state: { share: ByteShare | null; reason: unknown } = { share: null, reason: null };
  budget.take(bytes, signal).then(
    (share) => (state.share = share),
    (reason: unknown) => (state.reason = reason),
  );
  return state;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const having = (...takers: ReadonlyArray<{ readonly share: ByteShare | null }>): boolean[] => takers.map(({ share }) => share !== null);

describe('a budget of bytes', () => {
  it('is shared by as many as fit, and the others wait until there is room', async () => {
    const budget = new ByteBudget(100);
    const [a, b, c] = [taker(budget, 60), taker(budget, 40), taker(budget, 50)];
    await settled();
    expect(having(a, b, c)).toEqual([true, true, false]);
    b.share?.release();
    await settled();
    expect(having(c)).toEqual([false]);
    a.share?.release();
    a.share?.release(); // once more gives nothing back that is not there
    await settled();
    expect(having(c)).toEqual([true]);
    const [d, e] = [taker(budget, 50), taker(budget, 1)];
    await settled();
    expect(having(d, e)).toEqual([true, false]);
  });

  it('serves in the order of coming: small ones do not pass a large one', async () => {
    const budget = new ByteBudget(100);
    const first = taker(budget, 60);
    const [large, small] = [taker(budget, 90), taker(budget, 10)];
    await settled();
    expect(having(first, large, small)).toEqual([true, false, false]);
    first.share?.release();
    await settled();
    expect(having(large, small)).toEqual([true, true]);
  });

  it('gets back what turned out not to be needed', async () => {
    const budget = new ByteBudget(100);
    const [a, b] = [taker(budget, 100), taker(budget, 70)];
    await settled();
    a.share?.shrinkTo(40);
    await settled();
    expect(having(b)).toEqual([false]);
    a.share?.shrinkTo(30);
    a.share?.shrinkTo(90); // never grows
    await settled();
    expect(having(b)).toEqual([true]);
    expect(having(taker(budget, 1))).toEqual([false]);
  });

  it('lets one who is stopped go, and those behind it forward', async () => {
    const budget = new ByteBudget(100);
    const holder = taker(budget, 60);
    const stop = new AbortController();
    const [stopped, behind] = [taker(budget, 80, stop.signal), taker(budget, 40)];
    stop.abort(new Error('stopped'));
    await settled();
    expect(stopped.reason).toEqual(new Error('stopped'));
    expect(having(holder, stopped, behind)).toEqual([true, false, true]);
    await expect(budget.take(1, stop.signal)).rejects.toThrow('stopped');
    expect(budget.waiting).toBe(0);
  });

  it('gives more than there is to one alone', async () => {
    const budget = new ByteBudget(10);
    const [huge, next] = [taker(budget, 1_000), taker(budget, 1)];
    await settled();
    expect(having(huge, next)).toEqual([true, false]);
    huge.share?.release();
    await settled();
    expect(having(next)).toEqual([true]);
  });

  it('is never overdrawn, whoever comes and goes', async () => {
    const budget = new ByteBudget(100);
    let [held, most] = [0, 0];
    await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const bytes = 1 + ((index * 37) % 60);
        const share = await budget.take(bytes);
        held += bytes;
        most = Math.max(most, held);
        await settled();
        held -= bytes;
        share.release();
      }),
    );
    expect([held, budget.waiting]).toEqual([0, 0]);
    expect(most).toBeLessThanOrEqual(100);
    expect(most).toBeGreaterThan(80);
  });
});
