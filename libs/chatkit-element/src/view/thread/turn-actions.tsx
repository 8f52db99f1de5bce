import type { ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { useChat, useController } from '../chat-provider.js';
import { CopyButton } from '../copy-button.js';
import { IconButton } from '../icon-button.js';
import { UiIcon } from '../icons/icon.js';
import { feedbackIds, turnText, type Turn } from './group-turns.js';

const FeedbackButtons = ({ ids }: { ids: readonly string[] }): ReactNode => {
  const t = useText();
  const controller = useController();
  const given = useChat((state) => state.feedback[ids[0] ?? '']);
  const button = (kind: 'positive' | 'negative'): ReactNode => (
    <IconButton
      label={t(kind === 'positive' ? 'actions.good' : 'actions.bad')}
      className={`small${given === kind ? ' chosen' : ''}`}
      aria-pressed={given === kind}
      aria-disabled={given !== undefined}
      onClick={() => given === undefined && controller.feedback(ids, kind)}
    >
      <UiIcon name={kind === 'positive' ? 'good' : 'bad'} size={16} />
    </IconButton>
  );
  return (
    <>
      {given !== 'negative' && button('positive')}
      {given !== 'positive' && button('negative')}
    </>
  );
};

/** Copy, verdict and "again" under an answer. */
export const TurnActions = ({ turn, last }: { turn: Turn; last: boolean }): ReactNode => {
  const t = useText();
  const controller = useController();
  const actions = useChat((state) => state.options?.threadItemActions);
  const retryable = useChat((state) => (state.thread.content.thread?.status.type ?? 'active') === 'active');
  const ids = feedbackIds(turn);
  const text = turnText(turn);
  if (ids.length === 0) {
    return null;
  }
  return (
    <div className={`turn-actions${last ? ' last' : ''}`} part="turn-actions">
      {text !== '' && <CopyButton label={t('actions.copy')} read={() => text} />}
      {actions?.feedback && <FeedbackButtons ids={ids} />}
      {actions?.retry && last && retryable && turn.user !== null && (
        <IconButton label={t('actions.retry')} className="small" onClick={() => controller.conversation.answerAgain()}>
          <UiIcon name="retry" size={16} />
        </IconButton>
      )}
    </div>
  );
};
