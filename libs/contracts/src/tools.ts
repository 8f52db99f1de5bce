import { z } from 'zod';
import type { ChatEffect } from './effects.js';

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
  /** `live`: shown while the call still runs; the effects of its outcome come after it, and repeat what is to stay. */
  | { readonly type: 'effect'; readonly effect: ChatEffect; readonly live?: true }
  | { readonly type: 'result'; readonly output: unknown; readonly replayed: boolean }
  | { readonly type: 'failure'; readonly code: string; readonly message: string; readonly retryable: boolean };

export const TOOLS_PROTO_URL = new URL('../proto/tools.proto', import.meta.url);
export const TOOLS_PROTO_PACKAGE = 'frontdesk.tools.v1';
