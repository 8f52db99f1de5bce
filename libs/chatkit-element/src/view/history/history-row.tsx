import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { Thread } from '@frontdesk/chatkit-protocol';
import { useChat, useController } from '../chat-provider.js';
import { IconButton } from '../icon-button.js';
import { UiIcon } from '../icons/icon.js';
import { relativeTime } from './group-threads.js';

const RenameForm = ({ thread, onDone }: { thread: Thread; onDone: () => void }): ReactNode => {
  const t = useText();
  const controller = useController();
  const [name, setName] = useState(thread.title ?? '');
  const field = useRef<HTMLInputElement | null>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form
      className="rename"
      onSubmit={(event) => {
        event.preventDefault();
        void controller.history.rename(thread.id, name);
        onDone();
      }}
    >
      <input
        ref={field}
        className="field"
        aria-label={t('history.renameLabel')}
        value={name}
        maxLength={200}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') {
            return;
          }
          event.stopPropagation();
          onDone();
        }}
        onChange={(event) => setName(event.target.value)}
      />
      <IconButton type="submit" label={t('history.renameSave')}>
        <UiIcon name="check" />
      </IconButton>
      <IconButton label={t('history.renameCancel')} onClick={onDone}>
        <UiIcon name="close" />
      </IconButton>
    </form>
  );
};

/** One conversation: open, rename, delete. */
export const HistoryRow = ({ thread, now, locale }: { thread: Thread; now: Date; locale: string }): ReactNode => {
  const t = useText();
  const controller = useController();
  const option = useChat((state) => state.options?.history);
  const current = useChat((state) => state.thread.id === thread.id);
  const [renaming, setRenaming] = useState(false);
  const renameButton = useRef<HTMLDivElement | null>(null);
  const title = thread.title ?? t('history.untitled');
  const stopRenaming = (): void => {
    setRenaming(false);
    // The focus goes back to where it came from, once that is on screen again.
    requestAnimationFrame(() => renameButton.current?.querySelector('button')?.focus());
  };
  if (renaming) {
    return (
      <li className="history-row">
        <RenameForm thread={thread} onDone={stopRenaming} />
      </li>
    );
  }
  return (
    <li className={`history-row${current ? ' current' : ''}`}>
      <button
        type="button"
        className="history-open"
        aria-current={current ? 'true' : undefined}
        onClick={() => controller.openThread(thread.id)}
      >
        <span className="history-name" dir="auto">
          {title}
        </span>
        <time dateTime={thread.created_at}>{relativeTime(new Date(thread.created_at), now, locale)}</time>
      </button>
      <div className="history-actions" ref={renameButton}>
        {option?.showRename !== false && (
          <IconButton label={t('history.rename', { title })} className="small" onClick={() => setRenaming(true)}>
            <UiIcon name="pencil" size={16} />
          </IconButton>
        )}
        {option?.showDelete !== false && (
          <IconButton label={t('history.delete', { title })} className="small" onClick={() => controller.history.remove(thread)}>
            <UiIcon name="trash" size={16} />
          </IconButton>
        )}
      </div>
    </li>
  );
};
