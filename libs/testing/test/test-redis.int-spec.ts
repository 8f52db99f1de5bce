import { Redis } from 'ioredis';
import { testRedisUrl } from '../src/index.js';

describe('a test redis', () => {
  it('is empty and apart from every other', async () => {
    const [first, second] = await Promise.all([testRedisUrl(), testRedisUrl()]);
    expect(first).not.toBe(second);
    const [one, two] = [new Redis(first), new Redis(second)];
    try {
      await one.set('greeting', 'hello');
      expect(await two.dbsize()).toBe(0);
      await two.flushdb();
      expect(await one.get('greeting')).toBe('hello');
    } finally {
      one.disconnect();
      two.disconnect();
    }
  });
});
