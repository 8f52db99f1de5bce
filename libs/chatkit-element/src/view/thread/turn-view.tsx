import { memo, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { wasStopped } from '../../state/chat-state.js';
import { useChat, useController } from '../chat-provider.js';
import { ErrorBoundary } from '../error-boundary.js';
import { Icon, UiIcon } from '../icons/icon.js';
import { FailureView, NoticeView } from './callouts.js';
import type { Turn } from './group-turns.js';
import { ItemView } from './item-view.js';
import { UserMessage } from './user-message.js';
import { TurnActions } from './turn-actions.js';

/** The quiet line before the first word, and between steps. */
const ProgressLine = (): ReactNode => {
  const t = useText();
  const phase = useChat((state) => state.answer.phase);
  const progress = useChat((state) => state.thread.content.progress);
  const writing = useChat((state) => state.thread.content.entries.at(-1)?.phase === 'pending');
  if (phase === 'idle' || (writing && progress === null)) {
    return null;
  }
  const text =
    phase === 'stopping' ? t('composer.stopping') : (progress?.text ?? t(phase === 'sending' ? 'thread.thinking' : 'thread.working'));
  return (
    <p className={`progress-line${progress === null && phase !== 'sending' ? ' late' : ''}`}>
      {progress?.icon && <Icon name={progress.icon} size={16} />}
      <span className="shimmer">{text}</span>
    </p>
  );
};

/** Where the answer breaks off, because the reader wanted it to. */
const Stopped = (): ReactNode => {
  const t = useText();
  const stopped = useChat(wasStopped);
  return (
    stopped && (
      <p className="stopped">
        <UiIcon name="stop" size={14} />
        {t('thread.stopped')}
      </p>
    )
  );
};

/** What stands below the newest answer: progress, remarks, failures. */
const TurnEnd = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const notices = useChat((state) => state.thread.content.notices);
  const dismissed = useChat((state) => state.dismissedNotices);
  const problem = useChat((state) => state.thread.content.problem);
  const idle = useChat((state) => state.answer.phase === 'idle');
  return (
    <>
      <ProgressLine />
      {notices
        .filter((notice) => !dismissed.has(notice.key))
        .map((notice) => (
          <NoticeView key={notice.key} notice={notice} />
        ))}
      {problem !== null && (
        <FailureView
          message={problem.message ?? t('error.stream')}
          canRetry={problem.allowRetry && idle}
          retryAt={problem.retryAt}
          sessionExpired={problem.sessionExpired}
          onRetry={() => controller.conversation.retry()}
        />
      )}
    </>
  );
};

interface TurnProps {
  turn: Turn;
  /** Its place among the turns: most of them are not in the document, and screen readers count what they are told. */
  index: number;
  count: number;
  last: boolean;
  live: boolean;
}

/** A question with its answer. Turns at rest never render again. */
export const TurnView = memo(function TurnView({ turn, index, count, last, live }: TurnProps): ReactNode {
  const answering = useChat((state) => last && state.answer.phase !== 'idle');
  // A message that was followed by another before the server had taken it never went anywhere.
  const failed = useChat((state) => !last || state.thread.content.problem !== null);
  const waiting = turn.user?.phase === 'optimistic';
  return (
    <article className={`turn${live ? ' live' : ''}`} data-turn={turn.key} part="turn" aria-posinset={index + 1} aria-setsize={count}>
      <div className="turn-content">
        {turn.user?.item.type === 'user_message' && (
          <UserMessage item={turn.user.item} waiting={waiting && !failed} failed={waiting && failed} />
        )}
        {turn.answer.map((entry) => (
          <ErrorBoundary key={entry.key}>
            <ItemView entry={entry} />
          </ErrorBoundary>
        ))}
        {last && <Stopped />}
        {!answering && <TurnActions turn={turn} last={last} />}
        {last && <TurnEnd />}
        {last && <span className="content-end" />}
      </div>
    </article>
  );
});
