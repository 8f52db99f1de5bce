/** What is known of an agent outside the worker that runs it. */
export interface PublicAgent {
  /** Names that a session may ask for in `workflow.version`, newest first: without one, the newest answers. */
  readonly versions: readonly [string, ...string[]];
  /** Whether people may stop its answers; yes, unless it says no. A thread may say otherwise (the effect `thread`). */
  readonly allowCancel?: boolean;
}

/**
 * Every agent that a session may name, by id (`workflow.id`). The worker's catalogue is typed by this table: an agent
 * that is named here and cannot be built there does not compile, nor the other way round.
 */
export const AGENTS = {
  'chatkit-guide': { versions: ['1'] },
  // Its answers are short, and a case that is half taken down would be found by nobody.
  'support-triage': { versions: ['1'], allowCancel: false },
} as const satisfies Record<string, PublicAgent>;

export type AgentId = keyof typeof AGENTS;

/** The agent that answers where nothing chooses another. */
export const DEFAULT_AGENT_ID: AgentId = 'chatkit-guide';

export const isAgentId = (id: string): id is AgentId => Object.hasOwn(AGENTS, id);

/** Whether people may stop the agent's answers. */
export function allowsCancel(id: string): boolean {
  const agent: PublicAgent | null = isAgentId(id) ? AGENTS[id] : null;
  return agent?.allowCancel ?? true;
}

/** @returns the version that answers; null when the agent has no such version */
export function agentVersion(id: AgentId, asked: string | null): string | null {
  const { versions }: PublicAgent = AGENTS[id];
  return asked === null ? versions[0] : (versions.find((version) => version === asked) ?? null);
}
