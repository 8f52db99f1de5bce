import { z } from 'zod';

/** Named values that a session's creator hands to the agent. */
export const stateVariablesSchema = z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]));
export type StateVariables = z.infer<typeof stateVariablesSchema>;

/**
 * What a backend fixed for a session when it created it, every default filled in; kept as JSON on the session's row.
 * The three parts have the shape of the hosted API's `chatkit.session`, which shows them as they are.
 */
export const sessionSettingsSchema = z.object({
  /** The agent that `workflow.id` meant then: an alias that is changed later moves no running session. */
  agent: z.string(),
  workflow: z.object({
    id: z.string(),
    version: z.string().nullable(),
    state_variables: stateVariablesSchema.nullable(),
    tracing: z.object({ enabled: z.boolean() }),
  }),
  rate_limits: z.object({ max_requests_per_1_minute: z.int() }),
  chatkit_configuration: z.object({
    automatic_thread_titling: z.object({ enabled: z.boolean() }),
    /** Sizes in megabytes of 1,048,576 bytes. */
    file_upload: z.object({ enabled: z.boolean(), max_file_size: z.int(), max_files: z.int() }),
    /** `recent_threads` null: all. */
    history: z.object({ enabled: z.boolean(), recent_threads: z.int().nullable() }),
  }),
});
export type SessionSettings = z.infer<typeof sessionSettingsSchema>;
