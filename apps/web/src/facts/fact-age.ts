const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });

/** How long ago, for a person: "just now", "2 minutes ago", "yesterday", and a date after a month. Times in ms. */
export function factAge(createdAt: number, now: number): string {
  // A server's clock may be a little ahead of ours.
  const age = Math.max(0, now - createdAt);
  if (age < MINUTE) {
    return 'just now';
  }
  if (age < HOUR) {
    return relative.format(-Math.floor(age / MINUTE), 'minute');
  }
  if (age < DAY) {
    return relative.format(-Math.floor(age / HOUR), 'hour');
  }
  if (age < MONTH) {
    return relative.format(-Math.floor(age / DAY), 'day');
  }
  return absolute.format(createdAt);
}
