import {
  ChatKitConnectionError,
  withOptimisticMessage,
  withProblem,
  responseEnded,
  responseStarted,
  withoutItemsAfter,
  type EventStream,
} from '@frontdesk/chatkit-client';
import type { StructuredInputSubmissionInput } from '@frontdesk/chatkit-protocol';
import { announcementOf, optimisticMessage } from './turn-items.js';
import { takeEvent } from './answer-events.js';
import { failureOf, reportError, type ChatContext } from './chat-context.js';
import { integrationError } from './chat-events.js';
import { freshThread, isAnswering, withContent, type SendOptions } from './chat-state.js';
import { callTool, completeTool, pendingTool } from './client-tools.js';
import { opensWith, streamOptions, type Open } from './turn-streams.js';

/** How long a server may take to end a stopped answer before the connection is dropped. */
const STOP_GRACE_MS = 4_000;

/** A pending tool call found in a stored thread is only run when the page was left in the middle of it. */
const PENDING_TOOL_MAX_AGE_MS = 5 * 60_000;

/** A turn under way. */
interface ActiveTurn {
  abort: AbortController;
  stream: EventStream | null;
}

/** Turns: sends, streams, runs the page's tools, stops, retries. One at a time. */
export class Conversation {
  private readonly context: ChatContext;
  private turn: ActiveTurn | null = null;
  /** What "try again" repeats: a message that the server never took. */
  private unsent: { open: Open; key: string } | null = null;
  /** Whether the last answer broke off with the connection and may still be running. */
  private lost = false;
  private readonly reload: () => Promise<void>;

  /** @param reload reads the thread anew and takes up what runs, for an answer that was lost with the connection */
  constructor(context: ChatContext, reload: () => Promise<void>) {
    this.context = context;
    this.reload = reload;
  }

  get answering(): boolean {
    return isAnswering(this.context.store.get());
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
    this.unsent = { open, key: item.id };
    void this.start(open, item.id);
    return Promise.resolve();
  }

  /** Answers again after the last user message. A message that was never taken is sent again; a lost answer is looked for. */
  retry(): void {
    if (this.answering) {
      return;
    }
    if (this.unsent !== null) {
      void this.start(this.unsent.open, this.unsent.key);
      return;
    }
    if (this.lost) {
      this.lost = false;
      void this.reload().catch((error: unknown) => this.showFailure(error));
      return;
    }
    const { id, content } = this.context.store.get().thread;
    const entry = content.entries.findLast((candidate) => candidate.item.type === 'user_message');
    if (entry === undefined || id === null) {
      return;
    }
    this.context.store.update((state) => withContent(state, (shown) => withoutItemsAfter({ ...shown, notices: [] }, entry.item.id)));
    void this.start(opensWith(this.context, 'threads.retry_after_item', { thread_id: id, item_id: entry.item.id }), entry.key);
  }

  /**
   * The network is back, or the page is looked at again: an answer that was lost is looked for.
   * @param slept whether a connection may be dead without saying so; then what streams is taken up anew
   */
  recover(slept: boolean): void {
    if (slept) {
      this.turn?.stream?.renew();
    }
    if (this.lost) {
      this.retry();
    }
  }

  submitInput(itemId: string, input: StructuredInputSubmissionInput): void {
    const { id } = this.context.store.get().thread;
    if (id === null || this.answering) {
      return;
    }
    void this.start(opensWith(this.context, 'threads.add_structured_input', { thread_id: id, item_id: itemId, input }));
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
    await this.start(opensWith(this.context, 'threads.custom_action', params));
  }

  /** After a reload: runs a tool call that still waits for this page, or takes up an answer that runs on the server. */
  async takeUp(threadId: string): Promise<void> {
    if (this.answering || this.turn !== null) {
      return;
    }
    const pending = pendingTool(this.context.store.get().thread.content);
    if (pending !== null) {
      if (Date.now() - Date.parse(pending.created_at) < PENDING_TOOL_MAX_AGE_MS) {
        await this.start(() => null);
      }
      return;
    }
    const turn: ActiveTurn = { abort: new AbortController(), stream: null };
    this.turn = turn;
    let stream: EventStream | null = null;
    try {
      stream = await this.context.client().resume(threadId, streamOptions(this.context, turn.abort.signal));
    } catch (error) {
      // Nothing was asked for, so nothing is shown: the thread is there, and the next message will tell.
      this.context.emit('log', { name: 'stream.resume_failed', data: { reason: error instanceof Error ? error.name : 'unknown' } });
    }
    if (this.turn !== turn) {
      // Something else has begun meanwhile; nobody will read this stream.
      turn.abort.abort();
      return;
    }
    this.turn = null;
    if (stream !== null) {
      await this.start(() => stream, this.context.store.get().answer.liveTurn, turn);
    }
  }

