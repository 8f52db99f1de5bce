import type { Response as ResponsesResponse, ResponseOutputItem, ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { ResponsesRequest } from '../conversation/responses.normaliser.js';
import { inputTokens, nowInSeconds, type AnswerJob } from './answer-job.js';
import type { EventStream } from './event-stream.js';
import { generate, partsOf, type Generated, type GenerationEvent, type Part } from './generation.js';
import { identifier } from './identifier.js';

/** The wire's response object: what the official client adds on its side is left out. */
type WireResponse = Omit<ResponsesResponse, 'output_text' | 'access_programs'>;
type WireEvent = WithoutNumber<Exclude<ResponseStreamEvent, { response: ResponsesResponse }>>;
type WithoutNumber<Event> = Event extends unknown ? Omit<Event, 'sequence_number'> : never;
type Lifecycle = 'response.created' | 'response.in_progress' | 'response.completed' | 'response.incomplete';

interface Slot {
  readonly part: Part;
  readonly itemId: string;
  readonly callId: string;
}

/** Writes an answer in the format of the Responses API. */
export class ResponsesWriter {
  private readonly slots: readonly Slot[];
  private readonly output: ResponseOutputItem[] = [];
  private readonly id = identifier('resp');
  private readonly createdAt = nowInSeconds();
  private sequence = 0;

  constructor(
    private readonly job: AnswerJob,
    private readonly request: ResponsesRequest,
  ) {
    const prefixes = { reasoning: 'rs', message: 'msg', call: 'fc' } as const;
    this.slots = partsOf(job.plan).map((part) => ({ part, itemId: identifier(prefixes[part.kind]), callId: identifier('call') }));
  }

  /** The whole answer at once. */
  async write(): Promise<WireResponse> {
    return this.finished(await this.run(() => Promise.resolve()));
  }

  /** The answer as events: the full sequence, numbered from 0. */
  async stream(events: EventStream): Promise<void> {
    await this.sendLifecycle(events, 'response.created', this.response('in_progress'));
    await this.sendLifecycle(events, 'response.in_progress', this.response('in_progress'));
    const generated = await this.run(async (event) => {
      for (const wire of this.wireEvents(event)) {
        await events.send({ ...wire, sequence_number: this.sequence++ }, wire.type);
      }
    });
    const response = this.finished(generated);
    await this.sendLifecycle(events, generated.cut ? 'response.incomplete' : 'response.completed', response);
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
      if (value.type === 'part.end') {
        this.output.push(this.item(value.part, value.texts, 'completed'));
      }
      await onEvent(value);
    }
  }

  private async sendLifecycle(events: EventStream, type: Lifecycle, response: WireResponse): Promise<void> {
    await events.send({ type, sequence_number: this.sequence++, response }, type);
  }

  private wireEvents(event: GenerationEvent): WireEvent[] {
    const slot = this.slots[event.part];
    if (slot === undefined) {
      return [];
    }
    const { itemId: item_id } = slot;
    const output_index = event.part;
    switch (event.type) {
      case 'part.start':
        return [{ type: 'response.output_item.added', output_index, item: this.item(event.part, null, 'in_progress') }];
      case 'part.end':
        return [{ type: 'response.output_item.done', output_index, item: this.item(event.part, event.texts, 'completed') }];
      case 'segment.start':
      case 'token':
      case 'segment.end':
        return segmentEvents(slot.part.kind, { item_id, output_index }, event);
    }
  }

  /** An item of the output; `texts` null when nothing of it is there yet. */
  private item(part: number, texts: readonly string[] | null, status: 'in_progress' | 'completed'): ResponseOutputItem {
    const slot = this.slots[part];
    if (slot === undefined) {
      throw new RangeError(`no part ${part}`);
    }
    const { itemId: id } = slot;
    switch (slot.part.kind) {
      case 'reasoning':
        return { id, type: 'reasoning', summary: (texts ?? []).map((text) => ({ type: 'summary_text', text })), status };
      case 'message':
        return { id, type: 'message', role: 'assistant', status, content: (texts ?? []).map(outputText) };
      case 'call':
        return { id, type: 'function_call', call_id: slot.callId, name: slot.part.name, arguments: texts?.[0] ?? '', status };
    }
  }

  private finished(generated: Generated): WireResponse {
    const input = inputTokens(this.job.conversation);
    return {
      ...this.response(generated.cut ? 'incomplete' : 'completed'),
      incomplete_details: generated.cut ? { reason: 'max_output_tokens' } : null,
      output: this.output,
      usage: {
        input_tokens: input,
        input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
        output_tokens: generated.outputTokens,
        output_tokens_details: { reasoning_tokens: generated.reasoningTokens },
        total_tokens: input + generated.outputTokens,
      },
    };
  }

  private response(status: 'in_progress' | 'completed' | 'incomplete'): WireResponse {
    const { request } = this;
    return {
      id: this.id,
      object: 'response',
      created_at: this.createdAt,
      status,
      error: null,
      incomplete_details: null,
      instructions: request.instructions ?? null,
      max_output_tokens: request.max_output_tokens ?? null,
      metadata: {},
      model: this.job.model,
      output: [],
      parallel_tool_calls: this.job.conversation.parallelToolCalls,
      previous_response_id: null,
      temperature: null,
      text: { format: { type: 'text' } },
      tool_choice: 'auto',
      tools: [...this.job.conversation.tools.values()].map(({ name, parameters }) => ({
        type: 'function',
        name,
        parameters,
        strict: null,
      })),
      top_p: null,
      truncation: 'disabled',
    };
  }
}

