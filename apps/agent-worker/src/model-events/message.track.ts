import type { Annotation, ThreadItemUpdate, ThreadStreamEvent } from '@frontdesk/chatkit-protocol';

/** An assistant message that is on its way: which of its parts were announced, and the citations shown so far. */
export class MessageTrack {
  private readonly parts = new Map<number, Annotation[]>();

  constructor(readonly id: string) {}

  partAdded(index: number, text: string): ThreadStreamEvent[] {
    if (this.parts.has(index)) {
      return [];
    }
    this.parts.set(index, []);
    return [
      this.updated({
        type: 'assistant_message.content_part.added',
        content_index: index,
        content: { type: 'output_text', text, annotations: [] },
      }),
    ];
  }

  text(index: number, delta: string): ThreadStreamEvent[] {
    return [...this.partAdded(index, ''), this.updated({ type: 'assistant_message.content_part.text_delta', content_index: index, delta })];
  }

  /** Citations are counted here: those that could not be converted leave no gap. */
  annotation(index: number, annotation: Annotation): ThreadStreamEvent[] {
    const opening = this.partAdded(index, '');
    const shown = this.parts.get(index) ?? [];
    shown.push(annotation);
    this.parts.set(index, shown);
    const update = {
      type: 'assistant_message.content_part.annotation_added' as const,
      content_index: index,
      annotation_index: shown.length - 1,
      annotation,
    };
    return [...opening, this.updated(update)];
  }

  /** Unlike the reference, the part keeps the citations that were streamed: dropping them until the item ends makes them flicker. */
  partDone(index: number, text: string): ThreadStreamEvent[] {
    const opening = this.partAdded(index, '');
    const content = { type: 'output_text' as const, text, annotations: [...(this.parts.get(index) ?? [])] };
    return [...opening, this.updated({ type: 'assistant_message.content_part.done', content_index: index, content })];
  }

  private updated(update: ThreadItemUpdate): ThreadStreamEvent {
    return { type: 'thread.item.updated', item_id: this.id, update };
  }
}
