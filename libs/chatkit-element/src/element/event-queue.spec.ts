import { EventQueue } from './event-queue.js';

const setup = (): { queue: EventQueue; seen: unknown[][] } => {
  const seen: unknown[][] = [];
  return { seen, queue: new EventQueue((type, detail) => seen.push([type, detail]) > 0) };
};

describe('early events', () => {
  test('wait for their first listener and come in the order they happened', async () => {
    const { queue, seen } = setup();
    queue.emit('ready', 1);
    queue.emit('thread', 2);
    queue.onListener('thread');
    queue.onListener('ready');
    expect(seen).toEqual([]);
    await Promise.resolve();
    expect(seen).toEqual([
      ['ready', 1],
      ['thread', 2],
    ]);
  });

  test('are delivered once, and later ones at once', async () => {
    const { queue, seen } = setup();
    queue.emit('ready', 1);
    queue.onListener('ready');
    queue.onListener('ready');
    await Promise.resolve();
    queue.onListener('ready');
    queue.emit('ready', 2);
    expect(seen).toEqual([
      ['ready', 1],
      ['ready', 2],
    ]);
  });

  test('reach listeners that were there before the element was upgraded, and are not repeated for them', async () => {
    const seen: unknown[] = [];
    const queue = new EventQueue((type, detail) => {
      seen.push(`${type} ${String(detail)}`);
      return type === 'ready';
    }, true);
    queue.emit('ready', 1);
    queue.emit('thread', 2);
    queue.onListener('ready');
    queue.onListener('thread');
    await Promise.resolve();
    expect(seen).toEqual(['ready 1', 'thread 2', 'thread 2']);
  });

  test('of which there are too many, the oldest go', async () => {
    const { queue, seen } = setup();
    for (let count = 0; count < 200; count += 1) {
      queue.emit('log', count);
    }
    queue.onListener('log');
    await Promise.resolve();
    expect(seen).toHaveLength(60);
    expect(seen.at(-1)).toEqual(['log', 199]);
  });
});
