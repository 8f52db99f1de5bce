import { backoffDelay, wait } from './backoff.js';

test('waits double up to the bound, never less than half of it', () => {
  const backoff = { retries: 9, baseMs: 100, maxMs: 1000 };
  expect([0, 1, 2, 3, 4, 20].map((retry) => backoffDelay(backoff, retry, () => 1))).toEqual([100, 200, 400, 800, 1000, 1000]);
  expect([0, 4].map((retry) => backoffDelay(backoff, retry, () => 0))).toEqual([50, 500]);
});

test('a wait ends at once when the signal aborts', async () => {
  const abort = new AbortController();
  const waiting = wait(60_000, abort.signal);
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(wait(1, abort.signal)).rejects.toThrow('enough');
});
