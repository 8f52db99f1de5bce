import { logWarning } from '../shell/page-log.js';
import { readThreadId, withThreadId } from './thread-address.js';

/**
 * Keeps the current thread in the address (`?thread=…`): a reload shows it again, a link leads to it,
 * and the browser's back button returns to the thread before.
 */
export class ThreadLocation {
  /** The thread that the address named when the page opened. */
  readonly initial = readThreadId(window.location.search);
  #current = this.initial;
  /** Whether the initial thread is still being loaded; until it is there the chat may report "none". */
  #opening: 'no' | 'yes' | 'lost' = this.initial === null ? 'no' : 'yes';

  constructor() {
    // An address that names no possible thread is cleaned.
    this.#replace(this.initial);
  }

  /** The chat shows another thread, or a new one (null). */
  readonly changed = (threadId: string | null): void => {
    if (threadId === this.#current || (this.#opening !== 'no' && threadId === null)) {
      return;
    }
    const isFirstMessage = this.#current === null;
    this.#current = threadId;
    const href = withThreadId(window.location.href, threadId);
    if (isFirstMessage) {
      window.history.replaceState(null, '', href);
    } else {
      window.history.pushState(null, '', href);
    }
  };

  /** The server does not know the initial thread (any more): the address forgets it. Says whether it was about that one. */
  readonly lose = (): boolean => {
    if (this.#opening !== 'yes') {
      return false;
    }
    this.#opening = 'lost';
    this.#current = null;
    this.#replace(null);
    return true;
  };

  /** Loading the initial thread is over, one way or the other. */
  readonly settle = (): 'no' | 'yes' | 'lost' => {
    const outcome = this.#opening;
    this.#opening = 'no';
    return outcome;
  };

  /** Calls `go` when the person moves through the browser's history. A refused move puts the address back. */
  readonly onNavigate = (go: (threadId: string | null) => Promise<void>): (() => void) => {
    const whenMoved = (): void => {
      const target = readThreadId(window.location.search);
      const origin = this.#current;
      if (target === origin) {
        return;
      }
      this.#current = target;
      go(target).catch((error: unknown) => {
        logWarning('The chat stays at its thread', error);
        this.#current = origin;
        this.#replace(origin);
      });
    };
    window.addEventListener('popstate', whenMoved);
    return () => window.removeEventListener('popstate', whenMoved);
  };

  #replace(threadId: string | null): void {
    const href = withThreadId(window.location.href, threadId);
    if (href !== window.location.href) {
      window.history.replaceState(null, '', href);
    }
  }
}
