import { ChatKit, useChatKit } from '@openai/chatkit-react';
import { useEffect, useImperativeHandle, useMemo } from 'react';
import type { Ref } from 'react';

import type { ColorScheme } from '@openai/chatkit';

import type { SessionSource } from '../session/session-source.js';
import { logError, logWarning } from '../shell/page-log.js';
import { chatAppearance } from './chat-options.js';
import styles from './chat-view.module.css';
import { createClientTools } from './client-tools.js';
import type { ClientToolEffects } from './client-tools.js';
import type { ThreadLocation } from './thread-location.js';

/** What the rest of the page may ask of the chat. */
export interface ChatHandle {
  /** Moves the focus into the composer, with `text` to go on from. */
  startMessage(text?: string): void;
}

interface ChatViewProps extends ClientToolEffects {
  readonly ref: Ref<ChatHandle>;
  readonly session: SessionSource;
  readonly location: ThreadLocation;
  readonly theme: ColorScheme;
  readonly onToggleTheme: () => void;
  readonly onFactsChanged: () => void;
  readonly onProblem: (message: string) => void;
}

export function ChatView({
  ref,
  session,
  location,
  theme,
  onToggleTheme,
  onThemeRequest,
  saveFact,
  onFactsChanged,
  onProblem,
}: ChatViewProps) {
  const onClientTool = useMemo(() => createClientTools({ onThemeRequest, saveFact }), [onThemeRequest, saveFact]);

  const { control, setThreadId, setComposerValue, focusComposer } = useChatKit({
    ...chatAppearance(theme, onToggleTheme),
    api: { getClientSecret: session.renew },
    initialThread: location.initial,
    onClientTool,
    onEffect: ({ name }) => {
      if (name === 'facts_changed') {
        onFactsChanged();
      }
    },
    onThreadChange: ({ threadId }) => location.changed(threadId),
    onThreadLoadEnd: () => {
      // Before this the element is busy with the thread that it did not find.
      if (location.settle() === 'lost') {
        void setThreadId(null);
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

  useEffect(() => location.onNavigate(setThreadId), [location, setThreadId]);

  useImperativeHandle(
    ref,
    () => ({
      startMessage(text) {
        const prefill = text === undefined ? Promise.resolve() : setComposerValue({ text });
        // While an answer streams the composer takes no text from outside: the focus alone is still of use.
        void prefill.catch((error: unknown) => logWarning('The message was not prefilled', error)).then(() => focusComposer());
      },
    }),
    [setComposerValue, focusComposer],
  );

  return <ChatKit control={control} className={styles['chat']} />;
}

const isNotFound = (error: Error): boolean => 'status' in error && error.status === 404;