const outputText = (text: string): { type: 'output_text'; text: string; annotations: []; logprobs: [] } => ({
  type: 'output_text',
  text,
  annotations: [],
  logprobs: [],
});

type SegmentEvent = Extract<GenerationEvent, { segment: number }>;
interface Place {
  readonly item_id: string;
  readonly output_index: number;
}

function segmentEvents(kind: Part['kind'], place: Place, event: SegmentEvent): WireEvent[] {
  switch (kind) {
    case 'message':
      return messageEvents(place, event);
    case 'reasoning':
      return reasoningEvents(place, event);
    case 'call':
      return callEvents(place, event);
  }
}

function messageEvents(place: Place, event: SegmentEvent): WireEvent[] {
  const at = { ...place, content_index: event.segment };
  switch (event.type) {
    case 'segment.start':
      return [{ type: 'response.content_part.added', ...at, part: outputText('') }];
    case 'token':
      return [{ type: 'response.output_text.delta', ...at, delta: event.text, logprobs: [] }];
    case 'segment.end':
      return [
        { type: 'response.output_text.done', ...at, text: event.text, logprobs: [] },
        { type: 'response.content_part.done', ...at, part: outputText(event.text) },
      ];
  }
}

function reasoningEvents(place: Place, event: SegmentEvent): WireEvent[] {
  const at = { ...place, summary_index: event.segment };
  switch (event.type) {
    case 'segment.start':
      return [{ type: 'response.reasoning_summary_part.added', ...at, part: { type: 'summary_text', text: '' } }];
    case 'token':
      return [{ type: 'response.reasoning_summary_text.delta', ...at, delta: event.text }];
    case 'segment.end':
      return [
        { type: 'response.reasoning_summary_text.done', ...at, text: event.text },
        { type: 'response.reasoning_summary_part.done', ...at, part: { type: 'summary_text', text: event.text } },
      ];
  }
}

function callEvents(place: Place, event: SegmentEvent): WireEvent[] {
  switch (event.type) {
    case 'segment.start':
      return [];
    case 'token':
      return [{ type: 'response.function_call_arguments.delta', ...place, delta: event.text }];
    case 'segment.end':
      return [{ type: 'response.function_call_arguments.done', ...place, arguments: event.text }];
  }
}
