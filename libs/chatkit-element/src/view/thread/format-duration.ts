import type { Translate } from '../../locale/en.js';

export const formatDuration = (seconds: number, t: Translate): string =>
  seconds < 60 ? t('time.seconds', { count: seconds }) : t('time.minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
