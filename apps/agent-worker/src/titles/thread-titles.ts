import { withTrace, type AgentOutputItem, type ModelRequest } from '@openai/agents';
import type { AgentWorkerConfig } from '../agent-worker.config.js';
import type { ModelGateway } from '../model-calls/model-provider.js';
import { titleFrom } from './title-text.js';

const INSTRUCTIONS =
  'You write titles for conversations. Given the first message of a conversation, answer with its title alone: ' +
  'two to six words in the language of the message, no quotes, no full stop. Do not answer the message.';

/** Of the first message, this much tells what it is about. */
const MAX_INPUT_LENGTH = 2_000;
const TIMEOUT_MS = 30_000;

/** Makes titles of first messages, with one short call to the model: no agent and no loop, which would cost more than the answer. */
export class ThreadTitles {
  constructor(
    private readonly models: ModelGateway,
    private readonly config: Pick<AgentWorkerConfig, 'OPENAI_MODEL' | 'OPENAI_TITLE_MODEL'>,
  ) {}

  /**
   * @returns null when the model gave nothing that would do
   * @throws whatever went wrong in the model
   */
  async titleFor(text: string, signal: AbortSignal): Promise<string | null> {
    const model = await this.models.model(this.config.OPENAI_TITLE_MODEL ?? this.config.OPENAI_MODEL);
    const request: ModelRequest = {
      systemInstructions: INSTRUCTIONS,
      input: text.slice(0, MAX_INPUT_LENGTH),
      modelSettings: this.models.plainSettings(),
      tools: [],
      handoffs: [],
      outputType: 'text',
      tracing: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    };
    const { output } = await withTrace('Titles', () => model.getResponse(request)); // models refuse to be asked outside of one; it goes nowhere
    return titleFrom(output.map(textOf).join(''));
  }
}

function textOf(item: AgentOutputItem): string {
  const parts = 'role' in item && item.role === 'assistant' ? item.content : [];
  return parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('');
}
