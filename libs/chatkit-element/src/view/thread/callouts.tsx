import { useEffect, useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { StreamNotice } from '@frontdesk/chatkit-client';
import { useController } from '../chat-provider.js';
import { IconButton } from '../icon-button.js';
import { UiIcon } from '../icons/icon.js';
import { Markdown } from '../markdown/markdown.js';
import { formatDuration } from './format-duration.js';

interface FailureProps {
  message: string;
  canRetry: boolean;
  /** Before this the server does not want to hear from us. */
  retryAt?: number | undefined;
  sessionExpired?: boolean | undefined;
  onRetry: () => void;
}

/** Counts down to a point in time, in whole seconds. */
const useSecondsUntil = (time: number | undefined): number => {
  const [now, setNow] = useState(Date.now);
  const left = time === undefined ? 0 : Math.max(0, Math.ceil((time - now) / 1000));
  useEffect(() => {
    if (left === 0) {
      return undefined;
    }
    const timer = setTimeout(() => setNow(Date.now()), 250);
    return () => clearTimeout(timer);
  }, [left, now]);
  return left;
};

/** Tries again, once that makes sense. */
const RetryButton = ({ retryAt, onRetry }: Pick<FailureProps, 'retryAt' | 'onRetry'>): ReactNode => {
  const t = useText();
  const wait = useSecondsUntil(retryAt);
  return (
    <button type="button" className="button small" disabled={wait > 0} onClick={onRetry}>
      <UiIcon name="retry" size={14} />
      {wait > 0 ? t('app.retryIn', { duration: formatDuration(wait, t) }) : t('app.retry')}
    </button>
  );
};

/** The session is over: a sign-in elsewhere makes another try work, a reload may be one. */
export const ExpiredActions = ({ onRetry }: { onRetry: () => void }): ReactNode => {
  const t = useText();
  return (
    <div className="callout-actions">
      <RetryButton retryAt={undefined} onRetry={onRetry} />
      <button type="button" className="button small" onClick={() => location.reload()}>
        {t('app.reload')}
      </button>
    </div>
  );
};

const ExpiredView = ({ message, onRetry }: Pick<FailureProps, 'message' | 'onRetry'>): ReactNode => (
  <div className="callout expired">
    <UiIcon name="lock" />
    <div>
      <p dir="auto" role="alert">
        {message}
      </p>
      <ExpiredActions onRetry={onRetry} />
    </div>
  </div>
);

/** What went wrong, and a way on where there is one. */
export const FailureView = ({ message, canRetry, retryAt, sessionExpired, onRetry }: FailureProps): ReactNode => {
  if (sessionExpired) {
    return <ExpiredView message={message} onRetry={onRetry} />;
  }
  return (
    <div className={`callout ${retryAt === undefined ? 'danger' : 'warning'}`}>
      <UiIcon name={retryAt === undefined ? 'danger' : 'warning'} />
      {/* The message alone: a countdown must not be read out every second. */}
      <p dir="auto" role="alert">
        {message}
      </p>
      {canRetry && <RetryButton retryAt={retryAt} onRetry={onRetry} />}
    </div>
  );
};

const ICON_OF = { info: 'info', warning: 'warning', danger: 'danger' } as const;

/** A remark of the server about this conversation; it is not stored. */
export const NoticeView = ({ notice }: { notice: StreamNotice }): ReactNode => {
  const t = useText();
  const controller = useController();
  return (
    <div className={`callout ${notice.level}`} role={notice.level === 'info' ? 'status' : 'alert'}>
      <UiIcon name={ICON_OF[notice.level]} />
      <div>
        {notice.title && <p className="callout-title">{notice.title}</p>}
        <Markdown text={notice.message} />
      </div>
      <IconButton label={t('app.dismiss')} className="small" onClick={() => controller.dismissNotice(notice.key)}>
        <UiIcon name="close" size={16} />
      </IconButton>
    </div>
  );
};
