import type { ReceivedEvent } from '../received/received-event.js';
import type { Operation } from '../transport/transport.js';

/** What a stream needs of the client. */
export interface StreamHost {
  /** @param key of a request that begins an answer: the server begins one answer for it, however often it is sent */
  open(operation: Operation, signal: AbortSignal, key?: string): Promise<Response>;
  /** Whether the server is known to heed keys. */
  readonly knowsKeys: boolean;
  cancelRun(threadId: string, runId: string): Promise<void>;
  /** What the server has stored of a run that ended unseen, as events. */
  catchUp(threadId: string, openItems: ReadonlySet<string>, signal: AbortSignal): AsyncIterable<ReceivedEvent>;
}
