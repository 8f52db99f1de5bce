import type { ModelSignal, SignalPart } from './model-signal.js';
import { responsesEventSchema, type ResponseItem, type ResponsePart, type ResponsesEvent } from './responses.schema.js';

interface Place {
  readonly output_index?: number | undefined;
  readonly item_id?: string | undefined;
}

/** Reads the raw events of one response of the Responses API. */
export class ResponsesReader {
  private readonly images = new Map<string, string>();
  private readonly done = new Set<string>();
  private readonly finishedThoughts = new Set<string>();

  /** @param ordinal number of this response within the run; makes keys unique over responses */
  constructor(private readonly ordinal: number) {}

  read(raw: unknown): ModelSignal[] {
    const parsed = responsesEventSchema.safeParse(raw);
    return parsed.success ? this.readKnown(parsed.data) : [];
  }

  private readKnown(event: ResponsesEvent): ModelSignal[] {
    switch (event.type) {
      case 'response.output_item.added':
        return this.itemAdded(this.keyOf(event), event.item);
      case 'response.output_item.done':
        return this.itemDone(this.keyOf(event), event.item);
      case 'response.completed':
        // Whatever was not streamed item by item is in the final response.
        return (event.response.output ?? []).flatMap((item, index) => this.itemDone(this.keyOf({ output_index: index }), item));
      case 'response.image_generation_call.partial_image':
        return this.partialImage(event);
      default:
        return isThought(event) ? this.thought(this.keyOf(event), event) : messagePart(this.keyOf(event), event);
    }
  }

  private thought(key: string, event: ThoughtEvent): ModelSignal[] {
    const thought = 'summary_index' in event ? `summary ${event.summary_index}` : `text ${event.content_index}`;
    return 'delta' in event
      ? [{ type: 'reasoning.thought_delta', key, thought, delta: event.delta }]
      : this.thoughtDone(key, thought, event.text);
  }

  /** The place in the response tells items apart; the id only where a server leaves the place out. */
  private keyOf(place: Place): string {
    return `${this.ordinal}.${place.output_index ?? place.item_id ?? 'only'}`;
  }

  private itemAdded(key: string, item: ResponseItem): ModelSignal[] {
    switch (item.type) {
      case 'message':
        return [{ type: 'message.started', key }];
      case 'reasoning':
        return [{ type: 'reasoning.started', key }];
      case 'image_generation_call':
        return [{ type: 'image.started', key, imageId: this.imageIdOf(key, item.id) }];
      default:
        return [];
    }
  }

  private itemDone(key: string, item: ResponseItem): ModelSignal[] {
    if (this.done.has(key)) {
      return [];
    }
    this.done.add(key);
    switch (item.type) {
      case 'message':
        return [{ type: 'message.done', key, parts: (item.content ?? []).filter(isShown).map(toSignalPart) }];
      case 'reasoning':
        return [{ type: 'reasoning.started', key }, ...this.missedThoughts(key, item)];
      case 'image_generation_call':
        return [{ type: 'image.done', key, imageId: this.imageIdOf(key, item.id), base64: item.result ?? null }];
      default:
        return [];
    }
  }

  private thoughtDone(key: string, thought: string, text: string): ModelSignal[] {
    this.finishedThoughts.add(`${key} ${thought}`);
    return [{ type: 'reasoning.thought_done', key, thought, text }];
  }

  private missedThoughts(key: string, item: ResponseItem): ModelSignal[] {
    return (item.summary ?? []).flatMap(({ text }, index) =>
      this.finishedThoughts.has(`${key} summary ${index}`) ? [] : this.thoughtDone(key, `summary ${index}`, text),
    );
  }

  private partialImage(event: Extract<ResponsesEvent, { type: 'response.image_generation_call.partial_image' }>): ModelSignal[] {
    const key = this.keyOf(event);
    return [
      {
        type: 'image.partial',
        key,
        imageId: this.imageIdOf(key, event.item_id),
        index: event.partial_image_index,
        base64: event.partial_image_b64,
      },
    ];
  }

  private imageIdOf(key: string, id: string | null | undefined): string {
    const known = this.images.get(key) ?? id ?? key;
    this.images.set(key, known);
    return known;
  }
}

type ThoughtEvent = Extract<ResponsesEvent, { type: `response.reasoning${string}` }>;
type PartEvent = Extract<ResponsesEvent, { type: `response.content_part${string}` | `response.output_text${string}` }>;

const isThought = (event: ResponsesEvent): event is ThoughtEvent => event.type.startsWith('response.reasoning');

function messagePart(key: string, event: PartEvent): ModelSignal[] {
  const part = event.content_index;
  switch (event.type) {
    case 'response.content_part.added':
      return isShown(event.part) ? [{ type: 'message.part_added', key, part, text: textOf(event.part) }] : [];
    case 'response.output_text.delta':
      return [{ type: 'message.text', key, part, delta: event.delta }];
    case 'response.output_text.annotation.added':
      return [{ type: 'message.annotation', key, part, annotation: event.annotation }];
    case 'response.output_text.done':
      return [{ type: 'message.part_done', key, part, text: event.text }];
  }
}

const isShown = (part: ResponsePart): boolean => part.type !== 'reasoning_text';

/** A refusal is shown as the text that it is. */
const textOf = (part: ResponsePart): string => part.text ?? part.refusal ?? '';

const toSignalPart = (part: ResponsePart): SignalPart => ({ text: textOf(part), annotations: part.annotations ?? [] });
