import { StepQueue } from './step-queue.js';

/** A promise to be settled by hand. */
function later() {
  let resolve = (): void => undefined;
  let reject = (_cause: unknown): void => undefined;
  const promise = new Promise<void>((yes, no) => ((resolve = yes), (reject = no)));
  return { promise, resolve, reject };
}

describe('steps', () => {
  it('run at once while nothing is under way', () => {
    const order: string[] = [];
    const queue = new StepQueue(() => undefined);
    queue.run(() => void order.push('a'));
    order.push('b');
    expect(order).toEqual(['a', 'b']);
  });

  it('wait for the one before that takes a while', async () => {
    const order: string[] = [];
    const slow = later();
    const queue = new StepQueue(() => undefined);
    queue.run(() => slow.promise.then(() => void order.push('slow')));
    queue.run(() => void order.push('quick'));
    expect(order).toEqual([]);
    slow.resolve();
    await queue.settled();
    expect(order).toEqual(['slow', 'quick']);
  });

  it('may add steps, which come after those that wait', async () => {
    const order: string[] = [];
    const slow = later();
    const queue = new StepQueue(() => undefined);
    queue.run(async () => {
      await slow.promise;
      queue.run(() => void order.push('added'));
    });
    queue.run(() => void order.push('waiting'));
    slow.resolve();
    await queue.settled();
    expect(order).toEqual(['waiting', 'added']);
  });

  it('that fail take the waiting ones with them, and later ones run', async () => {
    const failures: unknown[] = [];
    const order: string[] = [];
    const slow = later();
    const queue = new StepQueue((cause) => failures.push(cause));
    queue.run(() => slow.promise);
    queue.run(() => void order.push('dropped'));
    slow.reject('broken');
    await queue.settled();
    queue.run(() => {
      throw new Error('at once');
    });
    queue.run(() => void order.push('later'));
    expect(failures).toEqual(['broken', new Error('at once')]);
    expect(order).toEqual(['later']);
  });

  it('do not run once the queue is closed, and nobody waits for them', async () => {
    const order: string[] = [];
    const slow = later();
    const queue = new StepQueue(() => undefined);
    queue.run(() => slow.promise);
    queue.run(() => void order.push('queued'));
    const settled = queue.settled();
    queue.close();
    await settled;
    slow.resolve();
    await slow.promise;
    queue.run(() => void order.push('late'));
    expect(order).toEqual([]);
  });
});
