import { ClientSecretSource } from './client-secret.js';
import { ChatKitSecretError } from './errors.js';

const START = 1_800_000_000_000;
const secretUntil = (ms: number, tail = 'x'): string => `ck_${Math.floor(ms / 1000)}_${tail}`;

function source(secrets: string[]) {
  const clock = { now: START };
  const asked: (string | null)[] = [];
  const secretSource = new ClientSecretSource(
    async (current) => {
      asked.push(current);
      return secrets.shift() ?? '';
    },
    () => clock.now,
  );
  return { secretSource, asked, clock };
}

test('asks once, with null, for all that wait at the same time', async () => {
  const { secretSource, asked } = source(['one']);
  expect(await Promise.all([secretSource.get(), secretSource.get(), secretSource.get()])).toEqual(['one', 'one', 'one']);
  expect(await secretSource.get()).toBe('one');
  expect(asked).toEqual([null]);
});

test('renews a secret half a minute before its end, and hands over the old one', async () => {
  const first = secretUntil(START + 100_000);
  const { secretSource, asked, clock } = source([first, 'two']);
  await secretSource.get();
  clock.now = START + 69_000;
  expect(await secretSource.get()).toBe(first);
  clock.now = START + 70_000;
  expect(await secretSource.get()).toBe('two');
  expect(asked).toEqual([null, first]);
});

test('does not ask in circles when this clock is ahead of the server', async () => {
  const old = secretUntil(START - 3_600_000);
  const { secretSource, asked } = source([old, 'two']);
  expect(await secretSource.get()).toBe(old);
  expect(await secretSource.get()).toBe(old);
  expect(asked).toEqual([null]);
});

test('replaces a refused secret once for all requests it failed', async () => {
  const { secretSource, asked } = source(['one', 'two', 'three']);
  await secretSource.get();
  expect(await Promise.all([secretSource.replace('one'), secretSource.replace('one')])).toEqual(['two', 'two']);
  expect(await secretSource.replace('one')).toBe('two');
  expect(asked).toEqual([null, 'one']);
});

test('says when the page gives no secret, and asks again the next time', async () => {
  const { secretSource, asked } = source(['', 'two']);
  await expect(secretSource.get()).rejects.toThrow(ChatKitSecretError);
  expect(await secretSource.get()).toBe('two');
  expect(asked).toEqual([null, null]);
});

test('keeps the error of the page as the cause', async () => {
  const cause = new Error('backend away');
  const failing = new ClientSecretSource(() => Promise.reject(cause));
  await expect(failing.get()).rejects.toMatchObject({ name: 'ChatKitSecretError', cause });
});
