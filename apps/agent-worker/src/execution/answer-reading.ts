import type { ThreadStreamEvent } from '@frontdesk/chatkit-protocol';
import type { RunStreamEvent, StreamEvent } from '@openai/agents';
import type { ChatEventsMapper } from '../model-events/chat-events.mapper.js';
import type { ModelSignal } from '../model-events/model-signal.js';
import { ModelStreamReader } from '../model-events/model-stream.reader.js';
import type { CheckpointKeeper } from './checkpoint-keeper.js';

export interface AnswerReadingParts {
  readonly mapper: Pick<ChatEventsMapper, 'map'>;
  readonly checkpoints: Pick<CheckpointKeeper, 'answered'>;
  readonly publish: (event: ThreadStreamEvent) => void;
  /** Text or thoughts are on their way to the screen, or an answer is whole. */
  readonly onAnswering: () => void;
  /** Another agent has the word. */
  readonly onAgent: (name: string) => void;
  /** An event could not be read or shown. */
  readonly onFailure: (cause: unknown) => void;
  readonly signal: AbortSignal;
}

/**
 * Shows an answer where it comes in from the model's server, before the agent's loop sees it: the loop needs nothing of the
 * text, and makes a dozen promises for each event (docs/decisions/0065). From the loop come items that no model wrote, and
 * handovers. What it says of an answer it says in the same turn of the event loop, before it asks the model again.
 */
export class AnswerReading {
  private readonly reader = new ModelStreamReader();

  constructor(private readonly parts: AnswerReadingParts) {}

  /** An event of the model's answer. Never throws: who calls it takes errors for the model's. */
  fromModel(event: StreamEvent): void {
    if (this.parts.signal.aborted) {
      return; // the answer ends with what was shown by then
    }
    try {
      const signals = this.reader.readModel(event);
      this.show(signals);
      if (event.type === 'response_done') {
        this.parts.checkpoints.answered(event.response.output);
      }
      if (event.type === 'response_done' || signals.some(isSaying)) {
        this.parts.onAnswering();
      }
    } catch (cause) {
      this.parts.onFailure(cause);
    }
  }

  /** An event of the agent's loop; those that it only passes on were shown before. */
  fromLoop(event: RunStreamEvent): void {
    if (event.type === 'agent_updated_stream_event') {
      this.parts.onAgent(event.agent.name); // the next agent's message simply streams
    } else if (event.type === 'run_item_stream_event') {
      this.show(this.reader.readItem(event));
    }
  }

  private show(signals: readonly ModelSignal[]): void {
    signals.flatMap((signal) => this.parts.mapper.map(signal)).forEach(this.parts.publish);
  }
}

/** Text or thoughts, as opposed to what comes just before text. */
const isSaying = ({ type }: ModelSignal): boolean => type === 'message.text' || type.startsWith('reasoning.');
