import type { AgentDefinition } from '../agents/agent-definition.js';
import type { ExecutionServices } from './execution-services.js';

export interface InferenceChoice {
  readonly agent: AgentDefinition;
  readonly model: string;
}

/**
 * Which agent and model answer. The one place for it: a message may wish for another (`inference_options.model`,
 * `.tool_choice`), and until an installation can say what is allowed, no wish is granted.
 */
export function chooseInference({ agent, config }: Pick<ExecutionServices, 'agent' | 'config'>): InferenceChoice {
  return { agent, model: config.OPENAI_MODEL };
}
