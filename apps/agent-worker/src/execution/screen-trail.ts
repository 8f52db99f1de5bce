import { applyItemUpdate, threadStreamEventSchema, type ThreadItem, type ThreadStreamEvent } from '@frontdesk/chatkit-protocol';
import { CURSOR_START, cursorOf, type Cursor } from '@frontdesk/contracts';
import type { LogEntry } from '@frontdesk/run-events';

/** What the claims of a run before this one have put on screen, told from the run's log. */
export class ScreenTrail {
  /** Shown and not final, as far as they had come. */
  readonly open = new Map<string, ThreadItem>();
  /** Shown and final. */
  readonly final = new Set<string>();
  private last: LogEntry | null = null;

  /** Everything up to here was read. */
  get cursor(): Cursor {
    return this.last === null ? CURSOR_START : cursorOf(this.last);
  }

  /** The last claim said its end; nothing of it is left lying about. */
  get isEnded(): boolean {
    return this.last?.kind === 'end';
  }

  read(events: readonly LogEntry[]): void {
    for (const event of events) {
      this.last = event;
      for (const frame of event.kind === 'frames' ? event.frames : []) {
        const parsed = threadStreamEventSchema.safeParse(JSON.parse(frame));
        if (parsed.success) {
          this.apply(parsed.data);
        }
      }
    }
  }

  private apply(event: ThreadStreamEvent): void {
    switch (event.type) {
      case 'thread.item.added':
        this.open.set(event.item.id, event.item);
        break;
      case 'thread.item.updated': {
        const item = this.open.get(event.item_id);
        if (item !== undefined) {
          this.open.set(item.id, applyItemUpdate(item, event.update));
        }
        break;
      }
      case 'thread.item.done':
        this.open.delete(event.item.id);
        this.final.add(event.item.id);
        break;
      case 'thread.item.replaced':
        this.open.delete(event.item.id); // an item of an earlier run, perhaps: what stands in for it is not taken back
        break;
      case 'thread.item.removed':
        this.open.delete(event.item_id);
        this.final.delete(event.item_id);
        break;
      default:
        break; // the rest leaves nothing on screen that could be left over
    }
  }
}
