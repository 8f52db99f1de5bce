import { resolveActionConfig } from '@frontdesk/chatkit-protocol';
import type { ActionConfig } from '@frontdesk/chatkit-protocol';

export type ActionOptions = Pick<ActionConfig, 'handler' | 'loadingBehavior' | 'streaming'>;

/**
 * What a button, a field or a form does. By default the server handles it, streams its answer, and the client chooses
 * where to show that it waits; `streaming: false` asks for one answer instead, `handler: 'client'` never leaves the page.
 * @param payload JSON. It comes back through the client, so it is untrusted there; nulls inside are not kept by the protocol.
 */
export function action(type: string, payload?: unknown, options: ActionOptions = {}): ActionConfig {
  const { payload: given, ...settings } = resolveActionConfig({ ...options, type, payload });
  return given === undefined ? settings : { ...settings, payload: given };
}
