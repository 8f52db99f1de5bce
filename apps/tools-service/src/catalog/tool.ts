import type { ChatEffectInput, LiveEffectInput, Owner } from '@frontdesk/contracts';
import type { DatabaseExecutor } from '@frontdesk/database';
import type { z } from 'zod';
import type { Action } from './action.js';

/**
 * What a call changes, which decides how "at most once" is kept when the process dies under it:
 * - `none`: only reads. The call is run again.
 * - `database`: only our own Postgres, through `context.db`. Change and ledger entry commit together, so what did not commit never happened.
 * - `outside`: mails, payments, other services. Never run again: the repeat gets `tool_outcome_unknown`.
 */
export type ToolReach = 'none' | 'database' | 'outside';

/** Everything a tool is given besides its arguments. */
export interface ToolContext {
  /** Whose call it is. Every query is scoped by it. */
  readonly owner: Owner;
  readonly threadId: string;
  readonly runId: string;
  readonly callId: string;
  /**
   * The same in every repeat of this call and in no other. A tool of reach `outside` passes it on (as `Idempotency-Key`, or
   * whatever the other service calls it), so that not even a retry of its own HTTP client acts twice.
   */
  readonly idempotencyKey: string;
  /** The database; for a tool of reach `database` the open transaction of this call. */
  readonly db: DatabaseExecutor;
  /** Aborted at the deadline, when the run is stopped, and when the service shuts down. */
  readonly signal: AbortSignal;
  /** Tells the chat what goes on meanwhile. `icon`: an icon name of the wire protocol. */
  progress(text: string, icon?: string): void;
  /**
   * Shows something at once, while the call still runs: a widget that grows, a step of a list, a notice. What it shows stays
   * when the call succeeds (of a widget or a step with one key, the last state), and goes when it fails.
   */
  show(effect: LiveEffectInput): void;
}

/** What a call leads to: what the model reads, and what the chat shows or the client does. */
export interface ToolResult {
  /** Any JSON value. */
  readonly output: unknown;
  readonly effects?: readonly ChatEffectInput[];
}

export interface Tool<Parameters extends z.ZodObject = z.ZodObject> {
  /** snake_case; its folder is the same in kebab-case. */
  readonly name: string;
  /** For the model: what it does, when to call it, what comes back. */
  readonly description: string;
  /** A `z.strictObject` with a description for every field; published as JSON Schema. */
  readonly parameters: Parameters;
  /** How long a call may take, in ms. */
  readonly deadlineMs: number;
  /** What the chat shows while it runs. */
  readonly progressText: string;
  readonly reach: ToolReach;
  /**
   * Runs the tool. What the model should be able to act on (not found, ambiguous) is an output, not an error.
   * @throws FrontdeskError with a `tool_…` code: its message goes to the model. Any other error is logged and becomes `tool_failed`.
   */
  run(args: z.output<Parameters>, context: ToolContext): Promise<ToolResult>;
  /** The result in place of an error that `run` threw. The error is logged all the same, and its changes in the database are undone. */
  whenFailed?(): ToolResult;
  /** What the buttons and forms of this tool's widgets do. */
  readonly actions?: readonly Action[];
}

/** Checks a tool's types where it is written, and lets the catalogue hold tools of all kinds. */
export function defineTool<Parameters extends z.ZodObject>(tool: Tool<Parameters>): Tool {
  return tool;
}
