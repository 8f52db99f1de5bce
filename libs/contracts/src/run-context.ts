import { z } from 'zod';
import type { Owner } from './owner.js';
import { DEFAULT_AGENT_ID } from './agents.js';
import { stateVariablesSchema } from './session-settings.js';

/**
 * Under which terms a run answers, as the gateway settled them when it admitted the run: wishes of the message that the
 * tenant allows, and what the session fixed. Kept on the run's row, so that a run that is resumed or taken over answers
 * under the same ones.
 */
export const runContextSchema = z.object({
  agent: z.string().default(DEFAULT_AGENT_ID),
  /** Null: the newest. */
  version: z.string().nullable().default(null),
  /** The session's state variables. */
  state: stateVariablesSchema.default({}),
  /** Whether a thread without a title gets one. */
  titles: z.boolean().default(true),
  /** Whether people may stop the answer, where its thread says nothing else. */
  allow_cancel: z.boolean().default(true),
  /** Whether the run may be traced. */
  tracing: z.boolean().default(true),
  /** The model that the message asked for; null: the installation's. */
  model: z.string().nullable().default(null),
  /** The tool that the message asked for: the first thing that the model does is to call it. */
  tool: z.string().nullable().default(null),
});
export type RunContext = z.infer<typeof runContextSchema>;

/** What holds where nobody chose anything. */
export const DEFAULT_RUN_CONTEXT: RunContext = runContextSchema.parse({});

/** Who asks for an answer, and under which terms; without any, the default ones. */
export interface RunRequester extends Owner {
  readonly context?: RunContext | undefined;
  /** Where the thread chooses the agent, that of its newest run: the terms by its id. Agents that are not here, and new threads, get `context`. */
  readonly contextByAgent?: Readonly<Record<string, RunContext>> | undefined;
  /** Answers of the tenant's that may be on their way at once, this one included; without it, any number. */
  readonly maxRunningAnswers?: number | undefined;
}
