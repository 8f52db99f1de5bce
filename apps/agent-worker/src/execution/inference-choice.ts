import { DEFAULT_AGENT_ID, agentVersion, isAgentId, type RunContext } from '@frontdesk/contracts';
import { findAgent } from '../agents/agent-catalogue.js';
import type { AgentDefinition } from '../agents/agent-definition.js';
import type { ExecutionServices } from './execution-services.js';

export interface InferenceChoice {
  readonly agent: AgentDefinition;
  /** The version of the agent that the session asked for. */
  readonly version: string;
  readonly model: string;
  /** The tool that the model must call first; null: as it sees fit. */
  readonly tool: string | null;
}

/**
 * Which agent, model and tool answer: what the gateway settled when it admitted the run, where that is still there.
 * A gateway may know an agent or a tool that this worker does not have (yet, or any more): then the worker's own answers.
 *
 * @param services with the agent that answers where nothing chooses another
 * @param tools names of the tools that there are
 * @param resumed the run goes on from a checkpoint: what was forced then was done
 */
export function chooseInference(
  services: { readonly agent: AgentDefinition; readonly config: Pick<ExecutionServices['config'], 'OPENAI_MODEL'> },
  { agent, version, model, tool }: RunContext,
  tools: readonly string[],
  resumed: boolean,
): InferenceChoice {
  const id = isAgentId(agent) ? agent : DEFAULT_AGENT_ID;
  return {
    agent: agent === DEFAULT_AGENT_ID ? services.agent : (findAgent(agent) ?? services.agent),
    version: agentVersion(id, version) ?? agentVersion(id, null) ?? '',
    model: model ?? services.config.OPENAI_MODEL,
    tool: tool !== null && !resumed && tools.includes(tool) ? tool : null,
  };
}
