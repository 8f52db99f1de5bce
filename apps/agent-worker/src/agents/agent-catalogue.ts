import type { AgentDefinition } from './agent-definition.js';
import { chatkitGuideAgent } from './chatkit-guide.agent.js';

/** Every agent that a thread can talk to, by id. */
const AGENTS: Readonly<Record<string, AgentDefinition>> = {
  'chatkit-guide': chatkitGuideAgent,
};

/** The agent that answers where nothing chooses another. */
export const DEFAULT_AGENT = chatkitGuideAgent;

/** @returns null when there is no such agent */
export const findAgent = (id: string): AgentDefinition | null => (Object.hasOwn(AGENTS, id) ? (AGENTS[id] ?? null) : null);
