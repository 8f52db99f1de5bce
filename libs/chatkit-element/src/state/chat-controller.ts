import type { CheckedOptions, OptionProblem } from '../options/options.js';
import { loadCatalogue } from '../locale/load-catalogue.js';
import { ClientSource } from './chat-client.js';
import { reportError, type ChatContext } from './chat-context.js';
import { integrationError, type Emit } from './chat-events.js';
import { initialState, type ChatState } from './chat-state.js';
import { Composer, type UserMessage } from './composer.js';
import { Conversation } from './conversation.js';
import { Dictation } from './dictation.js';
import { History } from './history.js';
import { Localisation } from './localisation.js';
import { Store } from './store.js';
import { ThreadLoader } from './thread-loader.js';
import { WidgetActions } from './widget-actions.js';

/** All that the chat does, apart from drawing it. One per element; outlives re-renders and option changes. */
export class ChatController {
  readonly store = new Store<ChatState>(initialState);
  readonly conversation: Conversation;
  readonly composer: Composer;
  readonly dictation: Dictation;
  readonly history: History;
  readonly threads: ThreadLoader;
  readonly widgets: WidgetActions;
  readonly emit: Emit;
  private readonly context: ChatContext;
  private readonly localisation: Localisation;
  private started = false;

  /** @param hostedUrl the endpoint for sessions of `getClientSecret` */
  constructor(emit: Emit, hostedUrl: () => string) {
    this.emit = emit;
    const options = (): CheckedOptions | null => this.store.get().options;
    const clients = new ClientSource(options, hostedUrl);
    this.context = {
      store: this.store,
      client: () => clients.get(),
      hostedUrl,
      emit,
      options,
      translate: () => this.store.get().language.translate,
    };
    this.localisation = new Localisation(this.store, loadCatalogue, (error) => reportError(this.context, 'LocaleError', error));
    this.conversation = new Conversation(this.context, () => this.threads.refresh());
    this.composer = new Composer(this.context, this.conversation);
    this.dictation = new Dictation(this.context, this.composer);
    this.threads = new ThreadLoader(this.context, this.conversation);
    this.widgets = new WidgetActions(this.context, this.conversation);
    this.history = new History(this.context, (threadId) => {
      if (this.store.get().thread.id === threadId) {
        void this.threads.open(null);
      }
    });
  }

  /** New options replace the old ones; thread, draft, scroll and stream stay as they are. */
  configure(options: CheckedOptions | null, problems: readonly OptionProblem[]): void {
    if (options !== null) {
      this.localisation.use(options.locale);
    }
    const before = this.store.get().options;
    this.store.update((state) => ({ ...state, options: options ?? state.options, problems }));
    this.composer.keepTool(before?.composer?.tools ?? [], this.store.get().options?.composer?.tools ?? []);
  }

  /** The first time the chat is on a page with usable options: opens the initial thread. */
  start(): void {
    const { options } = this.store.get();
    if (this.started || options === null) {
      return;
    }
    this.started = true;
    this.emit('thread.change', { threadId: options.initialThread ?? null });
    if (options.initialThread) {
      this.store.update((state) => ({ ...state, thread: { ...state.thread, id: options.initialThread ?? null } }));
      void this.threads.open(options.initialThread, 'InitialThreadLoadError');
    }
  }

  /** `setThreadId`. Rejects while a thread loads or an answer streams. */
  async setThread(threadId: string | null): Promise<void> {
    this.assertFree('setThreadId()');
    if (this.store.get().thread.id === threadId) {
      return;
    }
    await this.threads.open(threadId);
  }

  /** The reader's own choice of a thread, which may interrupt the view of a running answer. */
  openThread(threadId: string | null): void {
    this.history.close();
    if (threadId === null || this.store.get().thread.id !== threadId) {
      void this.threads.open(threadId);
    }
    if (threadId === null) {
      this.composer.focus();
    }
  }

  async sendMessage(message: UserMessage): Promise<void> {
    this.assertFree('sendUserMessage()');
    this.history.close();
    await this.composer.send(message);
  }

  async sendAction(action: { type: string; payload?: unknown }, itemId: string | undefined): Promise<void> {
    this.assertFree('sendCustomAction()');
    await this.conversation.customAction(action, itemId);
  }

  async fetchUpdates(): Promise<void> {
    this.assertFree('fetchUpdates()');
    await Promise.all([this.threads.refresh(), this.store.get().history.open ? this.history.reload() : Promise.resolve()]);
  }

  /** The reader's verdict on a turn. Taken back on screen when the server does not take it. */
  feedback(itemIds: readonly string[], kind: 'positive' | 'negative'): void {
    const { id } = this.store.get().thread;
    const key = itemIds[0];
    if (id === null || key === undefined) {
      return;
    }
    this.store.update((state) => ({ ...state, feedback: { ...state.feedback, [key]: kind } }));
    this.context
      .client()
      .request('items.feedback', { thread_id: id, item_ids: [...itemIds], kind })
      .catch((error: unknown) => {
        this.store.update(({ feedback: { [key]: _taken, ...feedback }, ...state }) => ({ ...state, feedback }));
        reportError(this.context, 'FeedbackError', error);
      });
  }

  dismissNotice(key: number): void {
    this.store.update((state) => ({ ...state, dismissedNotices: new Set(state.dismissedNotices).add(key) }));
  }

  dismissProblems(): void {
    this.store.update((state) => ({ ...state, problems: [] }));
  }

  /** Where the chat's server answers. */
  get serverUrl(): string {
    const api = this.context.options()?.api;
    return api !== undefined && 'url' in api ? api.url : this.context.hostedUrl();
  }

  /** @param awake whether the page was frozen until now */
  setOnline(online: boolean, awake = false): void {
    const before = this.store.get().online;
    if (before !== online) {
      this.store.update((state) => ({ ...state, online }));
    }
    if (online) {
      this.conversation.recover(awake || !before);
    }
  }

  /** The element has left the page: streams and timers end, the server goes on. */
  dispose(): void {
    this.history.commit();
    this.composer.uploads.dispose();
    this.dictation.cancel();
    this.threads.dispose();
    this.conversation.suspend();
  }

  /** The element is back on a page. */
  revive(): void {
    const { id } = this.store.get().thread;
    if (this.started && id !== null && !this.conversation.hasUnsent) {
      void this.threads.open(id);
    }
  }

  private assertFree(method: string): void {
    if (this.store.get().options === null) {
      throw integrationError(`${method} was called before setOptions() got a usable \`api\``);
    }
    if (this.conversation.answering) {
      throw integrationError(`${method} ignored - already responding`);
    }
    if (this.threads.busy) {
      throw integrationError(`${method} ignored - a thread is loading`);
    }
  }
}
