import { z } from 'zod';

/** What a tool does to the chat besides answering the model. */
export const toolEffectSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('widget'), widget: z.looseObject({ type: z.string() }), copy_text: z.string().optional() }),
  z.object({ type: z.literal('client_effect'), name: z.string(), data: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('client_tool'), name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
]);
export type ToolEffect = z.infer<typeof toolEffectSchema>;

/** What a grant permits: this tool, with these arguments, in this run, for this user, for a minute. */
export const toolGrantSchema = z.object({
  tenantId: z.string(),
  userId: z.string(),
  threadId: z.string(),
  runId: z.string(),
  epoch: z.number().int(),
  tool: z.string(),
  callId: z.string(),
  /** SHA-256 of the arguments' JSON text as sent, in hex. */
  argsHash: z.string(),
});
export type ToolGrant = z.infer<typeof toolGrantSchema>;

export interface ToolDescriptor {
  readonly name: string;
  readonly description: string;
  /** JSON Schema. */
  readonly parameters: Record<string, unknown>;
  readonly deadlineMs: number;
  readonly progressText: string;
}

export type ToolCallEvent =
  | { readonly type: 'progress'; readonly text: string; readonly icon?: string }
  | { readonly type: 'effect'; readonly effect: ToolEffect }
  | { readonly type: 'result'; readonly output: unknown; readonly replayed: boolean }
  | { readonly type: 'failure'; readonly code: string; readonly message: string; readonly retryable: boolean };

export const TOOLS_PROTO_URL = new URL('../proto/tools.proto', import.meta.url);
export const TOOLS_PROTO_PACKAGE = 'frontdesk.tools.v1';