  /** Stop: the server is asked to end the answer and keep what there is; only if it does not, the connection is dropped. */
  async stop(): Promise<void> {
    const { turn } = this;
    if (turn === null || !this.answering) {
      return;
    }
    this.context.store.update((state) => ({ ...state, answer: { ...state.answer, phase: 'stopping', stopped: true } }));
    const timer = setTimeout(() => turn.abort.abort(), STOP_GRACE_MS);
    turn.abort.signal.addEventListener('abort', () => clearTimeout(timer));
    try {
      // While the page's tool runs there is no stream: the run waits on the server and is stopped by its thread.
      if (turn.stream !== null) {
        await turn.stream.cancel();
      } else {
        await this.stopWaiting(turn);
      }
    } catch (error) {
      reportError(this.context, 'StreamError', error);
      turn.abort.abort();
    }
  }

  /** Lets go of the stream without stopping the answer: another thread is shown, or the element is gone. */
  detach(): void {
    this.unsent = null;
    this.lost = false;
    const { turn } = this;
    this.turn = null;
    turn?.abort.abort();
  }

  private async stopWaiting(turn: ActiveTurn): Promise<void> {
    const { id } = this.context.store.get().thread;
    if (id !== null) {
      await this.context.client().cancel(id);
    }
    turn.abort.abort();
  }

  /** A turn: one stream, then another for each tool call that it ends on. Never rejects. */
  private async start(
    open: Open,
    liveTurn = this.context.store.get().answer.liveTurn,
    turn: ActiveTurn = { abort: new AbortController(), stream: null },
  ): Promise<void> {
    const { store, emit } = this.context;
    this.turn = turn;
    this.lost = false;
    store.update((state) => ({
      ...withContent(state, responseStarted),
      announcement: '',
      dismissedNotices: new Set(),
      answer: { phase: 'sending', liveTurn, stopped: false, connected: true },
    }));
    emit('response.start');
    try {
      await this.read(await open(turn.abort.signal), turn);
      await this.answerTools(turn);
    } catch (error) {
      if (this.turn === turn && !turn.abort.signal.aborted) {
        this.lost = this.unsent === null && error instanceof ChatKitConnectionError;
        // Without a network nothing has failed: the banner says what is waited for, and `recover` goes on by itself.
        if (!this.lost || store.get().online) {
          reportError(this.context, 'StreamError', error);
          this.showFailure(error);
        }
      }
    }
    this.end(turn);
  }

  private async read(stream: EventStream | null, turn: ActiveTurn): Promise<void> {
    turn.stream = stream;
    for await (const event of stream ?? []) {
      if (this.turn !== turn) {
        return;
      }
      // The first thing that the server says shows that it took the message.
      this.unsent = null;
      takeEvent(this.context, event);
    }
    turn.stream = null;
  }

  private async answerTools(turn: ActiveTurn): Promise<void> {
    const { store } = this.context;
    for (;;) {
      const { thread, answer } = store.get();
      const call = pendingTool(thread.content);
      const stopped = answer.phase === 'stopping' || thread.content.problem !== null;
      if (call === null || stopped || this.turn !== turn || turn.abort.signal.aborted) {
        return;
      }
      store.update((state) => ({ ...state, answer: { ...state.answer, phase: 'tool' } }));
      const result = await callTool(this.context, call);
      if (this.turn !== turn || turn.abort.signal.aborted) {
        return;
      }
      completeTool(this.context, call, result);
      store.update((state) => (state.answer.phase === 'tool' ? { ...state, answer: { ...state.answer, phase: 'streaming' } } : state));
      const open = opensWith(this.context, 'threads.add_client_tool_output', { thread_id: thread.id ?? call.thread_id, result });
      await this.read(await open(turn.abort.signal), turn);
    }
  }

  private showFailure(error: unknown): void {
    const { message, canRetry, retryAt, sessionExpired } = failureOf(this.context, error);
    const problem = { message, allowRetry: canRetry, retryAt, sessionExpired };
    this.context.store.update((state) => withContent(state, (content) => withProblem(content, problem)));
  }

  private end(turn: ActiveTurn): void {
    if (this.turn !== turn) {
      return;
    }
    this.turn = null;
    this.context.store.update((state) => ({
      ...withContent(state, responseEnded),
      announcement: announcementOf(state.thread.content),
      answer: { ...state.answer, phase: 'idle', connected: true },
    }));
    this.context.emit('response.end');
  }
}
