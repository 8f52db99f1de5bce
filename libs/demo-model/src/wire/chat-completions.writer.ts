import type { ChatCompletion, ChatCompletionChunk, CompletionUsage } from 'openai/resources';
import type { ChatRequest } from '../conversation/chat-completions.normaliser.js';
import { inputTokens, nowInSeconds, type AnswerJob } from './answer-job.js';
import type { EventStream } from './event-stream.js';
import { generate, partsOf, type Generated, type GenerationEvent, type Part } from './generation.js';
import { identifier } from './identifier.js';

/** `reasoning` is not in OpenAI's own format; local servers send it, and agents read it there. */
type Delta = ChatCompletionChunk.Choice.Delta & { reasoning?: string };
type FinishReason = 'stop' | 'length' | 'tool_calls';

interface Slot {
  readonly part: Part;
  readonly callId: string;
  /** Position among the calls. */
  readonly callIndex: number;
}

/** Writes an answer in the format of the Chat Completions API. */
export class ChatCompletionsWriter {
  private readonly slots: readonly Slot[];
  private readonly id = identifier('chatcmpl', '-');
  private readonly created = nowInSeconds();

  constructor(
    private readonly job: AnswerJob,
    private readonly request: ChatRequest,
  ) {
    let calls = 0;
    this.slots = partsOf(job.plan).map((part) => ({ part, callId: identifier('call'), callIndex: part.kind === 'call' ? calls++ : -1 }));
  }

  /** The whole answer at once. */
  async write(): Promise<ChatCompletion> {
    const texts: string[][] = [];
    const generated = await this.run((event) => {
      if (event.type === 'part.end') {
        texts[event.part] = [...event.texts];
      }
      return Promise.resolve();
    });
    return {
      id: this.id,
      object: 'chat.completion',
      created: this.created,
      model: this.job.model,
      choices: [{ index: 0, message: this.message(texts), finish_reason: this.finishReason(generated), logprobs: null }],
      usage: this.usage(generated),
    };
  }

  /** The answer as chunks, then the reason of its end, the usage when it was asked for, and `[DONE]`. */
  async stream(events: EventStream): Promise<void> {
    await this.send(events, { role: 'assistant', content: '' });
    const generated = await this.run(async (event) => {
      const delta = this.deltaOf(event);
      if (delta !== null) {
        await this.send(events, delta);
      }
    });
    await this.send(events, {}, this.finishReason(generated));
    if (this.request.stream_options?.include_usage === true) {
      await events.send({ ...this.chunk(), choices: [], usage: this.usage(generated) } satisfies ChatCompletionChunk);
    }
    await events.write('data: [DONE]\n\n');
    events.end();
  }

  private async run(onEvent: (event: GenerationEvent) => Promise<void>): Promise<Generated> {
    const generation = generate(
      this.slots.map((slot) => slot.part),
      this.job.beforeToken,
      this.job.maxTokens,
      this.job.asWritten,
    );
    for (;;) {
      const { value, done } = await generation.next();
      if (done === true) {
        return value;
      }
      await onEvent(value);
    }
  }

  private deltaOf(event: GenerationEvent): Delta | null {
    const slot = this.slots[event.part];
    if (slot?.part.kind === 'call') {
      return callDelta(slot, slot.part.name, event);
    }
    if (event.type === 'segment.start' && event.segment > 0) {
      return { reasoning: '\n\n' };
    }
    if (event.type !== 'token') {
      return null;
    }
    return slot?.part.kind === 'reasoning' ? { reasoning: event.text } : { content: event.text };
  }

  private async send(events: EventStream, delta: Delta, finish_reason: FinishReason | null = null): Promise<void> {
    await events.send({ ...this.chunk(), choices: [{ index: 0, delta, finish_reason, logprobs: null }] } satisfies ChatCompletionChunk);
  }

  private chunk(): Pick<ChatCompletionChunk, 'id' | 'object' | 'created' | 'model'> {
    return { id: this.id, object: 'chat.completion.chunk', created: this.created, model: this.job.model };
  }

  private message(texts: readonly (readonly string[])[]): ChatCompletion.Choice['message'] & { reasoning?: string } {
    const calls = this.slots.flatMap(({ part, callId }, index) =>
      part.kind === 'call'
        ? [{ id: callId, type: 'function' as const, function: { name: part.name, arguments: texts[index]?.[0] ?? '' } }]
        : [],
    );
    const textOf = (kind: Part['kind']): readonly string[] | undefined => texts[this.slots.findIndex((slot) => slot.part.kind === kind)];
    const reasoning = textOf('reasoning')?.join('\n\n');
    return {
      role: 'assistant',
      content: textOf('message')?.[0] ?? null,
      refusal: null,
      ...(reasoning !== undefined && { reasoning }),
      ...(calls.length > 0 && { tool_calls: calls }),
    };
  }

  private finishReason(generated: Generated): FinishReason {
    if (generated.cut) {
      return 'length';
    }
    return this.job.plan.toolCalls.length > 0 ? 'tool_calls' : 'stop';
  }

  private usage(generated: Generated): CompletionUsage {
    const input = inputTokens(this.job.conversation);
    return {
      prompt_tokens: input,
      completion_tokens: generated.outputTokens,
      total_tokens: input + generated.outputTokens,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: generated.reasoningTokens },
    };
  }
}

/** The first chunk of a call carries id and name, those that follow pieces of the arguments. */
function callDelta({ callId, callIndex: index }: Slot, name: string, event: GenerationEvent): Delta | null {
  switch (event.type) {
    case 'part.start':
      return { tool_calls: [{ index, id: callId, type: 'function', function: { name, arguments: '' } }] };
    case 'token':
      return { tool_calls: [{ index, function: { arguments: event.text } }] };
    case 'segment.start':
    case 'segment.end':
    case 'part.end':
      return null;
  }
}
