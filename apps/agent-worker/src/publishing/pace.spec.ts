import { TUNABLES } from '@frontdesk/contracts';
import { Pace, gapAt } from './pace.js';

it.each([
  [0, 1],
  [0.6, 1],
  [0.75, 1.375],
  [0.9, 1.75],
  [1, 1.75],
])('a process that is at work %p of its time passes text on every %p gaps', (busy, gaps) => {
  expect(gapAt(busy)).toBe(Math.round(TUNABLES.flushMs * gaps));
});

it('slows down while the process has no time to spare, and not before', async () => {
  const pace = new Pace();
  expect(pace.gapMs()).toBe(TUNABLES.flushMs);
  const until = performance.now() + 400;
  while (performance.now() < until) {
    // busy, as a worker with too many streams is
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(pace.gapMs()).toBe(Math.round(1.75 * TUNABLES.flushMs));
});
