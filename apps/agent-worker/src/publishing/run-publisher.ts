import {
  applyItemUpdate,
  encodeEvent,
  isHiddenItem,
  type AssistantMessageItem,
  type ThreadItem,
  type ThreadItemUpdate,
  type ThreadStreamEvent,
} from '@frontdesk/chatkit-protocol';
import type { RunStatus } from '@frontdesk/contracts';
import type { RunEventWriter, TextDelta } from '@frontdesk/run-events';
import type { Fence, RunLifecycleStore, ThreadChanges } from '@frontdesk/runs';
import { toWireThread, type ThreadRecord } from '@frontdesk/threads';
import { fencedWrite } from './fenced-write.js';
import { StepQueue } from './step-queue.js';

export interface RunPublisherOptions {
  readonly store: Pick<RunLifecycleStore, 'saveItem' | 'removeItem' | 'saveCheckpoint' | 'titleThread' | 'updateThread'>;
  readonly fence: Fence;
  readonly writer: Pick<RunEventWriter, 'push' | 'pushDelta' | 'flush' | 'end' | 'close'>;
  /** Moves bytes of a finished item that belong elsewhere; null when nothing is left of it to show. */
  readonly keepFiles: (item: ThreadItem) => Promise<ThreadItem | null>;
  /** A write lost against another worker; nothing more is written. */
  readonly onFenced: () => void;
  /** A write failed for good, or an event does not fit the protocol; what waited behind it is dropped. */
  readonly onFailure: (cause: unknown) => void;
  readonly onFirstDelta: () => void;
}

type FinishedEvent = Extract<ThreadStreamEvent, { type: 'thread.item.done' | 'thread.item.replaced' }>;

/** The frame of a text delta; the writer calls it once deltas are joined. */
export const encodeDelta = ({ itemId, contentIndex, delta }: TextDelta): string =>
  encodeEvent({
    type: 'thread.item.updated',
    item_id: itemId,
    update: { type: 'assistant_message.content_part.text_delta', content_index: contentIndex, delta },
  });

/**
 * The one way of a run's events to the screen: in order, an item in Postgres before its final frame, hidden items in
 * Postgres alone. `publish` never waits, so that the model is read as fast as it speaks; while an item is being saved,
 * what comes after it queues up.
 */
export class RunPublisher {
  private readonly steps: StepQueue;
  /** Items on screen that are not final, as far as they have come. */
  private readonly pending = new Map<string, ThreadItem>();
  private readonly hidden = new Set<string>();
  private readonly settledIds: Set<string>;
  private deltaSeen = false;
  private stopped = false;

  /** @param settledIds final items that earlier claims of the run left */
  constructor(
    private readonly options: RunPublisherOptions,
    settledIds: readonly string[] = [],
  ) {
    this.settledIds = new Set(settledIds);
    this.steps = new StepQueue(options.onFailure);
  }

  publish(event: ThreadStreamEvent): void {
    this.steps.run(() => this.apply(event));
  }

  /** Saves an item without a frame: hidden ones, and those whose frame must wait for more than the item (see `show`). */
  save(item: ThreadItem): void {
    this.steps.run(async () => {
      await this.store(item);
    });
  }

  /** Sends the final frame of an item that was saved. */
  show(item: ThreadItem): void {
    this.steps.run(() => this.options.writer.push(encodeEvent({ type: 'thread.item.done', item })));
  }

  /** Keeps what a later claim continues from, after everything published so far. @returns whether it is kept */
  checkpoint(make: (itemIds: readonly string[]) => unknown): Promise<boolean> {
    return this.guarded(() => this.options.store.saveCheckpoint(this.options.fence, make([...this.settledIds])));
  }

  /** Gives the thread its title and tells the screen, unless the user was quicker. */
  title(title: string): void {
    this.steps.run(async () => {
      const thread = await fencedWrite(() => this.options.store.titleThread(this.options.fence, title)); // null: it has one
      if (thread !== null) {
        this.options.writer.push(encodeEvent({ type: 'thread.updated', thread: toWireThread(thread) }));
      }
    });
  }

  /** Events that are known only when their turn comes. */
  publishFrom(make: () => Promise<readonly ThreadStreamEvent[]>): void {
    this.steps.run(async () => {
      for (const event of await make()) {
        await this.apply(event);
      }
    });
  }

  /** Keeps an item that stays unfinished on the screen, for a later turn to go on with. */
  suspend(item: ThreadItem): void {
    this.steps.run(async () => {
      await this.store(item);
      this.pending.delete(item.id);
    });
  }

  /** Changes the thread, then tells the screen. */
  updateThread(changes: ThreadChanges): void {
    this.steps.run(async () => {
      let thread: ThreadRecord | null = null;
      const held = await this.write(async () => (thread = await this.options.store.updateThread(this.options.fence, changes)) !== null);
      if (held && thread !== null) {
        this.options.writer.push(encodeEvent({ type: 'thread.updated', thread: toWireThread(thread) }));
        if (changes.allowCancel !== undefined) {
          this.options.writer.push(encodeEvent({ type: 'stream_options', stream_options: { allow_cancel: changes.allowCancel } }));
        }
      }
    });
  }

