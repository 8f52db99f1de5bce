import { z } from './zod.js';

/** What travels to the server when an action fires; every other key of its config stays in the client. */
export const actionSchema = z.object({
  type: z.string(),
  /** Untrusted: whatever the client sent. Null when it sent nothing. */
  payload: z
    .unknown()
    .optional()
    .transform((value): unknown => value ?? null),
});
export type Action = z.output<typeof actionSchema>;
export type ActionInput = z.input<typeof actionSchema>;

export const ACTION_HANDLERS = ['server', 'client'] as const;
export const LOADING_BEHAVIORS = ['auto', 'none', 'self', 'container'] as const;

/** An action as a widget declares it, before any default. */
export const actionConfigSchema = z.object({
  type: z.string(),
  payload: z.unknown().optional(),
  handler: z.enum(ACTION_HANDLERS).optional(),
  loadingBehavior: z.enum(LOADING_BEHAVIORS).optional(),
  streaming: z.boolean().optional(),
});
export type ActionConfig = z.output<typeof actionConfigSchema>;
export type ActionHandler = (typeof ACTION_HANDLERS)[number];
export type LoadingBehavior = (typeof LOADING_BEHAVIORS)[number];

export interface ResolvedActionConfig {
  readonly type: string;
  readonly payload: unknown;
  readonly handler: ActionHandler;
  readonly loadingBehavior: LoadingBehavior;
  readonly streaming: boolean;
}

/** The config with the protocol's defaults filled in: handled by the server, loading shown automatically, streamed. */
export function resolveActionConfig(config: ActionConfig): ResolvedActionConfig {
  return {
    type: config.type,
    payload: config.payload,
    handler: config.handler ?? 'server',
    loadingBehavior: config.loadingBehavior ?? 'auto',
    streaming: config.streaming ?? true,
  };
}
