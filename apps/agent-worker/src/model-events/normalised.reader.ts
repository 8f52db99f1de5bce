import { z } from 'zod';
import type { ModelSignal, SignalPart } from './model-signal.js';

/** The delta of a chunk; servers disagree on the name of the field that carries thoughts. */
const chunkSchema = z.looseObject({
  choices: z.array(
    z.looseObject({
      index: z.number().optional(),
      delta: z.looseObject({ reasoning: z.string().nullish(), reasoning_content: z.string().nullish() }).nullish(),
    }),
  ),
});

const textsSchema = z.array(z.looseObject({ type: z.string(), text: z.string() }));
const partSchema = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  refusal: z.string().optional(),
  providerData: z.looseObject({ annotations: z.array(z.unknown()).optional() }).optional(),
});

const outputSchema = z.union([
  z.object({
    type: z.literal('message').optional(),
    role: z.literal('assistant'),
    id: z.string().optional(),
    content: z.array(partSchema),
  }),
  z.object({ type: z.literal('reasoning'), content: textsSchema.optional(), rawContent: textsSchema.optional() }),
  z.object({
    type: z.literal('hosted_tool_call'),
    name: z.literal('image_generation_call'),
    id: z.string().optional(),
    output: z.string().optional(),
  }),
]);
type Output = z.infer<typeof outputSchema>;
type MessageOutput = Extract<Output, { role: 'assistant' }>;

/**
 * Reads one response of a model that streams plain text deltas: Chat Completions servers, and models of our own.
 * Such streams name no items and no parts; what is missing is made up here.
 */
export class NormalisedReader {
  /** Messages that have begun, by the id that their deltas carry. */
  private readonly open = new Map<string, string>();
  private thinking = false;

  /** @param ordinal number of this response within the run; makes keys unique over responses */
  constructor(private readonly ordinal: number) {}

  /** Looks into a raw chunk for thoughts: the SDK keeps them back until the end, or drops them. */
  chunk(raw: unknown): ModelSignal[] {
    const parsed = chunkSchema.safeParse(raw);
    const delta = parsed.success ? parsed.data.choices.find((choice) => (choice.index ?? 0) === 0)?.delta : undefined;
    const thought = delta?.reasoning ?? delta?.reasoning_content ?? '';
    if (thought === '') {
      return [];
    }
    const key = this.reasoningKey();
    const started: ModelSignal[] = this.thinking ? [] : [{ type: 'reasoning.started', key }];
    this.thinking = true;
    return [...started, { type: 'reasoning.thought_delta', key, thought: 'text 0', delta: thought }];
  }

  textDelta(delta: string, itemId: string | undefined): ModelSignal[] {
    const id = itemId ?? '';
    const known = this.open.get(id);
    if (known !== undefined) {
      return [{ type: 'message.text', key: known, part: 0, delta }];
    }
    const key = this.messageKey(this.open.size);
    this.open.set(id, key);
    return [
      { type: 'message.started', key },
      { type: 'message.part_added', key, part: 0, text: '' },
      { type: 'message.text', key, part: 0, delta },
    ];
  }

  /** The final output: closes what was streamed, and shows whole what was not. */
  done(output: readonly unknown[]): ModelSignal[] {
    const items = output.map((item) => outputSchema.safeParse(item)).flatMap((parsed) => (parsed.success ? [parsed.data] : []));
    return items.flatMap((item, index) => this.itemDone(item, index));
  }

  private itemDone(item: Output, index: number): ModelSignal[] {
    if ('role' in item) {
      return this.messageDone(item, index);
    }
    if (item.type === 'reasoning') {
      return this.reasoningDone(item);
    }
    const key = `${this.ordinal}.image ${index}`;
    return [{ type: 'image.done', key, imageId: item.id ?? key, base64: item.output ?? null }];
  }

  private messageDone(item: MessageOutput, index: number): ModelSignal[] {
    const parts = item.content.map(toSignalPart);
    const streamed = this.claimOpen(item.id);
    if (streamed === undefined) {
      return [{ type: 'message.done', key: `${this.ordinal}.whole ${index}`, parts }];
    }
    const text = parts[0]?.text ?? '';
    return [
      { type: 'message.part_done', key: streamed, part: 0, text },
      { type: 'message.done', key: streamed, parts },
    ];
  }

  /** The message that was streamed under this id; failing that, the oldest one that is still open. */
  private claimOpen(id: string | undefined): string | undefined {
    const name = id !== undefined && this.open.has(id) ? id : [...this.open.keys()][0];
    if (name === undefined) {
      return undefined;
    }
    const key = this.open.get(name);
    this.open.delete(name);
    return key;
  }

  private reasoningDone(item: Extract<Output, { type: 'reasoning' }>): ModelSignal[] {
    const key = this.reasoningKey();
    const texts = item.rawContent ?? item.content ?? [];
    const started: ModelSignal[] = this.thinking ? [] : [{ type: 'reasoning.started', key }];
    this.thinking = true;
    return [
      ...started,
      ...texts.map(({ text }, index): ModelSignal => ({ type: 'reasoning.thought_done', key, thought: `text ${index}`, text })),
    ];
  }

  private messageKey(index: number): string {
    return `${this.ordinal}.message ${index}`;
  }

  private reasoningKey(): string {
    return `${this.ordinal}.reasoning`;
  }
}

const toSignalPart = (part: z.infer<typeof partSchema>): SignalPart => ({
  text: part.text ?? part.refusal ?? '',
  annotations: part.providerData?.annotations ?? [],
});
