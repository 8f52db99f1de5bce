import type { ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { StreamNotice } from '@frontdesk/chatkit-client';
import { useController } from '../chat-provider.js';
import { IconButton } from '../icon-button.js';
import { UiIcon } from '../icons/icon.js';
import { Markdown } from '../markdown/markdown.js';

/** What went wrong, and a way on where there is one. */
export const FailureView = ({ message, canRetry, onRetry }: { message: string; canRetry: boolean; onRetry: () => void }): ReactNode => {
  const t = useText();
  return (
    <div className="callout danger" role="alert">
      <UiIcon name="danger" />
      <p>{message}</p>
      {canRetry && (
        <button type="button" className="button small" onClick={onRetry}>
          <UiIcon name="retry" size={14} />
          {t('app.retry')}
        </button>
      )}
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
