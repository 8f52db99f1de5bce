import { withOptimisticMessage, withoutItemsAfter } from '@frontdesk/chatkit-client';
import type { StructuredInputSubmissionInput } from '@frontdesk/chatkit-protocol';
import type { ChatContext } from './chat-context.js';
import { integrationError } from './chat-events.js';
import { freshThread, withContent, type SendOptions } from './chat-state.js';
import { pendingTool } from './client-tools.js';
import { optimisticMessage } from './turn-items.js';
import { opensWith } from './turn-streams.js';
import { Turns } from './turns.js';

/** A pending tool call found in a stored thread is only run when the page was left in the middle of it. */
const PENDING_TOOL_MAX_AGE_MS = 5 * 60_000;

/** What is said to the server: messages, answers to its questions, actions; and what is said once more. */
export class Conversation {
  private readonly context: ChatContext;
  private readonly turns: Turns;
  private readonly reload: () => Promise<void>;
  /** Whether a lost answer is being looked for. */
  private looking = false;

  /** @param reload reads the thread anew and takes up what runs, for an answer that was lost with the connection */
  constructor(context: ChatContext, reload: () => Promise<void>) {
    this.context = context;
    this.turns = new Turns(context);
    this.reload = reload;
  }

  get answering(): boolean {
    return this.turns.answering;
  }

  /** Whether something waits to be sent again, of which the server's copy of the thread would know nothing. */
  get hasUnsent(): boolean {
    return this.turns.unsent !== null;
  }

  /** Sends a message; resolves when it is on its way, the answer streams on by itself. */
  send(options: SendOptions): Promise<void> {
    const { store, emit } = this.context;
    if (this.answering) {
      return Promise.reject(integrationError('sendUserMessage() ignored - already responding'));
    }
    if (options.newThread && store.get().thread.id !== null) {
      store.update((state) => ({ ...state, thread: freshThread(null, state.thread), feedback: {} }));
      emit('thread.change', { threadId: null });
    }
    const threadId = store.get().thread.id;
    const input = {
      content: options.content,
      attachments: options.attachments.map((attachment) => attachment.id),
      inference_options: options.inference,
      ...(options.reply ? { quoted_text: options.reply } : {}),
    };
    const item = optimisticMessage(threadId ?? '', options);
    store.update((state) => withContent(state, (content) => withOptimisticMessage({ ...content, notices: [] }, item)));
    const open =
      threadId === null
        ? opensWith(this.context, 'threads.create', { input })
        : opensWith(this.context, 'threads.add_user_message', { thread_id: threadId, input });
    void this.turns.begin({ open, liveTurn: item.id });
    return Promise.resolve();
  }

  /** Once more, after a failure: what was never taken is sent again, a lost answer is looked for, else the answer begins anew. */
  retry(): void {
    const { unsent } = this.turns;
    if (unsent === null) {
      this.answerAgain();
    } else if (!this.answering) {
      void this.turns.begin(unsent);
    }
  }

  /** Another answer to the last message. */
  answerAgain(): void {
    if (this.answering || this.looking) {
      return;
    }
    if (this.turns.lost) {
      void this.look();
      return;
    }
    const { id, content } = this.context.store.get().thread;
    const entry = content.entries.findLast((candidate) => candidate.item.type === 'user_message');
    if (entry === undefined || id === null) {
      return;
    }
    this.context.store.update((state) => withContent(state, (shown) => withoutItemsAfter({ ...shown, notices: [] }, entry.item.id)));
    const open = opensWith(this.context, 'threads.retry_after_item', { thread_id: id, item_id: entry.item.id });
    void this.turns.begin({ open, liveTurn: entry.key });
  }

  /**
   * The network is back, or the page is looked at again: an answer that was lost is looked for.
   * @param slept whether a connection may be dead without saying so; then what streams is taken up anew
   */
  recover(slept: boolean): void {
    if (slept) {
      this.turns.renew();
    }
    if (this.turns.lost) {
      this.retry();
    }
  }

  submitInput(itemId: string, input: StructuredInputSubmissionInput): void {
    const { id } = this.context.store.get().thread;
    if (id === null || this.answering) {
      return;
    }
    const open = opensWith(this.context, 'threads.add_structured_input', { thread_id: id, item_id: itemId, input });
    void this.turns.begin({ open, liveTurn: this.liveTurn });
  }

  /** A widget's or the app's action, answered by a stream; resolves at its end. Rejects while another answer streams. */
  async customAction(action: { type: string; payload?: unknown }, itemId: string | undefined): Promise<void> {
    const { id } = this.context.store.get().thread;
    if (id === null) {
      throw integrationError('sendCustomAction() needs a thread');
    }
    if (this.answering) {
      throw integrationError('sendAction() ignored - already responding');
    }
    const params = {
      thread_id: id,
      action: { type: action.type, payload: action.payload },
      ...(itemId === undefined ? {} : { item_id: itemId }),
    };
    await this.turns.begin({ open: opensWith(this.context, 'threads.custom_action', params), liveTurn: this.liveTurn });
  }

  /** After a reload: runs a tool call that still waits for this page, or takes up an answer that runs on the server. */
  async takeUp(threadId: string): Promise<void> {
    if (this.answering) {
      return;
    }
    const pending = pendingTool(this.context.store.get().thread.content);
    if (pending === null) {
      await this.turns.resume(threadId);
    } else if (Date.now() - Date.parse(pending.created_at) < PENDING_TOOL_MAX_AGE_MS) {
      await this.turns.answerPending();
    }
  }

  stop(): Promise<void> {
    return this.turns.stop();
  }

  /** Another thread is shown: the answer goes on without being read. */
  leave(): void {
    this.turns.drop();
  }

  /** The element has left its page. */
  suspend(): void {
    this.turns.suspend();
  }

  private get liveTurn(): string | null {
    return this.context.store.get().answer.liveTurn;
  }

  private async look(): Promise<void> {
    this.looking = true;
    try {
      await this.reload();
      this.turns.found();
    } catch (error) {
      this.turns.showFailure(error);
    }
    this.looking = false;
  }
}
