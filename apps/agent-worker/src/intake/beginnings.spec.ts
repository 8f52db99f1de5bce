import { setImmediate as nextTurn } from 'node:timers/promises';
import { Beginnings } from './beginnings.js';

/** Work that goes on until it is told to end. */
class Works {
  readonly begun: string[] = [];
  private readonly ends = new Map<string, () => void>();

  constructor(private readonly beginnings: Beginnings) {}

  add(name: string): Promise<string> {
    return this.beginnings.run(name.slice(0, -1), () => {
      this.begun.push(name);
      return new Promise((resolve) => this.ends.set(name, () => resolve(name)));
    });
  }

  end(name: string): void {
    this.ends.get(name)?.();
  }
}

describe('beginnings', () => {
  it('happen at once where nothing else begins', async () => {
    const works = new Works(new Beginnings());
    void works.add('a1');
    await Promise.resolve();
    expect(works.begun).toEqual(['a1']);
  });

  it('happen one in a turn of the event loop, that of the tenant with the least at work first', async () => {
    const works = new Works(new Beginnings());
    ['loud1', 'loud2', 'loud3', 'loud4', 'quiet1', 'quiet2'].forEach((name) => void works.add(name));
    for (let begun = 1; begun <= 6; begun += 1) {
      await Promise.resolve();
      expect(works.begun).toHaveLength(begun);
      await nextTurn();
    }
    expect(works.begun).toEqual(['loud1', 'quiet1', 'loud2', 'quiet2', 'loud3', 'loud4']);
  });

  it('count what is at work, not what was', async () => {
    const works = new Works(new Beginnings());
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
    const beginnings = new Beginnings();
    const failed = beginnings.run('a', () => Promise.reject(new Error('no')));
    const other = beginnings.run('a', () => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('no');
    expect(await other).toBe('done');
  });
});
