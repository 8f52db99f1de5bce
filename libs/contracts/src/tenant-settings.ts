import { z } from 'zod';
import { isAgentId } from './agents.js';
import { originSchema } from './origins.js';

const MEGABYTES_AT_MOST = 512;

const names = z.array(z.string().min(1).max(200)).max(200);

/**
 * What an operator fixed for a tenant; kept as JSON on the tenant's row. What is left out is as the installation's
 * configuration says. Unknown keys are refused: a misspelt limit must not pass for none.
 */
export const tenantSettingsSchema = z.strictObject({
  /** Models that a message may ask for. */
  models: names.optional(),
  /** Tools that a message may force. */
  tools: names.optional(),
  /** Other names for agents, as in a backend's `workflow.id`: `{ "wf_68df…": "chatkit-guide" }`. */
  workflows: z.record(z.string().min(1).max(200), z.string().refine(isAgentId, { error: 'no agent has this id' })).optional(),
  /** Bounds of every upload of the tenant's users, whatever their session allows. Sizes in megabytes. */
  uploads: z
    .strictObject({
      enabled: z.boolean().optional(),
      max_file_size: z.int().min(1).max(MEGABYTES_AT_MOST).optional(),
      max_files: z.int().min(1).max(1_000).optional(),
      /** Media types, `image/*` for a family. */
      accept: z
        .array(z.string().regex(/^(\*|[a-z0-9][\w!#$&^.+-]*)\/(\*|[a-z0-9][\w!#$&^.+-]*)$/, { error: 'expected a media type such as application/pdf or image/*' }))
        .min(1)
        .max(100)
        .optional(),
    })
    .optional(),
  /** Origins whose pages may use the chat with the tenant's sessions, besides our own. */
  allowed_origins: z.array(originSchema).max(200).optional(),
  /** Answers that may be written at the same time, over all of the tenant's users and of one of them; more wait their turn. */
  max_concurrent_answers: z.int().min(1).max(100_000).optional(),
  max_concurrent_answers_per_user: z.int().min(1).max(100_000).optional(),
  /** Answers that may be on their way at the same time, those that wait included; more are refused. */
  max_running_answers: z.int().min(1).max(100_000).optional(),
});
export type TenantSettings = z.infer<typeof tenantSettingsSchema>;
