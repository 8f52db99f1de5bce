import type { Page, Thread, ThreadItem, ThreadStatus } from '@frontdesk/chatkit-protocol';
import { flag, isObject, object, optionalText, text, texts } from './fields.js';
import { receivedItem } from './received-item.js';

/** A page with only the rows that this client can use: it may be shorter than what was asked for. */
export function receivedPage<T>(value: unknown, row: (value: unknown) => T | null): Page<T> {
  const raw = object(value);
  const rows: unknown[] = Array.isArray(raw['data']) ? raw['data'] : [];
  return { data: rows.flatMap((entry) => row(entry) ?? []), has_more: flag(raw['has_more']), after: optionalText(raw['after']) };
}

export const receivedItemPage = (value: unknown): Page<ThreadItem> => receivedPage(value, receivedItem);

function receivedStatus(value: unknown): ThreadStatus {
  const { type, reason } = object(value);
  return type === 'locked' || type === 'closed' ? { type, reason: optionalText(reason) } : { type: 'active' };
}

/** @returns null when it is no thread */
export function receivedThread(value: unknown): Thread | null {
  if (!isObject(value) || typeof value['id'] !== 'string') {
    return null;
  }
  const domains = value['allowed_image_domains'];
  return {
    title: optionalText(value['title']),
    id: value['id'],
    created_at: text(value['created_at']),
    status: receivedStatus(value['status']),
    allowed_image_domains: Array.isArray(domains) ? texts(domains) : undefined,
    metadata: {},
    items: receivedItemPage(value['items']),
  };
}
