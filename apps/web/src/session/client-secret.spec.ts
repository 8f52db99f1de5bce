import { isFresh, parseClientSecret } from './client-secret.js';

const NOW = Date.UTC(2026, 10, 22, 12);
const DATE = new Date(NOW).toUTCString();
const body = (secondsFromNow: number) => ({ client_secret: 'ck_x', expires_at: NOW / 1000 + secondsFromNow });

describe('a client secret', () => {
  it('ends when the server says, in the clock of the browser', () => {
    expect(parseClientSecret(body(600), DATE, NOW)?.expiresAt).toBe(NOW + 600_000);
    const hourAhead = NOW + 3_600_000;
    expect(parseClientSecret(body(600), DATE, hourAhead)?.expiresAt).toBe(hourAhead + 600_000);
  });

  it('is taken by the clock of the browser when the server does not date its answer', () => {
    expect(parseClientSecret(body(600), null, NOW)?.expiresAt).toBe(NOW + 600_000);
    expect(parseClientSecret(body(600), 'nonsense', NOW)?.expiresAt).toBe(NOW + 600_000);
  });

  it('without an end is used until the server turns it down', () => {
    const secret = parseClientSecret({ client_secret: 'ck_x' }, DATE, NOW);
    expect(secret && isFresh(secret, NOW, NOW + 10 ** 12)).toBe(true);
  });

  it.each([[null], ['ck_x'], [{}], [{ client_secret: '' }], [{ client_secret: 7 }]])('is not read from %j', (answer) => {
    expect(parseClientSecret(answer, DATE, NOW)).toBeUndefined();
  });

  it('is renewed a minute before its end', () => {
    const secret = { value: 'ck_x', expiresAt: NOW + 600_000 };
    expect(isFresh(secret, NOW, NOW + 539_999)).toBe(true);
    expect(isFresh(secret, NOW, NOW + 540_000)).toBe(false);
  });

  it('that lives for less than four minutes is used for three quarters of its life', () => {
    const secret = { value: 'ck_x', expiresAt: NOW + 40_000 };
    expect(isFresh(secret, NOW, NOW + 29_999)).toBe(true);
    expect(isFresh(secret, NOW, NOW + 30_000)).toBe(false);
  });
});
