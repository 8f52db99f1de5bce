import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';

import type { SessionSource } from '../session/session-source.js';
import { useSession } from '../session/use-session.js';
import { ChatLoading } from './chat-loading.js';
import { ChatProblem, ConnectionNotice } from './chat-problem.js';
import type { ElementScript } from './element-script.js';

interface ChatPaneProps {
  readonly session: SessionSource;
  readonly script: ElementScript;
  /** Whether it is known what the chat may offer. */
  readonly ready: boolean;
  /** The chat itself, once both its element and a session are there. */
  readonly children: ReactNode;
}

export function ChatPane({ session, script, ready, children }: ChatPaneProps) {
  const { established, connecting, problem } = useSession(session);
  const element = useSyncExternalStore(script.subscribe, script.snapshot);
  const reconnect = (): void => {
    // A failure shows in the session's state, and so in here.
    session.secret().catch(() => undefined);
  };

  if (element === 'failed') {
    return (
      <ChatProblem
        title="The chat could not be loaded"
        message="Its script did not arrive from the server. Check your connection, then try again."
        busy={false}
        onRetry={script.retry}
      />
    );
  }
  if (!established && problem) {
    const title = problem.kind === 'refused' ? 'No session' : 'The chat is not available';
    const outlook = problem.kind === 'refused' ? '' : ' This page keeps trying.';
    return <ChatProblem title={title} message={problem.message + outlook} busy={connecting} onRetry={reconnect} />;
  }
  if (!established || element === 'loading' || !ready) {
    return <ChatLoading />;
  }
  return (
    <>
      {problem && <ConnectionNotice message={problem.message} busy={connecting} onRetry={reconnect} />}
      {children}
    </>
  );
}
