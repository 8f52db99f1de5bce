import type { Attachment } from './attachments.schema.js';
import type { ThreadItem } from './items.schema.js';
import type { JsonRequestType } from './requests.schema.js';
import type { Page, Thread } from './threads.schema.js';

export type Empty = Record<string, never>;
export interface Transcription {
  text: string;
}
export interface SyncActionResult {
  updated_item?: ThreadItem | undefined;
}

interface Responses {
  /** With the OLDEST 20 items, oldest first; page on with `items.list`. */
  'threads.get_by_id': Thread;
  /** Each with an empty page of items. */
  'threads.list': Page<Thread>;
  'items.list': Page<ThreadItem>;
  'items.feedback': Empty;
  'attachments.create': Attachment;
  'attachments.delete': Empty;
  /** With an empty page of items. */
  'threads.update': Thread;
  'threads.delete': Empty;
  'input.transcribe': Transcription;
  'threads.sync_custom_action': SyncActionResult;
  'runs.cancel': Empty;
}

/** The JSON document that answers an operation. */
export type ResponseOf<T extends JsonRequestType> = Responses[T];
