import {
  isOpenAIChatCompletionsRawModelStreamEvent,
  isOpenAIResponsesRawModelStreamEvent,
  type RunItemStreamEvent,
  type RunStreamEvent,
} from '@openai/agents';
import type { ModelSignal } from './model-signal.js';
import { NormalisedReader } from './normalised.reader.js';
import { ResponsesReader } from './responses.reader.js';

type RawEvent = Extract<RunStreamEvent, { type: 'raw_model_stream_event' }>;
type ModelData = RawEvent['data'];

/**
 * Reads the stream of one agent run. The SDK gives every event of the Responses API twice, raw and normalised, while
 * Chat Completions servers and models of our own come normalised only; each answer is read from exactly one of the two.
 */
export class ModelStreamReader {
  private responses = 0;
  private raw = new ResponsesReader(0);
  private normalised = new NormalisedReader(0);
  /** Messages of the current response that were signalled as done and not yet seen as a finished item. */
  private finishedMessages = 0;

  read(event: RunStreamEvent): ModelSignal[] {
    switch (event.type) {
      case 'raw_model_stream_event': {
        const signals = this.readRaw(event);
        this.finishedMessages += signals.filter((signal) => signal.type === 'message.done').length;
        return signals;
      }
      case 'run_item_stream_event':
        return this.readItem(event);
      case 'agent_updated_stream_event':
        return []; // after a handoff the next agent's message simply streams
    }
  }

  private readRaw(event: RawEvent): ModelSignal[] {
    if (isOpenAIResponsesRawModelStreamEvent(event)) {
      const signals = this.raw.read(event.data.event);
      if (event.data.event.type === 'response.completed') {
        this.nextResponse(); // the start of the next one is not announced by every server
      }
      return signals;
    }
    if (isOpenAIChatCompletionsRawModelStreamEvent(event)) {
      return this.normalised.chunk(event.data.event);
    }
    return this.readNormalised(event.data);
  }

  private readNormalised(data: ModelData): ModelSignal[] {
    switch (data.type) {
      case 'response_started':
        this.nextResponse();
        this.finishedMessages = 0;
        return [];
      case 'output_text_delta':
        return isTwin(data) ? [] : this.normalised.textDelta(data.delta, data.itemId);
      case 'response_done': {
        if (isTwin(data)) {
          return [];
        }
        const signals = this.normalised.done(data.response.output);
        this.nextResponse();
        return signals;
      }
      default:
        return [];
    }
  }

  /** A final output that a handler of the SDK made up, not the model, comes as a finished item alone. */
  private readItem(event: RunItemStreamEvent): ModelSignal[] {
    if (event.item.type !== 'message_output_item') {
      return [];
    }
    if (this.finishedMessages > 0) {
      this.finishedMessages -= 1;
      return [];
    }
    return new NormalisedReader(this.responses + 0.5).done([event.item.rawItem]);
  }

  private nextResponse(): void {
    this.responses += 1;
    this.raw = new ResponsesReader(this.responses);
    this.normalised = new NormalisedReader(this.responses);
  }
}

/** Is this the normalised double of a raw event of the Responses API? */
function isTwin(data: ModelData): boolean {
  const type: unknown = data.providerData?.['type'];
  return typeof type === 'string' && type.startsWith('response.');
}
