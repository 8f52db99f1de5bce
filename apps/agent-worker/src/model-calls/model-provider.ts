import { OpenAIProvider, type Model, type ModelSettings } from '@openai/agents';
import OpenAI from 'openai';
import type { AgentWorkerConfig } from '../agent-worker.config.js';
import type { Pace } from '../publishing/pace.js';
import { modelFetch } from './model.fetch.js';

type ModelConfig = Pick<
  AgentWorkerConfig,
  | 'OPENAI_API'
  | 'OPENAI_API_KEY'
  | 'OPENAI_BASE_URL'
  | 'OPENAI_REASONING'
  | 'OPENAI_REASONING_EFFORT'
  | 'FRONTDESK_DEMO_MODEL'
  | 'MODEL_IDLE_MS'
>;

/** Second and third tries of a request that was refused or not connected; never once an answer began. */
const MAX_RETRIES = 2;

/**
 * The way to the model's server. Every option is given, since what is left out the client takes from OPENAI_* variables
 * that were meant for another program on the machine.
 */
export class ModelGateway {
  private readonly provider: OpenAIProvider;

  constructor(
    private readonly config: ModelConfig,
    pace: Pick<Pace, 'gapMs'>,
  ) {
    const client = new OpenAI({
      apiKey: config.OPENAI_API_KEY ?? 'none', // the client refuses to be without; servers without keys ignore it
      baseURL: config.OPENAI_BASE_URL,
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: MAX_RETRIES,
      timeout: config.MODEL_IDLE_MS,
      fetch: modelFetch(() => pace.gapMs()),
      logLevel: 'off',
    });
    this.provider = new OpenAIProvider({
      openAIClient: client,
      useResponses: config.OPENAI_API === 'responses',
      useResponsesWebSocket: false,
    });
  }

  model(name: string): Promise<Model> {
    return this.provider.getModel(name);
  }

  /** What every call of an agent's model is made with. */
  agentSettings(): ModelSettings {
    return { ...this.storage(), ...this.reasoning() };
  }

  /** For short side jobs: no reasoning. */
  plainSettings(): ModelSettings {
    return this.storage();
  }

  /** Conversations stay here. Chat Completions servers keep nothing by default, and some refuse the unknown field. */
  private storage(): ModelSettings {
    const isOpenAI = /(^|\.)(openai\.com|azure\.com)$/.test(new URL(this.config.OPENAI_BASE_URL).hostname);
    return this.config.OPENAI_API === 'responses' || isOpenAI ? { store: false } : {};
  }

  private reasoning(): ModelSettings {
    const { FRONTDESK_DEMO_MODEL: isDemo, OPENAI_REASONING_EFFORT, OPENAI_API } = this.config;
    const summary = this.config.OPENAI_REASONING ?? (isDemo ? 'auto' : 'off');
    const effort = OPENAI_REASONING_EFFORT ?? (isDemo && summary !== 'off' ? 'low' : undefined);
    const withEffort = effort === undefined ? {} : { effort };
    if (OPENAI_API === 'chat_completions') {
      return effort === undefined ? {} : { reasoning: withEffort };
    }
    if (summary === 'off') {
      return effort === undefined ? {} : { reasoning: withEffort };
    }
    // Nothing is stored at the server, so thoughts must travel with the conversation for the next step of the same turn.
    return { reasoning: { ...withEffort, summary }, providerData: { include: ['reasoning.encrypted_content'] } };
  }
}
