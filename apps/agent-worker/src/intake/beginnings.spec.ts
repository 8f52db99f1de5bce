import { jest } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Beginnings } from './beginnings.js';

const SLOTS = 32;

/** Work that goes on until it is told to end. */
class Works {
  readonly begun: string[] = [];
  private readonly ends = new Map<string, () => void>();
  private readonly stops = new Map<string, AbortController>();

  constructor(private readonly beginnings: Beginnings) {}

  add(name: string): Promise<string> {
    const stop = new AbortController();
    this.stops.set(name, stop);
    return this.beginnings.run(name.slice(0, -1), stop.signal, () => {
      this.begun.push(name);
      return new Promise((resolve) => this.ends.set(name, () => resolve(name)));
    });
  }

  end(name: string): void {
    this.ends.get(name)?.();
  }

  stop(name: string): void {
    this.stops.get(name)?.abort();
  }
}

describe('beginnings', () => {
  it('happen at once where nothing else begins', async () => {
    const works = new Works(new Beginnings(SLOTS));
    void works.add('a1');
    await Promise.resolve();
    expect(works.begun).toEqual(['a1']);
  });

  it('happen one in a turn of the event loop, that of the tenant with the least at work first', async () => {
    const works = new Works(new Beginnings(SLOTS));
    ['loud1', 'loud2', 'loud3', 'loud4', 'quiet1', 'quiet2'].forEach((name) => void works.add(name));
    for (let begun = 1; begun <= 6; begun += 1) {
      await Promise.resolve();
      expect(works.begun).toHaveLength(begun);
      await nextTurn();
    }
    expect(works.begun).toEqual(['loud1', 'quiet1', 'loud2', 'quiet2', 'loud3', 'loud4']);
  });

  it('count what is at work, not what was', async () => {
    const works = new Works(new Beginnings(SLOTS));
    const first = works.add('loud1');
    await nextTurn();
    works.end('loud1');
    expect(await first).toBe('loud1');
    void works.add('quiet1');
    await nextTurn();
    ['other1', 'quiet2', 'loud2'].forEach((name) => void works.add(name));
    await nextTurn();
    await nextTurn();
    expect(works.begun).toEqual(['loud1', 'quiet1', 'other1', 'loud2', 'quiet2']);
  });

  it('pass work on that fails, and go on', async () => {
    const beginnings = new Beginnings(SLOTS);
    const failed = beginnings.run('a', new AbortController().signal, () => Promise.reject(new Error('no')));
    const other = beginnings.run('a', new AbortController().signal, () => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('no');
    expect(await other).toBe('done');
  });

  describe('of a tenant with much at work', () => {
    const loud = ['loud1', 'loud2', 'loud3', 'loud4', 'loud5', 'loud6'];
    const share = loud.slice(0, SLOTS / 8);

    beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
    afterEach(() => jest.useRealTimers());

    const turns = async (): Promise<void> => {
      for (let turn = 0; turn < 2 * SLOTS; turn += 1) {
        await nextTurn();
      }
    };

    it('happen at once while nobody else comes', async () => {
      const works = new Works(new Beginnings(SLOTS));
      loud.forEach((name) => void works.add(name));
      await turns();
      expect(works.begun).toEqual(loud);
    });

    it('happen at a distance where somebody else comes, who does not wait for them', async () => {
      const works = new Works(new Beginnings(SLOTS));
      void works.add('quiet1');
      await turns();
      loud.forEach((name) => void works.add(name));
      await turns();
      expect(works.begun).toEqual(['quiet1', ...share]);
      void works.add('other1');
      await turns();
      expect(works.begun).toEqual(['quiet1', ...share, 'other1']);
      jest.advanceTimersByTime(20);
      await turns();
      expect(works.begun).toEqual(['quiet1', ...share, 'other1', 'loud5']);
      jest.advanceTimersByTime(20);
      await turns();
      expect(works.begun.at(-1)).toBe('loud6');
    });

    it('are not put off by those of others, who come again and again', async () => {
      const works = new Works(new Beginnings(SLOTS));
      void works.add('quiet1');
      loud.forEach((name) => void works.add(name));
      await turns();
      for (const name of ['quiet2', 'other1', 'quiet3', 'other2']) {
        jest.advanceTimersByTime(10);
        void works.add(name);
        await turns();
      }
      expect(works.begun).toEqual(['quiet1', ...share, 'quiet2', 'loud5', 'other1', 'quiet3', 'loud6', 'other2']);
    });

    it('take longer apart when its answers take longer, and never very long', async () => {
      const works = new Works(new Beginnings(SLOTS));
      void works.add('quiet1');
      loud.forEach((name) => void works.add(name));
      await turns();
      jest.advanceTimersByTime(20);
      await turns();
      expect(works.begun).toContain('loud5');
      jest.advanceTimersByTime(600_000);
      await turns();
      void works.add('quiet2');
      await turns();
      works.end('loud1');
      await turns();
      void works.add('loud7');
      void works.add('loud8');
      await turns();
      jest.advanceTimersByTime(20);
      await turns();
      expect(works.begun.slice(-2)).toEqual(['quiet2', 'loud7']);
      jest.advanceTimersByTime(40);
      await turns();
      expect(works.begun.at(-1)).toBe('loud8');
    });

    it('do not wait once they are stopped', async () => {
      const works = new Works(new Beginnings(SLOTS));
      void works.add('quiet1');
      loud.forEach((name) => void works.add(name));
      await turns();
      works.stop('loud6');
      await turns();
      expect(works.begun).toEqual(['quiet1', ...share, 'loud6']);
      works.stop('loud6');
      works.end('loud6');
      jest.advanceTimersByTime(60);
      await turns();
      expect(works.begun.slice(-2)).toEqual(['loud6', 'loud5']);
    });

    it('happen at once again when nobody else came for a minute', async () => {
      const works = new Works(new Beginnings(SLOTS));
      void works.add('quiet1');
      share.forEach((name) => void works.add(name));
      await turns();
      jest.advanceTimersByTime(60_000);
      ['loud5', 'loud6', 'loud7'].forEach((name) => void works.add(name));
      await turns();
      expect(works.begun.slice(-3)).toEqual(['loud5', 'loud6', 'loud7']);
    });
  });
});
