import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { describeProblems } from '../options/options.js';
import { TranslateProvider, useText } from '../locale/locale-context.js';
import { directionOf, ENGLISH } from '../locale/locales.js';
import type { ChatController } from '../state/chat-controller.js';
import { isAnswering, wasStopped } from '../state/chat-state.js';
import { ChatProvider, useChat, useController } from './chat-provider.js';
import { Composer } from './composer/composer.js';
import { DropZone } from './composer/file-intake.js';
import { QuoteButton } from './composer/quote-button.js';
import { EmptyState } from './empty-state.js';
import { Header } from './header/header.js';
import { HistoryPanel } from './history/history-panel.js';
import { IconButton } from './icon-button.js';
import { UiIcon } from './icons/icon.js';
import { MarkdownPolicyProvider, type MarkdownPolicy } from './markdown/markdown-context.js';
import { StartScreen } from './start-screen/start-screen.js';
import { ExpiredActions } from './thread/callouts.js';
import { ThreadView } from './thread/thread-view.js';
import { useFocusKeeper } from './use-focus-keeper.js';

/** What is wrong with the options, for whoever wires the chat up. */
const Problems = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const problems = useChat((state) => state.problems);
  if (problems.length === 0) {
    return null;
  }
  return (
    <div className="callout danger problems" role="alert">
      <UiIcon name="warning" />
      <div>
        <p className="callout-title">{t('error.options')}</p>
        <p>{describeProblems(problems).split('`').map((text, index) => (index % 2 === 0 ? text : <code key={index}>{text}</code>))}</p>
      </div>
      <IconButton label={t('app.dismiss')} className="small" onClick={() => controller.dismissProblems()}>
        <UiIcon name="close" size={16} />
      </IconButton>
    </div>
  );
};

const Offline = (): ReactNode => {
  const t = useText();
  const online = useChat((state) => state.online);
  const lost = useChat((state) => isAnswering(state) && !state.answer.connected);
  if (online && !lost) {
    return null;
  }
  return (
    <div className="offline" role="status">
      <UiIcon name="offline" size={16} />
      <span>
        <strong>{t(online ? 'offline.lost' : 'offline.title')}</strong> {t('offline.text')}
      </span>
    </div>
  );
};

const LoadingThread = (): ReactNode => {
  const t = useText();
  return (
    <div className="thread">
      <div className="scroll">
        <div className="column loading-thread" role="status" aria-label={t('app.loading')}>
          <span className="skeleton bubble-shape" />
          <span className="skeleton" />
          <span className="skeleton" />
          <span className="skeleton short" />
        </div>
      </div>
    </div>
  );
};

/** A thread that could not be opened: in the middle, since there is nothing else. */
const LoadFailure = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const id = useChat((state) => state.thread.id);
  const failure = useChat((state) => state.thread.failure);
  if (failure === null) {
    return null;
  }
  const retry = (): void => void controller.threads.open(id);
  return (
    <div className="thread" role="alert">
      <div className="scroll">
        <EmptyState icon={failure.sessionExpired ? 'lock' : 'failed'} text={failure.message}>
          {failure.sessionExpired ? (
            <ExpiredActions onRetry={retry} />
          ) : (
            <div className="callout-actions">
              {failure.canRetry && (
                <button type="button" className="button" onClick={retry}>
                  {t('app.retry')}
                </button>
              )}
              <button type="button" className="button" onClick={() => controller.openThread(null)}>
                {t('composer.closedNew')}
              </button>
            </div>
          )}
        </EmptyState>
      </div>
    </div>
  );
};

const useStage = (): 'loading' | 'failed' | 'start' | 'thread' =>
  useChat((state) => {
    if (state.thread.loading) {
      return 'loading';
    }
    if (state.thread.failure !== null) {
      return 'failed';
    }
    return state.thread.content.entries.length === 0 && !isAnswering(state) ? 'start' : 'thread';
  });

const Stage = (): ReactNode => {
  const stage = useStage();
  switch (stage) {
    case 'loading':
      return <LoadingThread />;
    case 'failed':
      return <LoadFailure />;
    case 'start':
      return <StartScreen />;
    case 'thread':
      return <ThreadView />;
  }
};

const Chat = ({ onReady }: { onReady: () => void }): ReactNode => {
  const t = useText();
  const ready = useChat((state) => state.options !== null && state.language.settled);
  const locale = useChat((state) => state.language.locale);
  const title = useChat((state) => state.options?.frameTitle);
  const historyOpen = useChat((state) => state.history.open);
  const announcement = useChat((state) => state.announcement);
  // Of what happens here: that an answer was stopped some other day is there to be read.
  const stopped = useChat((state) => wasStopped(state) && (state.announcement !== '' || state.answer.liveTurn !== null));
  const stage = useStage();
  const section = useRef<HTMLElement | null>(null);
  useFocusKeeper(section);
  useEffect(() => {
    if (ready) {
      onReady();
    }
  }, [ready, onReady]);
  return (
    <section ref={section} className={`chat stage-${stage}`} part="chat" aria-label={title ?? t('app.title')} {...languageOf(locale)}>
      <DropZone className="chat-main" inert={historyOpen}>
        {ready && <Header />}
        {ready && <Offline />}
        <Problems />
        {ready && <Stage />}
        {ready && <Composer />}
        <QuoteButton />
      </DropZone>
      {historyOpen && <HistoryPanel />}
      <div className="sr-only" role="status" aria-live="polite">
        {[announcement && t('thread.answerReady', { text: announcement }), stopped && t('thread.stopped')].filter(Boolean).join(' ')}
      </div>
    </section>
  );
};

/** Rules for links and images in texts of the shown thread. */
const TextPolicy = ({ children }: { children: ReactNode }): ReactNode => {
  const controller = useController();
  const domains = useChat((state) => state.thread.content.thread?.allowedImageDomains);
  const server = useChat(() => controller.serverUrl);
  const policy = useMemo<MarkdownPolicy>(
    () => ({
      images: { base: document.baseURI, server, domains },
      onDeeplink: (name, data) => controller.emit('deeplink', { name, data }),
    }),
    [controller, server, domains],
  );
  return <MarkdownPolicyProvider value={policy}>{children}</MarkdownPolicyProvider>;
};

/** English leaves the page's direction as it is: it is what is spoken when nothing better is known. */
const languageOf = (locale: string): { lang: string; dir?: 'ltr' | 'rtl' } =>
  locale === ENGLISH ? { lang: locale } : { lang: locale, dir: directionOf(locale) };

/** The words of the chosen language. */
const Words = ({ children }: { children: ReactNode }): ReactNode => (
  <TranslateProvider value={useChat((state) => state.language.translate)}>{children}</TranslateProvider>
);

/** The whole interface of one element. */
export const App = ({ controller, onReady }: { controller: ChatController; onReady: () => void }): ReactNode => (
  <ChatProvider value={controller}>
    <Words>
      <TextPolicy>
        <Chat onReady={onReady} />
      </TextPolicy>
    </Words>
  </ChatProvider>
);
