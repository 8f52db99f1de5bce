import type { Model, ModelSettings, Tool, ToolUseBehavior } from '@openai/agents';
import type { Agent } from '@openai/agents';

/** What an agent may know when it is built for one run. */
export interface AgentContext {
  /** What is known about the user, oldest first. */
  readonly facts: readonly string[];
}

/** What the worker puts into every agent: the guarded model, the tools of the tools service, the rule that ends a turn. */
export interface AgentRuntime {
  readonly model: Model;
  readonly modelSettings: ModelSettings;
  readonly tools: readonly Tool[];
  readonly toolUseBehavior: ToolUseBehavior;
}

/** One agent: a name, and how it is built for a run. */
export interface AgentDefinition {
  readonly name: string;
  build(context: AgentContext, runtime: AgentRuntime): Agent;
}
