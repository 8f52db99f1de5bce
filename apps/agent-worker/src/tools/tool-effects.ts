import { threadItemSchema, type ClientToolCallItem, type ThreadStreamEvent } from '@frontdesk/chatkit-protocol';
import type { ToolEffect } from '@frontdesk/contracts';
import { toolItemId } from './tool-item-id.js';

/** Where an effect comes from. */
export interface EffectOrigin {
  readonly runId: string;
  readonly threadId: string;
  readonly callId: string;
  /** Which effect of the call it is, from 0. */
  readonly index: number;
  readonly now: Date;
}

/** Something that only the user's page can do; the turn ends on it. */
export type ClientCall = Pick<ClientToolCallItem, 'id' | 'call_id' | 'name' | 'arguments'>;

export type EffectOutcome =
  { readonly kind: 'event'; readonly event: ThreadStreamEvent } | { readonly kind: 'client_call'; readonly call: ClientCall };

/**
 * An effect of a tool call as the chat shows it.
 *
 * @throws z.ZodError when a widget does not fit the protocol
 */
export function effectOutcome(effect: ToolEffect, origin: EffectOrigin): EffectOutcome {
  switch (effect.type) {
    case 'widget': {
      const item = threadItemSchema.parse({
        id: toolItemId('msg', origin.runId, origin.callId, origin.index),
        thread_id: origin.threadId,
        created_at: origin.now.toISOString(),
        type: 'widget',
        widget: effect.widget,
        copy_text: effect.copy_text,
      });
      return { kind: 'event', event: { type: 'thread.item.done', item } };
    }
    case 'client_effect':
      return { kind: 'event', event: { type: 'client_effect', name: effect.name, data: effect.data } };
    case 'client_tool': {
      const id = toolItemId('tc', origin.runId, origin.callId, origin.index);
      return { kind: 'client_call', call: { id, call_id: origin.callId, name: effect.name, arguments: effect.arguments } };
    }
  }
}
