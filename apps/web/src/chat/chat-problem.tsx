import { Unplug } from 'lucide-react';

import styles from './chat-problem.module.css';

interface ChatProblemProps {
  readonly title: string;
  readonly message: string;
  readonly busy: boolean;
  readonly onRetry: () => void;
}

/** In place of the chat when it cannot be shown at all. */
export function ChatProblem({ title, message, busy, onRetry }: ChatProblemProps) {
  return (
    <div className={styles['problem']} role="alert">
      <Unplug size={28} aria-hidden />
      <h2>{title}</h2>
      <p>{message}</p>
      <button type="button" disabled={busy} onClick={onRetry}>
        {busy ? 'Trying…' : 'Try again'}
      </button>
    </div>
  );
}

/** Above a chat that is shown, while its session cannot be renewed. */
export function ConnectionNotice({ message, busy, onRetry }: Omit<ChatProblemProps, 'title'>) {
  return (
    <div className={styles['notice']} role="status">
      <p>{message}</p>
      <button type="button" disabled={busy} onClick={onRetry}>
        {busy ? 'Trying…' : 'Try again'}
      </button>
    </div>
  );
}
