import type { Attachment, JsonRequestType, ResponseOf } from '@frontdesk/chatkit-protocol';
import { ChatKitProtocolError } from '../transport/errors.js';
import { isObject, object, text } from './fields.js';
import { receivedItem } from './received-item.js';
import { receivedItemPage, receivedPage, receivedThread } from './received-thread.js';

function present<T>(value: T | null, what: string): T {
  if (value === null) {
    throw new ChatKitProtocolError(`The server answered with something that is no ${what}.`);
  }
  return value;
}

function attachment(value: unknown): Attachment | null {
  return isObject(value) && typeof value['id'] === 'string' ? (value as unknown as Attachment) : null;
}

const READERS: { readonly [T in JsonRequestType]: (value: unknown) => ResponseOf<T> } = {
  'threads.get_by_id': (value) => present(receivedThread(value), 'thread'),
  'threads.list': (value) => receivedPage(value, receivedThread),
  'items.list': receivedItemPage,
  'items.feedback': () => ({}),
  'attachments.create': (value) => present(attachment(value), 'attachment'),
  'attachments.delete': () => ({}),
  'threads.update': (value) => present(receivedThread(value), 'thread'),
  'threads.delete': () => ({}),
  'input.transcribe': (value) => ({ text: text(object(value)['text']) }),
  'threads.sync_custom_action': (value) => ({ updated_item: receivedItem(object(value)['updated_item']) ?? undefined }),
  'runs.cancel': () => ({}),
};

/** The JSON answer of an operation with every field that its type promises. @throws ChatKitProtocolError */
export function receivedReply<T extends JsonRequestType>(type: T, value: unknown): ResponseOf<T> {
  return READERS[type](value);
}
