import { useCallback, useRef } from 'react';

import styles from './app.module.css';
import { NO_OFFER, useChatOffer } from './chat/chat-offer.js';
import { ChatPane } from './chat/chat-pane.js';
import { ChatView } from './chat/chat-view.js';
import type { ChatHandle } from './chat/chat-view.js';
import type { ElementScript } from './chat/element-script.js';
import type { ThreadLocation } from './chat/thread-location.js';
import { FactsButton } from './facts/facts-button.js';
import { FactsPanel, countFacts } from './facts/facts-panel.js';
import { FactsSheet } from './facts/facts-sheet.js';
import type { FactsStore } from './facts/facts-store.js';
import { useFactsPlace } from './facts/use-facts-place.js';
import { useFacts, useFactsKeeper } from './facts/use-facts.js';
import type { SessionSource } from './session/session-source.js';
import { useSession, useSessionKeeper } from './session/use-session.js';
import { useInstallationInfo } from './shell/installation-info.js';
import { Toast, useToast } from './shell/toast.js';
import { TopBar } from './shell/top-bar.js';
import { useMediaQuery } from './shell/use-media-query.js';
import type { ThemeStore } from './theme/theme-store.js';
import { useTheme } from './theme/use-theme.js';

/** What lives as long as the page, whatever React shows. */
export interface PageServices {
  readonly session: SessionSource;
  readonly facts: FactsStore;
  readonly theme: ThemeStore;
  readonly script: ElementScript;
  readonly location: ThreadLocation;
}

const PHONE = '(max-width: 760px)';
const FACTS_TITLE_ID = 'facts-title';

export function App({ session, facts: factsStore, theme: themeStore, script, location }: PageServices) {
  useSessionKeeper(session);
  useFactsKeeper(factsStore, session);
  const { established, problem } = useSession(session);
  const connected = established && problem === null;
  const info = useInstallationInfo(connected);
  const offer = useChatOffer(session, connected);
  const theme = useTheme(themeStore);
  const facts = useFacts(factsStore);
  const toast = useToast();
  const isPhone = useMediaQuery(PHONE);
  const place = useFactsPlace(facts, isPhone);
  const chat = useRef<ChatHandle>(null);

  const refreshFacts = useCallback(() => void factsStore.refresh(), [factsStore]);
  const startMessage = (): void => {
    place.closeSheet();
    chat.current?.startMessage('Remember that ');
  };
  const showFacts = (id?: string): void => {
    if (!place.show(id)) {
      toast.show('The assistant does not know this any more.');
    }
  };
  const reportProblem = (message: string): void => {
    // A missing session is shown above the chat already.
    if (session.snapshot().problem === null) {
      toast.show(message === '' ? 'Something went wrong in the chat.' : message);
    }
  };

  const panel = { store: factsStore, facts, info, spotlight: place.spotlight, titleId: FACTS_TITLE_ID, onStart: startMessage };
  return (
    <div className={styles['page']}>
      <a className={styles['skip']} href="#chat">
        Skip to the chat
      </a>
      <TopBar info={info} theme={theme} onToggleTheme={themeStore.toggle}>
        {isPhone && <FactsButton count={countFacts(facts)} hasNew={facts.rows.some(({ isNew }) => isNew)} onClick={place.openSheet} />}
      </TopBar>
      <main id="chat" className={styles['chat']} tabIndex={-1} aria-label="Chat">
        <ChatPane session={session} script={script} ready={offer !== null}>
          <ChatView
            ref={chat}
            session={session}
            element={script.element}
            offer={offer ?? NO_OFFER}
            location={location}
            theme={theme}
            onToggleTheme={themeStore.toggle}
            onThemeRequest={themeStore.set}
            saveFact={factsStore.record}
            facts={facts.rows}
            onShowFacts={showFacts}
            onFactsChanged={refreshFacts}
            onProblem={reportProblem}
          />
        </ChatPane>
      </main>
      {isPhone ? (
        <FactsSheet titleId={FACTS_TITLE_ID} open={place.sheetOpen} onClose={place.closeSheet}>
          {(closeButton) => <FactsPanel {...panel} visible={place.sheetOpen} closeButton={closeButton} />}
        </FactsSheet>
      ) : (
        <aside className={styles['facts']} aria-labelledby={FACTS_TITLE_ID}>
          <FactsPanel {...panel} visible />
        </aside>
      )}
      <p className={styles['announcer']} role="status">
        {facts.announcement}
      </p>
      <Toast {...toast} />
    </div>
  );
}
