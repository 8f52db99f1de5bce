import { applyItemUpdate, threadStreamEventSchema, type ThreadItem, type ThreadStreamEvent } from '@frontdesk/chatkit-protocol';

/** What one person sees of a thread, told from the frames alone; keeps book of what must not happen. */
export class Screen {
  readonly items = new Map<string, ThreadItem>();
  readonly errors: string[] = [];
  /** Messages whose streamed text was not the final one, in words: a delta was lost, or came twice. */
  readonly torn: string[] = [];
  private readonly open = new Set<string>();

  /** Items that were begun and never finished or taken back. */
  get unfinished(): readonly string[] {
    return [...this.open];
  }

  get pendingToolCall(): boolean {
    return [...this.items.values()].some((item) => item.type === 'client_tool_call' && item.status === 'pending');
  }

  see(data: string): void {
    this.apply(threadStreamEventSchema.parse(JSON.parse(data)));
  }

  /** The page has answered the call; no frame says so. */
  answered(): void {
    for (const item of this.items.values()) {
      if (item.type === 'client_tool_call') {
        this.items.delete(item.id);
      }
    }
  }

  /** As a client does that finds items open at the end of a stream. */
  reload(stored: readonly ThreadItem[]): void {
    this.open.clear();
    this.items.clear();
    stored.forEach((item) => this.items.set(item.id, item));
  }

  private apply(event: ThreadStreamEvent): void {
    switch (event.type) {
      case 'thread.item.added':
        this.items.set(event.item.id, event.item);
        this.open.add(event.item.id);
        break;
      case 'thread.item.updated':
        this.update(event.item_id, (item) => applyItemUpdate(item, event.update));
        break;
      case 'thread.item.done':
      case 'thread.item.replaced':
        this.compare(event.item);
        this.items.set(event.item.id, event.item);
        this.open.delete(event.item.id);
        break;
      case 'thread.item.removed':
        this.items.delete(event.item_id);
        this.open.delete(event.item_id);
        break;
      case 'error':
        this.errors.push(event.message ?? event.code);
        break;
      default:
        break;
    }
  }

  private update(id: string, change: (item: ThreadItem) => ThreadItem): void {
    const item = this.items.get(id);
    if (item !== undefined) {
      this.items.set(id, change(item));
    }
  }

  private compare(final: ThreadItem): void {
    const streamed = this.items.get(final.id);
    if (streamed !== undefined && this.open.has(final.id) && textOf(streamed) !== textOf(final)) {
      this.torn.push(`${final.id} was streamed as ${JSON.stringify(textOf(streamed))}, and is ${JSON.stringify(textOf(final))}`);
    }
  }
}

export const textOf = (item: ThreadItem): string =>
  item.type === 'assistant_message' ? item.content.map((part) => part.text).join('') : '';
