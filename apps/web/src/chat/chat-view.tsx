import { ChatKit, useChatKit } from '@openai/chatkit-react';
import type { UseChatKitOptions, UseChatKitReturn } from '@openai/chatkit-react';
import { useEffect, useImperativeHandle, useMemo } from 'react';
import type { Ref } from 'react';

import type { ColorScheme } from '@openai/chatkit';

import type { Fact } from '../facts/fact.js';
import type { SessionSource } from '../session/session-source.js';
import { logError, logWarning } from '../shell/page-log.js';
import { chatApi } from './chat-api.js';
import type { ChatOffer } from './chat-offer.js';
import { chatAppearance } from './chat-options.js';
import styles from './chat-view.module.css';
import { createClientTools } from './client-tools.js';
import type { ClientToolEffects } from './client-tools.js';
import { composerOptions } from './composer-options.js';
import type { PageElement } from './element-script.js';
import { factEntity, factPreview, findFacts } from './fact-mentions.js';
import { fetchSample } from './sample-files.js';
import type { Sample } from './sample-files.js';
import { slashCommands } from './slash-commands.js';
import type { ThreadLocation } from './thread-location.js';
import { widgetActions } from './widget-actions.js';

/** What the rest of the page may ask of the chat. */
export interface ChatHandle {
  /** Moves the focus into the composer, with `text` to go on from. */
  startMessage(text?: string): void;
}

interface ChatViewProps extends ClientToolEffects {
  readonly ref: Ref<ChatHandle>;
  readonly session: SessionSource;
  readonly element: PageElement;
  readonly offer: ChatOffer;
  readonly location: ThreadLocation;
  readonly theme: ColorScheme;
  readonly onToggleTheme: () => void;
  readonly facts: readonly Fact[];
  /** Leads to the panel; to this fact in it, when one is named. */
  readonly onShowFacts: (id?: string) => void;
  readonly onFactsChanged: () => void;
  readonly onProblem: (message: string) => void;
}

export function ChatView(props: ChatViewProps) {
  const {
    ref,
    session,
    element,
    location,
    theme,
    facts,
    offer,
    onToggleTheme,
    onShowFacts,
    onThemeRequest,
    saveFact,
    onFactsChanged,
    onProblem,
  } = props;
  const onClientTool = useMemo(() => createClientTools({ onThemeRequest, saveFact }), [onThemeRequest, saveFact]);
  const api = useMemo(() => chatApi(element, session), [element, session]);
  const effects = {
    theme: () => theme,
    toggleTheme: onToggleTheme,
    facts: () => facts,
    showFacts: () => onShowFacts(),
    startMessage: (text: string) => startMessage(chat, text),
    newChat: () => void chat.setThreadId(null),
    showHistory: () => void chat.showHistory(),
    attachSample: (sample: Sample) => attachSample(chat, sample, onProblem),
    onUnknownAction: (type: string) => logWarning('A widget asked for something that this page does not know', type),
  };

  const chat: UseChatKitReturn = useChatKit({
    ...chatAppearance(theme, onToggleTheme),
    api,
    initialThread: location.initial,
    composer: composerOptions(offer),
    entities: {
      showComposerMenu: true,
      onTagSearch: async (query) => findFacts(facts, query).map(factEntity),
      onClick: ({ id }) => onShowFacts(id),
      onRequestPreview: async (entity) => ({
        preview: factPreview(
          entity,
          facts.find(({ id }) => id === entity.id),
          Date.now(),
        ),
      }),
    },
    commands: slashCommands(offer, effects),
    widgets: widgetActions(effects),
    onClientTool,
    onEffect: ({ name }) => {
      if (name === 'facts_changed') {
        onFactsChanged();
      }
    },
    onDeeplink: followDeeplinks(onShowFacts),
    onThreadChange: ({ threadId }) => location.changed(threadId),
    onThreadLoadEnd: () => {
      // Before this the element is busy with the thread that it did not find.
      if (location.settle() === 'lost') {
        void chat.setThreadId(null);
      }
    },
    onError: ({ error }) => {
      logError('ChatKit error', error);
      if (isNotFound(error) && location.lose()) {
        onProblem('The conversation in the address does not exist any more.');
      } else {
        onProblem(error.message);
      }
    },
  });
  const { setThreadId } = chat;
  useEffect(() => location.onNavigate(setThreadId), [location, setThreadId]);
  useImperativeHandle(ref, () => ({ startMessage: (text) => startMessage(chat, text) }), [chat]);

  return <ChatKit control={chat.control} className={styles['chat']} />;
}

/** In answers `chatkit-link://facts` leads to the panel, `chatkit-link://facts?id=…` to one fact in it. */
const followDeeplinks =
  (onShowFacts: ChatViewProps['onShowFacts']): UseChatKitOptions['onDeeplink'] =>
  ({ name, data }) => {
    if (name === 'facts') {
      onShowFacts(typeof data?.['id'] === 'string' ? data['id'] : undefined);
    } else {
      logWarning('A link leads to something that this page does not know', name);
    }
  };

type Composer = Pick<UseChatKitReturn, 'setComposerValue' | 'focusComposer'>;

function startMessage({ setComposerValue, focusComposer }: Composer, text?: string): void {
  const prefill = text === undefined ? Promise.resolve() : setComposerValue({ text });
  // While an answer streams the composer takes no text from outside: the focus alone is still of use.
  void prefill.catch((error: unknown) => logWarning('The message was not prefilled', error)).then(() => focusComposer());
}

async function attachSample(
  { setComposerValue, focusComposer }: Composer,
  sample: Sample,
  onProblem: (message: string) => void,
): Promise<void> {
  try {
    await setComposerValue({ files: [await fetchSample(sample)] });
    await focusComposer();
  } catch (error) {
    logWarning('The sample was not attached', error);
    onProblem('The sample could not be attached just now. Wait for the answer to end, then try again.');
  }
}

const isNotFound = (error: Error): boolean => 'status' in error && error.status === 404;
