import type { AgentWorkerConfig } from '../agent-worker.config.js';
import type { ModelGateway } from '../model-calls/model-provider.js';
import { shortAnswer } from '../model-calls/short-answer.js';
import { titleFrom } from './title-text.js';

const INSTRUCTIONS =
  'You write titles for conversations. Given the first message of a conversation, answer with its title alone: ' +
  'two to six words in the language of the message, no quotes, no full stop. Do not answer the message.';

/** Of the first message, this much tells what it is about. */
const MAX_INPUT_LENGTH = 2_000;

/** Makes titles of first messages, with one short call to the model. */
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
    const name = this.config.OPENAI_TITLE_MODEL ?? this.config.OPENAI_MODEL;
    return titleFrom(await shortAnswer(this.models, name, INSTRUCTIONS, text.slice(0, MAX_INPUT_LENGTH), signal));
  }
}
