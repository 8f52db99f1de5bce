import { workflowItemSchema, workflowSummarySchema } from '@frontdesk/chatkit-protocol';
import type { AgentInputItem } from '@openai/agents';
import { z } from 'zod';
import { clientRequestSchema } from '../effects/client-request.js';

/** Raised when a checkpoint's meaning changes. Workers claim no run with a newer one than they know; older ones they must read. */
export const CHECKPOINT_VERSION = 1;

const usageSchema = z.object({
  requests: z.number(),
  input_tokens: z.number(),
  output_tokens: z.number(),
  total_tokens: z.number(),
});
export type RunUsage = z.infer<typeof usageSchema>;

export const NO_USAGE: RunUsage = { requests: 0, input_tokens: 0, output_tokens: 0, total_tokens: 0 };

const openWorkflowSchema = z.object({
  item: workflowItemSchema,
  taskKeys: z.array(z.string().nullable()),
  summary: workflowSummarySchema.optional(),
});

const checkpointSchema = z.object({
  version: z.literal(CHECKPOINT_VERSION),
  /** The conversation with the model so far. It may end in calls without results: those are made again, and the ledger knows them. */
  history: z.array(z.looseObject({})).transform((items) => items as unknown as AgentInputItem[]), // the SDK's items, as it gave them
  /** Chat items that are final as of here; whatever else the run has shown belongs to a step that is repeated. */
  itemIds: z.array(z.string()),
  /** Requests to the model so far; bounds a run over all its claims. */
  modelCalls: z.number().int(),
  /** What the client is asked for, one after another; the first is the one that is on screen. */
  clientCalls: z.array(clientRequestSchema),
  /** A list of steps that is open on screen. */
  workflow: openWorkflowSchema.optional(),
  /** The agent that had the word; without one the first. */
  agent: z.string().optional(),
  usage: usageSchema,
});
export type Checkpoint = Readonly<z.output<typeof checkpointSchema>>;

/** @returns null when there is none, or none that this version can continue from */
export function parseCheckpoint(value: unknown): Checkpoint | null {
  const parsed = checkpointSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}
