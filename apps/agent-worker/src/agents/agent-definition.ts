import type { Annotation } from '@frontdesk/chatkit-protocol';
import type { StateVariables } from '@frontdesk/contracts';
import type { Agent, Model, ModelSettings, Tool, ToolUseBehavior } from '@openai/agents';
import type { AgentChat } from './agent-chat.js';
import type { LocalTool } from './local-tool.js';

/** What an agent may know when it is built for one run. */
export interface AgentContext {
  /** What is known about the user, oldest first. */
  readonly facts: readonly string[];
  /** `workflow.state_variables` of the session. */
  readonly state: StateVariables;
  /** `workflow.version` of the session; the newest where it named none. */
  readonly version: string;
}

/** What the worker puts into every agent: the guarded model, the tools of the tools service, the rule that ends a turn. */
export interface AgentRuntime {
  readonly model: Model;
  readonly modelSettings: ModelSettings;
  readonly tools: readonly Tool[];
  readonly toolUseBehavior: ToolUseBehavior;
  /** The chat of this run. */
  readonly chat: AgentChat;
  /** Makes a tool of the agent's own one that the model can call. */
  local(tool: LocalTool): Tool;
}

/** One agent: a name, and how it is built for a run. */
export interface AgentDefinition {
  readonly name: string;
  /** Pictures that a drawing model is asked to show on the way, for their progress. */
  readonly partialImages?: number;
  /**
   * Shows a citation of the model in a way of its own.
   *
   * @param citation as the model's server gave it
   * @returns null: not at all; undefined: as all agents do
   */
  annotate?(citation: unknown, context: Pick<AgentContext, 'state'>): Annotation | null | undefined;
  build(context: AgentContext, runtime: AgentRuntime): Agent;
}
