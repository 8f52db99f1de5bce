import { OPENAI_CHAT_COMPLETIONS_RAW_MODEL_EVENT_SOURCE, OPENAI_RESPONSES_RAW_MODEL_EVENT_SOURCE, type RunItemStreamEvent, type StreamEvent, type StreamEventGenericItem } from '@openai/agents';
import type { ModelSignal } from './model-signal.js';
import { NormalisedReader } from './normalised.reader.js';
import { ResponsesReader } from './responses.reader.js';

type NormalisedEvent = Exclude<StreamEvent, StreamEventGenericItem>;

/**
 * Reads what one agent run says. The SDK gives every event of the Responses API twice, raw and normalised, while
 * Chat Completions servers and models of our own come normalised only; each answer is read from exactly one of the two.
 */
export class ModelStreamReader {
  private responses = 0;
  private raw = new ResponsesReader(0);
  private normalised = new NormalisedReader(0);
  /** Messages of the current response that were signalled as done and not yet seen as a finished item. */
  private finishedMessages = 0;

  /** An event of a model's answer. */
  readModel(event: StreamEvent): ModelSignal[] {
    const signals = event.type === 'model' ? this.readRaw(event) : this.readNormalised(event);
    this.finishedMessages += signals.filter((signal) => signal.type === 'message.done').length;
    return signals;
  }

  /**
   * A finished item of the agent's loop, after the answer that it is from: says something only when it is from none, as a
   * final output that a handler of the SDK made up.
   */
  readItem({ item }: RunItemStreamEvent): ModelSignal[] {
    if (item.type !== 'message_output_item') {
      return [];
    }
    if (this.finishedMessages > 0) {
      this.finishedMessages -= 1;
      return [];
    }
    return new NormalisedReader(this.responses + 0.5).done([item.rawItem]);
  }

  private readRaw({ event, providerData }: StreamEventGenericItem): ModelSignal[] {
    switch (providerData?.['rawModelEventSource']) {
      case OPENAI_RESPONSES_RAW_MODEL_EVENT_SOURCE: {
        const signals = this.raw.read(event);
        if (isCompleted(event)) {
          this.nextResponse(); // the start of the next one is not announced by every server
        }
        return signals;
      }
      case OPENAI_CHAT_COMPLETIONS_RAW_MODEL_EVENT_SOURCE:
        return this.normalised.chunk(event);
      default:
        return [];
    }
  }

  private readNormalised(data: NormalisedEvent): ModelSignal[] {
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
    }
  }

  private nextResponse(): void {
    this.responses += 1;
    this.raw = new ResponsesReader(this.responses);
    this.normalised = new NormalisedReader(this.responses);
  }
}

/** Is this the normalised double of a raw event of the Responses API? */
function isTwin(data: NormalisedEvent): boolean {
  const type: unknown = data.providerData?.['type'];
  return typeof type === 'string' && type.startsWith('response.');
}

const isCompleted = (event: unknown): boolean => typeof event === 'object' && event !== null && 'type' in event && event.type === 'response.completed';
