import { z } from 'zod';

/**
 * queued → running → completed | failed | cancelled, and running → waiting → queued.
 * `waiting`: the turn ended on something only the client can answer (a client tool).
 */
export const RUN_STATUSES = ['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled'] as const;
export const runStatusSchema = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof runStatusSchema>;

export const isTerminal = (status: RunStatus): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

/** No further event comes before the client acts: the stream of frames ends here. */
export const endsStream = (status: RunStatus): boolean => isTerminal(status) || status === 'waiting';

/** Why a run exists. Kept on the run's row; the queue's job carries the run's id alone. */
export const runRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('user_message'), item_id: z.string() }),
  /** `after_epoch`: the stream of this part begins behind it. */
  z.object({ type: z.literal('client_tool_output'), item_id: z.string(), after_epoch: z.number().int().optional() }),
  z.object({ type: z.literal('retry'), item_id: z.string() }),
  z.object({ type: z.literal('structured_input'), item_id: z.string(), after_epoch: z.number().int().optional() }),
  /** `at_once`: answered without a run; the row only tells that it was done. */
  z.object({
    type: z.literal('custom_action'),
    item_id: z.string().nullable(),
    action: z.object({ type: z.string(), payload: z.unknown() }),
    at_once: z.literal(true).optional(),
  }),
]);
export type RunRequest = z.infer<typeof runRequestSchema>;

/** How a turn ended, as the worker reports it. */
export type RunOutcome =
  | { readonly status: 'completed' }
  | { readonly status: 'waiting'; readonly checkpoint: unknown }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly errorCode: string };

/** Why a running turn was stopped from outside; decides its terminal state in one place (apps/agent-worker). */
export type AbortReason = 'cancelled' | 'fenced' | 'worker_shutdown' | 'model_stalled';
