import type { Translate } from '../../locale/en.js';
import type { Thread } from '@frontdesk/chatkit-protocol';

export interface ThreadGroup {
  label: string;
  threads: readonly Thread[];
}

const DAY_MS = 86_400_000;

const startOfDay = (time: Date): number => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();

const labelOf = (created: Date, now: Date, locale: string, t: Translate): string => {
  const days = Math.round((startOfDay(now) - startOfDay(created)) / DAY_MS);
  if (days <= 0) {
    return t('history.today');
  }
  if (days === 1) {
    return t('history.yesterday');
  }
  if (days <= 7) {
    return t('history.week');
  }
  return created.toLocaleDateString(locale, { month: 'long', year: 'numeric' });
};

/** Threads by day, week and month; the order given is kept. */
export const groupThreads = (threads: readonly Thread[], now: Date, locale: string, t: Translate): readonly ThreadGroup[] => {
  const groups: { label: string; threads: Thread[] }[] = [];
  for (const thread of threads) {
    const label = labelOf(new Date(thread.created_at), now, locale, t);
    const last = groups.at(-1);
    if (last?.label === label) {
      last.threads.push(thread);
    } else {
      groups.push({ label, threads: [thread] });
    }
  }
  return groups;
};

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "5 min. ago", or the date for what is older than a week. */
export const relativeTime = (created: Date, now: Date, locale: string): string => {
  const seconds = Math.max(0, (now.getTime() - created.getTime()) / 1000);
  if (seconds > 7 * 86_400) {
    return created.toLocaleDateString(locale, { month: 'short', day: 'numeric' });
  }
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' });
  const unit = UNITS.find(([, size]) => seconds >= size);
  return unit === undefined ? format.format(0, 'second') : format.format(-Math.floor(seconds / unit[1]), unit[0]);
};
