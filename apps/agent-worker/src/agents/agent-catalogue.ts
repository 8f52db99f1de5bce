import { DEFAULT_AGENT_ID, isAgentId, type AgentId } from '@frontdesk/contracts';
import type { AgentDefinition } from './agent-definition.js';
import { chatkitGuideAgent } from './chatkit-guide.agent.js';
import { supportTriageAgent } from './support-triage.agent.js';

/** Every agent that a session can name: those of the table in libs/contracts, no more and no fewer. */
const AGENTS: Readonly<Record<AgentId, AgentDefinition>> = {
  'chatkit-guide': chatkitGuideAgent,
  'support-triage': supportTriageAgent,
};

/** The agent that answers where nothing chooses another. */
export const DEFAULT_AGENT: AgentDefinition = AGENTS[DEFAULT_AGENT_ID];

/** @returns null when there is no such agent */
export const findAgent = (id: string): AgentDefinition | null => (isAgentId(id) ? AGENTS[id] : null);
