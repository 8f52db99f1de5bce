import type { ReceivedEvent } from '../received/received-event.js';

/** Follows which items of a stream were begun and not finished. */
export class OpenItems {
  private readonly open = new Set<string>();

  get ids(): ReadonlySet<string> {
    return this.open;
  }

  follow(event: ReceivedEvent): void {
    switch (event.type) {
      case 'thread.item.added':
        this.open.add(event.item.id);
        break;
      case 'thread.item.done':
      case 'thread.item.replaced':
        this.open.delete(event.item.id);
        break;
      case 'thread.item.removed':
        this.open.delete(event.item_id);
        break;
      default:
        break;
    }
  }
}
