import { ChatKitConnectionError, responseEnded, responseStarted, withProblem, type EventStream } from '@frontdesk/chatkit-client';
import { takeEvent } from './answer-events.js';
import { failureOf, reportError, type ChatContext } from './chat-context.js';
import { isAnswering, withContent } from './chat-state.js';
import { callTool, completeTool, pendingTool } from './client-tools.js';
import { announcementOf } from './turn-items.js';
import { opensWith, streamOptions, type Open } from './turn-streams.js';

/** How long a server may take to end a stopped answer before the connection is dropped. */
const STOP_GRACE_MS = 4_000;

/** A turn under way. */
interface ActiveTurn {
  abort: AbortController;
  stream: EventStream | null;
}

/** A request that begins a turn. */
export interface Request {
  open: Open;
  /** The turn that gets room to grow. */
  liveTurn: string | null;
}

const abortOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/** Turns, one at a time: opens and reads their streams, runs the page's tools between them, stops. */
export class Turns {
  private readonly context: ChatContext;
  private turn: ActiveTurn | null = null;
  private pending: Request | null = null;
  private broken = false;

  constructor(context: ChatContext) {
    this.context = context;
  }

  /** The last request, as long as nothing shows that the server took it. */
  get unsent(): Request | null {
    return this.pending;
  }

  /** Whether the last answer broke off with the connection and may still be running. */
  get lost(): boolean {
    return this.broken;
  }

  get answering(): boolean {
    return isAnswering(this.context.store.get());
  }

  /** A turn that begins with a request, which can be begun again until the server has taken it. Resolves at the turn's end. */
  begin(request: Request): Promise<void> {
    this.pending = request;
    return this.run(request);
  }

  /** Runs a tool call that a thread waits for. */
  answerPending(): Promise<void> {
    return this.run({ open: () => null, liveTurn: this.liveTurn });
  }

  /** Takes up an answer that runs on the server, if one does. Resolves at its end. */
  async resume(threadId: string): Promise<void> {
    if (this.turn !== null) {
      return;
    }
    const turn: ActiveTurn = { abort: new AbortController(), stream: null };
    this.turn = turn;
    let stream: EventStream | null = null;
    let stopped: boolean | null = null;
    const onNothing = ({ wasStopped }: { wasStopped: boolean }): void => void (stopped = wasStopped);
    try {
      stream = await this.context.client().resume(threadId, { ...streamOptions(this.context, turn.abort.signal), onNothing });
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
      await this.run({ open: () => stream, liveTurn: this.liveTurn }, turn);
    } else if (stopped !== null) {
      this.noteStopped(stopped);
    }
  }

  /** The connection may be dead without saying so: what streams is taken up anew. */
  renew(): void {
    this.turn?.stream?.renew();
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
      if (error instanceof ChatKitConnectionError) {
        this.notStopped(error);
      }
      turn.abort.abort();
    }
  }

  /** Lets go of the stream without stopping the answer, and of what would be tried again: another thread is shown. */
  drop(): void {
    const { turn, answering } = this;
    this.pending = null;
    this.broken = false;
    this.turn = null;
    turn?.abort.abort();
    if (answering) {
      this.rest();
    }
  }

  /** The element is gone. Should it come back, what was on its way to the server can be sent again. */
  suspend(): void {
    const { pending, answering } = this;
    this.drop();
    this.pending = pending;
    if (pending !== null && answering) {
      this.showFailure(new ChatKitConnectionError('The chat has left its page.'));
    }
  }

  /** The lost answer was found: as far as the server has it, it is shown. */
  found(): void {
    this.broken = false;
  }

  showFailure(error: unknown): void {
    const { message, canRetry, retryAt, sessionExpired } = failureOf(this.context, error);
    const problem = { message, allowRetry: canRetry, retryAt, sessionExpired };
    this.context.store.update((state) => withContent(state, (content) => withProblem(content, problem)));
  }

  private get liveTurn(): string | null {
    return this.context.store.get().answer.liveTurn;
  }

  private async stopWaiting(turn: ActiveTurn): Promise<void> {
    const { id } = this.context.store.get().thread;
    if (id !== null) {
      await this.context.client().cancel(id);
    }
    turn.abort.abort();
  }

  /** Nobody was reached who could stop it: the answer goes on, and is looked for as any other that was lost. */
  private notStopped(error: ChatKitConnectionError): void {
    this.broken = true;
    this.showFailure(error);
    this.noteStopped(false);
  }

  private noteStopped(stopped: boolean): void {
    this.context.store.update((state) => ({ ...state, answer: { ...state.answer, stopped } }));
  }

  /** A turn: one stream, then another for each tool call that it ends on. Never rejects. */
  private async run({ open, liveTurn }: Request, turn: ActiveTurn = { abort: new AbortController(), stream: null }): Promise<void> {
    const { store, emit } = this.context;
    this.turn = turn;
    this.broken = false;
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
        this.broken = this.pending === null && error instanceof ChatKitConnectionError;
        // Without a network nothing has failed: the banner says what is waited for, and `recover` goes on by itself.
        if (!this.broken || store.get().online) {
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
      // The first thing that the server says shows that it took the request.
      this.pending = null;
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
      // A tool that takes its time, or never ends, does not hold up whoever has stopped.
      const result = await Promise.race([callTool(this.context, call), abortOf(turn.abort.signal)]);
      if (this.turn !== turn || turn.abort.signal.aborted) {
        return;
      }
      completeTool(this.context, call, result);
      store.update((state) => (state.answer.phase === 'tool' ? { ...state, answer: { ...state.answer, phase: 'streaming' } } : state));
      const open = opensWith(this.context, 'threads.add_client_tool_output', { thread_id: thread.id ?? call.thread_id, result });
      await this.read(await open(turn.abort.signal), turn);
    }
  }

  private end(turn: ActiveTurn): void {
    if (this.turn !== turn) {
      return;
    }
    this.turn = null;
    this.context.store.update((state) => ({ ...state, announcement: announcementOf(state.thread.content) }));
    this.rest();
  }

  private rest(): void {
    this.context.store.update((state) => ({
      ...withContent(state, responseEnded),
      answer: { ...state.answer, phase: 'idle', connected: true },
    }));
    this.context.emit('response.end');
  }
}
