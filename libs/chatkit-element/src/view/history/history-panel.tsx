import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useText } from '../../locale/locale-context.js';
import { formatTag } from '../../locale/locales.js';
import { useChat, useController } from '../chat-provider.js';
import { EmptyState } from '../empty-state.js';
import { IconButton } from '../icon-button.js';
import { UiIcon } from '../icons/icon.js';
import { groupThreads } from './group-threads.js';
import { HistoryRow } from './history-row.js';

const SKELETON_ROWS = 6;

const Skeleton = (): ReactNode => {
  const t = useText();
  return (
    <div className="skeletons" role="status" aria-label={t('app.loading')}>
      {Array.from({ length: SKELETON_ROWS }, (_, index) => (
        <span key={index} className="skeleton" />
      ))}
    </div>
  );
};

const Failed = (): ReactNode => {
  const t = useText();
  const controller = useController();
  return (
    <EmptyState icon="failed" text={t('history.failed')}>
      <button type="button" className="button" onClick={() => void controller.history.reload()}>
        {t('app.retry')}
      </button>
    </EmptyState>
  );
};

const useLocale = (): string => useChat((state) => formatTag(state.options?.locale ?? navigator.language, state.language.locale));

const List = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const locale = useLocale();
  const { threads, after, status } = useChat((state) => state.history);
  const [now] = useState(() => new Date());
  const groups = useMemo(() => groupThreads(threads, now, locale, t), [threads, now, locale, t]);
  return (
    <>
      {groups.map((group) => (
        <section key={group.label} className="history-group">
          <h3>{group.label}</h3>
          <ul>
            {group.threads.map((thread) => (
              <HistoryRow key={thread.id} thread={thread} now={now} locale={locale} />
            ))}
          </ul>
        </section>
      ))}
      {after !== null && (
        <button
          type="button"
          className="button history-more"
          disabled={status === 'more'}
          onClick={() => void controller.history.loadMore()}
        >
          {status === 'more' ? t('app.loading') : t('history.more')}
        </button>
      )}
    </>
  );
};

const Body = (): ReactNode => {
  const t = useText();
  const status = useChat((state) => state.history.status);
  const empty = useChat((state) => state.history.threads.length === 0);
  if (status === 'loading' || status === 'idle') {
    return <Skeleton />;
  }
  if (status === 'failed') {
    return <Failed />;
  }
  return empty ? <EmptyState icon="chat" text={t('history.empty')} /> : <List />;
};

/** What has happened to it must stay readable behind it. */
const shortTitle = (title: string): string => (title.length > 32 ? `${title.slice(0, 30).trimEnd()}…` : title);

/** Says what was deleted and takes it back. It takes the focus that the vanished row had, and hands it on at its end. */
const UndoBar = ({ onGone }: { onGone: () => void }): ReactNode => {
  const t = useText();
  const controller = useController();
  const button = useRef<HTMLButtonElement | null>(null);
  const deleting = useChat((state) => state.history.deleting);
  useEffect(() => {
    if (deleting === null) {
      return undefined;
    }
    button.current?.focus();
    return onGone;
  }, [deleting, onGone]);
  if (deleting === null) {
    return null;
  }
  return (
    <div className="undo" role="status">
      <span className="undo-text">{t('history.deleted', { title: shortTitle(deleting.title ?? t('history.untitled')) })}</span>
      <button ref={button} type="button" className="button small" onClick={() => controller.history.undo()}>
        {t('history.undo')}
      </button>
    </div>
  );
};

/** While the panel is open the focus is in it; afterwards it goes back to where it was, or to the button that opens it. */
const usePanelFocus = (panelRef: RefObject<HTMLElement | null>): (() => void) => {
  const focusFirst = useCallback(() => panelRef.current?.querySelector<HTMLElement>('button')?.focus(), [panelRef]);
  useLayoutEffect(() => {
    const panel = panelRef.current;
    const root = panel?.getRootNode();
    if (panel === null || !(root instanceof ShadowRoot)) {
      return undefined;
    }
    const before = root.activeElement;
    focusFirst();
    return () => {
      if (!panel.contains(root.activeElement)) {
        return;
      }
      // Once the panel is gone and the chat can take the focus again; unless something else has taken it by then.
      requestAnimationFrame(() => {
        const back = before instanceof HTMLElement && before.isConnected ? before : root.querySelector<HTMLElement>('.open-history');
        if (root.activeElement === null) {
          back?.focus();
        }
      });
    };
  }, [panelRef, focusFirst]);
  return focusFirst;
};

/** The list of conversations, over the chat. Escape closes it. */
export const HistoryPanel = (): ReactNode => {
  const t = useText();
  const controller = useController();
  // A list that could not be loaded says so in its own place.
  const problem = useChat(({ history }) => (history.status === 'failed' ? null : history.problem));
  const panel = useRef<HTMLElement | null>(null);
  const focusFirst = usePanelFocus(panel);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes the panel from wherever the focus is
    <section
      ref={panel}
      className="history"
      part="history"
      aria-label={t('app.history')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          controller.history.close();
        }
      }}
    >
      <header className="header">
        <div className="header-side">
          <IconButton label={t('app.back')} onClick={() => controller.history.close()}>
            <UiIcon name="back" size={20} />
          </IconButton>
        </div>
        <h2 className="header-title">{t('history.title')}</h2>
        <div className="header-side end">
          <IconButton label={t('app.newChat')} onClick={() => controller.openThread(null)}>
            <UiIcon name="newChat" size={20} />
          </IconButton>
        </div>
      </header>
      <div className="history-body">
        {problem !== null && (
          <p className="callout danger" role="alert">
            {problem}
          </p>
        )}
        <Body />
      </div>
      <UndoBar onGone={focusFirst} />
    </section>
  );
};
