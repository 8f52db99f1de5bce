import type { ChatKitClient } from '../chatkit-client.js';
import type { ReceivedEvent } from '../received/received-event.js';

/** Events after which a thread, read again, shows more than before. */
const STORED: ReadonlySet<ReceivedEvent['type']> = new Set([
  'thread.item.done',
  'thread.item.replaced',
  'thread.item.removed',
  'thread.updated',
]);

/** For errors behind the page's back: as if they were thrown by a script of its own. */
export const tellPage = (error: unknown): void =>
  queueMicrotask(() => {
    throw error;
  });

/** Follows runs that nobody on this page reads, such as the one that a reload has left. */
export class RunWatch {
  private readonly read = new Set<string>();
  private readonly watched = new Set<string>();

  constructor(private readonly onThreadChanged: (threadId: string) => void) {}

  /** The page itself reads an answer of this thread. */
  reads(threadId: string): void {
    this.read.add(threadId);
  }

  leaves(threadId: string): void {
    this.read.delete(threadId);
  }

  /** The page has opened a thread: if a run is unfinished there, it is followed to its end. */
  look(client: ChatKitClient, threadId: string): void {
    if (this.read.has(threadId) || this.watched.has(threadId)) {
      return;
    }
    this.watched.add(threadId);
    void this.follow(client, threadId)
      .catch((error: unknown) => tellPage(error))
      .finally(() => this.watched.delete(threadId));
  }

  private async follow(client: ChatKitClient, threadId: string): Promise<void> {
    const events = await client.resume(threadId);
    if (events === null) {
      return;
    }
    for await (const { type } of events) {
      if (STORED.has(type)) {
        this.onThreadChanged(threadId);
      }
    }
    this.onThreadChanged(threadId);
  }
}
