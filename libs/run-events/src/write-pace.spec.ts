import { TUNABLES } from '@frontdesk/contracts';
import { WritePace } from './write-pace.js';

const GAP_MS = TUNABLES.logGapMs;

/** Writes what comes every `everyMs`, for ten seconds, each as soon as it may. @returns when, and how long each waited */
function written(everyMs: number): Array<{ at: number; waited: number }> {
  const pace = new WritePace();
  const writes: Array<{ at: number; waited: number }> = [];
  let at = -Infinity;
  for (let came = 0; came < 10_000; came += everyMs) {
    if (came > at) {
      const waited = pace.wait(came, GAP_MS); // what comes meanwhile goes with it
      at = came + waited;
      pace.wrote(at, GAP_MS);
      writes.push({ at, waited });
    }
  }
  return writes;
}

it.each([0.2, 1, 7, 20, 21, 22, 41, 41.9, 45, 46])('never exceeds 25 writes in any second where something comes every %p ms', (everyMs) => {
  const writes = written(everyMs);
  for (const [index, { at }] of writes.entries()) {
    const inSecond = writes.slice(index).filter((write) => write.at < at + 1_000).length;
    expect(inSecond).toBeLessThanOrEqual(25); // one may come early
  }
  expect(writes.length).toBeLessThanOrEqual(241); // the first at 0 ms, one early, and 239
});

it.each([42, 45.2, 46, 80])('lets what comes every %p ms through at once', (everyMs) => {
  expect(written(everyMs).every(({ waited }) => waited === 0)).toBe(true);
});
