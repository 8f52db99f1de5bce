import type { HiddenContextItem, SdkHiddenContextItem } from './items.schema.js';

/** Kinds of items that only the server and the model see. */
export const HIDDEN_ITEM_TYPES = ['hidden_context_item', 'sdk_hidden_context'] as const;

/** Whether the item must never reach a client, in any event or page. */
export function isHiddenItem<T extends { readonly type: string }>(item: T): item is Extract<T, HiddenContextItem | SdkHiddenContextItem> {
  return (HIDDEN_ITEM_TYPES as readonly string[]).includes(item.type);
}
