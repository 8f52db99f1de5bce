import type { AgentWorkerConfig } from '../agent-worker.config.js';
import { DEFAULT_AGENT } from '../agents/agent-catalogue.js';
import type { AgentDefinition } from '../agents/agent-definition.js';

export interface InferenceChoice {
  readonly agent: AgentDefinition;
  readonly model: string;
}

/**
 * Which agent and model answer. The one place for it: a message may wish for another (`inference_options.model`,
 * `.tool_choice`), and until an installation can say what is allowed, no wish is granted.
 */
export function chooseInference(config: Pick<AgentWorkerConfig, 'OPENAI_MODEL'>): InferenceChoice {
  return { agent: DEFAULT_AGENT, model: config.OPENAI_MODEL };
}
