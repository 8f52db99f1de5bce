import styles from './chat-loading.module.css';

/** The outline of the chat; it appears only when loading takes long enough to be noticed. */
export function ChatLoading() {
  return (
    <div className={styles['loading']} role="status" aria-label="Loading the chat">
      <span className={styles['greeting']} />
      <span className={styles['composer']} />
    </div>
  );
}
