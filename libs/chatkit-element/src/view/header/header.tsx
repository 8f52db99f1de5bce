import type { HeaderOption } from '@openai/chatkit';
import type { ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { useChat, useController } from '../chat-provider.js';
import { IconButton } from '../icon-button.js';
import { Icon, UiIcon } from '../icons/icon.js';
import { iconLabel } from './icon-label.js';

type Action = NonNullable<HeaderOption['leftAction']>;

const HeaderAction = ({ action }: { action: Action }): ReactNode => (
  <IconButton label={iconLabel(action.icon)} className="header-action" onClick={() => action.onClick()}>
    <Icon name={action.icon} size={20} />
  </IconButton>
);

const useTitle = (): string => {
  const header = useChat((state) => state.options?.header);
  const title = useChat((state) => state.thread.content.thread?.title);
  return header?.title?.enabled === false ? '' : (header?.title?.text ?? title ?? '');
};

/** Title, the app's own actions, new chat and history. */
export const Header = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const header = useChat((state) => state.options?.header);
  const historyEnabled = useChat((state) => state.options?.history?.enabled !== false);
  const onStart = useChat((state) => state.thread.id === null && state.thread.content.entries.length === 0);
  const title = useTitle();
  if (header?.enabled === false) {
    return null;
  }
  return (
    <header className="header" part="header">
      <div className="header-side">
        {header?.leftAction && <HeaderAction action={header.leftAction} />}
        {historyEnabled && (
          <IconButton label={t('app.history')} className="open-history" onClick={() => controller.history.open()}>
            <UiIcon name="history" size={20} />
          </IconButton>
        )}
      </div>
      <h2 className="header-title" title={title || undefined} dir="auto">
        {title || <span className="sr-only">{t('app.title')}</span>}
      </h2>
      <div className="header-side end">
        <IconButton label={t('app.newChat')} disabled={onStart} onClick={() => controller.openThread(null)}>
          <UiIcon name="newChat" size={20} />
        </IconButton>
        {header?.rightAction && <HeaderAction action={header.rightAction} />}
      </div>
    </header>
  );
};
