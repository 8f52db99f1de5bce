import { EMPTY_THREAD, loadedThread, withOlderItems } from '@frontdesk/chatkit-client';
import { failureOf, reportError, type ChatContext } from './chat-context.js';
import { freshThread, idleAnswer, withContent } from './chat-state.js';
import type { Conversation } from './conversation.js';

/** Opens threads: the newest items first, older ones as the reader scrolls up. */
export class ThreadLoader {
  private readonly context: ChatContext;
  private readonly conversation: Conversation;
  private loading: AbortController | null = null;

  constructor(context: ChatContext, conversation: Conversation) {
    this.context = context;
    this.conversation = conversation;
  }

  get busy(): boolean {
    return this.loading !== null;
  }

  /** Shows a thread, or the start screen for null. Failures end up on screen and in `chatkit.error`. */
  async open(threadId: string | null, errorName = 'ThreadLoadError'): Promise<void> {
    const { store, emit } = this.context;
    this.loading?.abort();
    this.loading = null;
    this.conversation.leave();
    const changed = store.get().thread.id !== threadId;
    store.update((state) => ({
      ...state,
      thread: { ...freshThread(threadId, state.thread), loading: threadId !== null },
      feedback: {},
      answer: idleAnswer,
    }));
    if (changed) {
      emit('thread.change', { threadId });
    }
    if (threadId !== null) {
      await this.load(threadId, errorName);
    }
  }

  /** Reads the shown thread anew, after something changed it behind the chat's back. Scroll and drafts stay. */
  async refresh(): Promise<void> {
    const { store } = this.context;
    const { id } = store.get().thread;
    if (id === null || this.busy || this.conversation.answering) {
      return;
    }
    const { thread, items, older } = await this.context.client().loadThread(id);
    if (store.get().thread.id !== id || this.conversation.answering) {
      return;
    }
    store.update((state) => ({ ...state, thread: { ...state.thread, content: loadedThread(thread, items, state.thread.content), older } }));
    void this.conversation.takeUp(id);
  }

  /** The page before the first shown item. */
  async loadOlder(): Promise<void> {
    const { store } = this.context;
    const { id, older: cursor, loadingOlder } = store.get().thread;
    if (id === null || cursor === null || loadingOlder) {
      return;
    }
    store.update((state) => ({ ...state, thread: { ...state.thread, loadingOlder: true } }));
    try {
      const { items, older } = await this.context.client().loadOlder(id, cursor);
      store.update((state) => {
        if (state.thread.id !== id) {
          return state;
        }
        const next = withContent(state, (content) => withOlderItems(content, items));
        return { ...next, thread: { ...next.thread, older, loadingOlder: false } };
      });
    } catch (error) {
      reportError(this.context, 'ThreadLoadError', error);
      // The cursor stays: coming near the first item again tries again.
      store.update((state) => (state.thread.id === id ? { ...state, thread: { ...state.thread, loadingOlder: false } } : state));
    }
  }

  dispose(): void {
    this.loading?.abort();
    this.loading = null;
  }

  private async load(threadId: string, errorName: string): Promise<void> {
    const { store, emit } = this.context;
    const abort = new AbortController();
    this.loading = abort;
    emit('thread.load.start', { threadId });
    let loaded = false;
    try {
      const { thread, items, older } = await this.context.client().loadThread(threadId, { signal: abort.signal });
      if (this.loading !== abort) {
        return;
      }
      store.update((state) => ({
        ...state,
        thread: { ...state.thread, content: loadedThread(thread, items), older, loading: false, failure: null },
      }));
      loaded = true;
    } catch (error) {
      if (this.loading !== abort) {
        return;
      }
      reportError(this.context, errorName, error);
      const failure = failureOf(this.context, error);
      store.update((state) => ({ ...state, thread: { ...state.thread, content: EMPTY_THREAD, loading: false, failure } }));
    }
    this.loading = null;
    emit('thread.load.end', { threadId });
    if (loaded) {
      void this.conversation.takeUp(threadId);
    }
  }
}
