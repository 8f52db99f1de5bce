import { factAge } from './fact-age.js';

const NOW = Date.UTC(2026, 10, 22, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the age of a fact', () => {
  it.each([
    [0, 'just now'],
    [59 * SECOND, 'just now'],
    [MINUTE, '1 minute ago'],
    [2 * MINUTE + 59 * SECOND, '2 minutes ago'],
    [59 * MINUTE, '59 minutes ago'],
    [HOUR, '1 hour ago'],
    [23 * HOUR, '23 hours ago'],
    [DAY, 'yesterday'],
    [29 * DAY, '29 days ago'],
    [40 * DAY, 'Oct 13, 2026'],
  ])('of %d ms is "%s"', (age, words) => {
    expect(factAge(NOW - age, NOW)).toBe(words);
  });

  it('is never in the future, even if the clock of the server is ahead', () => {
    expect(factAge(NOW + 5 * MINUTE, NOW)).toBe('just now');
  });
});
