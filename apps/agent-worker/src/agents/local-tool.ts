import type { z } from 'zod';
import type { AgentChat } from './agent-chat.js';

/**
 * A tool that runs in the worker, beside its agent: for what belongs to the conversation alone. It has no ledger: a worker
 * that dies leaves the call to be made again, so whatever changes anything elsewhere is a tool of the tools service.
 */
export interface LocalTool<Parameters extends z.ZodObject = z.ZodObject> {
  /** snake_case; no tool of the tools service may have it. */
  readonly name: string;
  readonly description: string;
  readonly parameters: Parameters;
  /** @returns what the model reads, any JSON value */
  run(args: z.output<Parameters>, context: LocalToolContext): Promise<unknown>;
}

export interface LocalToolContext {
  readonly chat: AgentChat;
  readonly signal: AbortSignal;
}

/** Checks a tool's types where it is written. */
export function defineLocalTool<Parameters extends z.ZodObject>(tool: LocalTool<Parameters>): LocalTool {
  return tool; // its arguments are parsed by this very schema before it runs
}