  /** Text that people have read stays: unfinished messages become final as far as they have come, all else goes. */
  keepText(now: () => Date): void {
    this.steps.run(async () => {
      for (const item of [...this.pending.values()]) {
        await this.apply(
          hasText(item) ? { type: 'thread.item.done', item: { ...item, created_at: now().toISOString() } } : removedEvent(item.id),
        );
      }
    });
  }

  /** Takes everything unfinished off the screen. */
  removePending(): void {
    this.steps.run(() => this.removeEach([...this.pending.keys()]));
  }

  /** Takes back everything that this run has shown. */
  removeAll(): void {
    this.steps.run(() => this.removeEach([...new Set([...this.pending.keys(), ...this.settledIds])]));
  }

  /** An item that an earlier claim left unfinished on the screen, as far as it had come. */
  adopt(item: ThreadItem): void {
    this.pending.set(item.id, item);
  }

  /** Frames that show everything unfinished as it is now. */
  snapshot(): string[] {
    return [...this.pending.values()].map((item) => encodeEvent({ type: 'thread.item.added', item }));
  }

  /** Resolves when everything so far is in Postgres and handed to the writer, or nothing more will be. */
  settled(): Promise<void> {
    return this.steps.settled();
  }

  /** Final items that this run has brought about and not taken back. */
  get itemIds(): readonly string[] {
    return [...this.settledIds];
  }

  /** Resolves when everything so far is in the log too, or nothing more will be. */
  async flushed(): Promise<void> {
    await this.steps.settled();
    await this.options.writer.flush();
  }

  /** Writes the end of the stream; the last thing that a run does. */
  async end(status: RunStatus): Promise<void> {
    await this.steps.settled();
    if (!this.stopped) {
      await this.options.writer.end(status);
    }
  }

  /** Nothing more is written; what is queued is dropped. */
  stop(): void {
    this.stopped = true;
    this.steps.close();
    this.options.writer.close();
  }

  private apply(event: ThreadStreamEvent): void | Promise<void> {
    switch (event.type) {
      case 'thread.item.added':
        return this.added(event.item, event);
      case 'thread.item.updated':
        return this.updated(event.item_id, event.update, event);
      case 'thread.item.done':
      case 'thread.item.replaced':
        return this.finished(event);
      case 'thread.item.removed':
        return this.removed(event.item_id, event);
      default:
        this.options.writer.push(encodeEvent(event)); // no item, nothing to keep
    }
  }

  private added(item: ThreadItem, event: ThreadStreamEvent): void {
    if (isHiddenItem(item)) {
      this.hidden.add(item.id);
      return;
    }
    this.pending.set(item.id, item);
    this.options.writer.push(encodeEvent(event));
  }

  private updated(itemId: string, update: ThreadItemUpdate, event: ThreadStreamEvent): void {
    if (this.hidden.has(itemId)) {
      return;
    }
    const item = this.pending.get(itemId);
    if (item !== undefined) {
      this.pending.set(itemId, applyItemUpdate(item, update));
    }
    if (update.type !== 'assistant_message.content_part.text_delta') {
      this.options.writer.push(encodeEvent(event));
      return;
    }
    this.options.writer.pushDelta({ itemId, contentIndex: update.content_index, delta: update.delta });
    if (!this.deltaSeen) {
      this.deltaSeen = true;
      this.options.onFirstDelta();
    }
  }

  private async finished(event: FinishedEvent): Promise<void> {
    const item = await this.options.keepFiles(event.item);
    if (item === null) {
      return this.removed(event.item.id, removedEvent(event.item.id));
    }
    const frame = isHiddenItem(item) ? null : encodeEvent({ ...event, item }); // an item that does not fit the protocol must not be stored either
    // What stands in for an item of an earlier run is not this run's to take back.
    const isOurs = event.type === 'thread.item.done' || this.pending.has(item.id) || this.settledIds.has(item.id);
    const isStored = await (isOurs ? this.store(item) : this.write(() => this.options.store.saveItem(this.options.fence, item)));
    if (isStored && frame !== null) {
      this.pending.delete(item.id);
      this.options.writer.push(frame);
    }
  }

  private async store(item: ThreadItem): Promise<boolean> {
    const held = await this.write(() => this.options.store.saveItem(this.options.fence, item));
    if (held) {
      this.settledIds.add(item.id);
    }
    return held;
  }

  private async removed(itemId: string, event: ThreadStreamEvent): Promise<void> {
    const held = await this.write(() => this.options.store.removeItem(this.options.fence, itemId));
    if (held) {
      this.pending.delete(itemId);
      this.settledIds.delete(itemId);
      this.options.writer.push(encodeEvent(event));
    }
  }

  private async removeEach(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await this.removed(id, removedEvent(id));
    }
  }

  private guarded(write: () => Promise<boolean>): Promise<boolean> {
    return new Promise((resolve) => {
      this.steps.run(async () => resolve(await this.write(write)));
      void this.steps.settled().then(() => resolve(false)); // the queue was closed before its turn
    });
  }

  private async write(write: () => Promise<boolean>): Promise<boolean> {
    const held = await fencedWrite(write);
    if (!held && !this.stopped) {
      this.stop();
      this.options.onFenced();
    }
    return held && !this.stopped;
  }
}

const removedEvent = (itemId: string): ThreadStreamEvent => ({ type: 'thread.item.removed', item_id: itemId });

function hasText(item: ThreadItem): item is AssistantMessageItem {
  return item.type === 'assistant_message' && item.content.some((part) => part.text.trim() !== '');
}
