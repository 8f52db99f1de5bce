import { reportError, type ChatContext } from './chat-context.js';
import { withContent, type ChatState, type HistoryState } from './chat-state.js';
import type { Thread } from '@frontdesk/chatkit-protocol';

const PAGE_SIZE = 30;

/** How long a deletion can be undone. */
export const UNDO_MS = 6_000;

/** The list of threads: paging, renaming, deleting with a time to think again. */
export class History {
  private readonly context: ChatContext;
  private readonly onDeleted: (threadId: string) => void;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(context: ChatContext, onDeleted: (threadId: string) => void) {
    this.context = context;
    this.onDeleted = onDeleted;
  }

  open(): void {
    if (this.context.store.get().history.open) {
      return;
    }
    this.change(() => ({ open: true, problem: null }));
    this.context.emit('history.open');
    void this.reload();
  }

  close(): void {
    if (!this.context.store.get().history.open) {
      return;
    }
    this.change(() => ({ open: false }));
    this.context.emit('history.close');
  }

  async reload(): Promise<void> {
    this.change((history) => ({ status: history.threads.length === 0 ? 'loading' : 'ready', problem: null }));
    await this.page(null);
  }

  async loadMore(): Promise<void> {
    const { after, status } = this.context.store.get().history;
    if (after === null || status === 'more' || status === 'loading') {
      return;
    }
    this.change(() => ({ status: 'more' }));
    await this.page(after);
  }

  /** Shows the new name at once; the old one comes back when the server refuses. */
  async rename(threadId: string, title: string): Promise<void> {
    const before = this.context.store.get().history.threads.find((thread) => thread.id === threadId)?.title;
    const name = title.trim();
    if (name === '' || name === before) {
      return;
    }
    this.setTitle(threadId, name);
    try {
      await this.context.client().request('threads.update', { thread_id: threadId, title: name });
    } catch (error) {
      this.setTitle(threadId, before);
      this.problem('history.renameFailed', error);
    }
  }

  /** Takes the thread off the list; the server hears of it when the time to undo is over. */
  remove(thread: Thread): void {
    this.commit();
    this.change((history) => ({ deleting: thread, threads: history.threads.filter((entry) => entry.id !== thread.id) }));
    this.timer = setTimeout(() => this.commit(), UNDO_MS);
  }

  undo(): void {
    const { deleting } = this.context.store.get().history;
    if (deleting === null) {
      return;
    }
    this.stopTimer();
    this.change((history) => ({
      deleting: null,
      threads: [...history.threads, deleting].sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at)),
    }));
  }

  /** Deletes for good what waits to be undone. */
  commit(): void {
    const { deleting } = this.context.store.get().history;
    this.stopTimer();
    if (deleting === null) {
      return;
    }
    this.change(() => ({ deleting: null }));
    this.onDeleted(deleting.id);
    this.context
      .client()
      .request('threads.delete', { thread_id: deleting.id })
      .catch((error: unknown) => {
        this.change((history) => ({
          threads: [...history.threads, deleting].sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at)),
        }));
        this.problem('history.deleteFailed', error);
      });
  }

  private async page(after: string | null): Promise<void> {
    try {
      const page = await this.context.client().request('threads.list', { limit: PAGE_SIZE, order: 'desc', after });
      this.change((history) => {
        const kept = after === null ? [] : history.threads;
        const known = new Set(kept.map((thread) => thread.id));
        const fresh = page.data.filter((thread) => !known.has(thread.id) && thread.id !== history.deleting?.id);
        return {
          status: 'ready',
          threads: [...kept, ...fresh],
          after: page.has_more ? (page.after ?? page.data.at(-1)?.id ?? null) : null,
        };
      });
    } catch (error) {
      this.change((history) => ({ status: history.threads.length === 0 ? 'failed' : 'ready' }));
      this.problem('history.failed', error);
    }
  }

  private problem(key: 'history.failed' | 'history.renameFailed' | 'history.deleteFailed', error: unknown): void {
    reportError(this.context, 'HistoryViewError', error);
    this.change(() => ({ problem: this.context.translate()(key) }));
  }

  private setTitle(threadId: string, title: string | undefined): void {
    const retitle = (thread: Thread): Thread => (thread.id === threadId ? { ...thread, title } : thread);
    this.context.store.update((state) => ({
      ...withContent(state, (content) =>
        content.thread?.id === threadId ? { ...content, thread: { ...content.thread, title } } : content,
      ),
      history: { ...state.history, threads: state.history.threads.map(retitle) },
    }));
  }

  private change(part: (history: HistoryState) => Partial<HistoryState>): void {
    this.context.store.update((state: ChatState) => ({ ...state, history: { ...state.history, ...part(state.history) } }));
  }

  private stopTimer(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
    this.timer = null;
  }
}
