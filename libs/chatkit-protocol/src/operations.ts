import type { ThreadStreamEventType } from './events.schema.js';
import type { ThreadItem } from './items.schema.js';
import type { ChatKitRequest, JsonRequestType, StreamingRequest, StreamingRequestType } from './requests.schema.js';
import type { ThreadItemUpdate } from './updates.schema.js';

/** Every operation that answers with a stream; the last one is Frontdesk's own. */
export const STREAMING_REQUEST_TYPES = [
  'threads.create',
  'threads.add_user_message',
  'threads.add_client_tool_output',
  'threads.add_structured_input',
  'threads.retry_after_item',
  'threads.custom_action',
  'runs.stream',
] as const satisfies readonly StreamingRequestType[];

/** Every operation that answers with one JSON document; the last one is Frontdesk's own. */
export const JSON_REQUEST_TYPES = [
  'threads.get_by_id',
  'threads.list',
  'items.list',
  'items.feedback',
  'attachments.create',
  'attachments.delete',
  'threads.update',
  'threads.delete',
  'input.transcribe',
  'threads.sync_custom_action',
  'runs.cancel',
] as const satisfies readonly JsonRequestType[];

export const REQUEST_TYPES = [...STREAMING_REQUEST_TYPES, ...JSON_REQUEST_TYPES] as const;

/** Operations that only Frontdesk's servers know. */
export const EXTENSION_REQUEST_TYPES = ['runs.stream', 'runs.cancel'] as const;

export const STREAM_EVENT_TYPES = [
  'thread.created',
  'thread.updated',
  'thread.item.added',
  'thread.item.updated',
  'thread.item.done',
  'thread.item.removed',
  'thread.item.replaced',
  'stream_options',
  'progress_update',
  'client_effect',
  'error',
  'notice',
] as const satisfies readonly ThreadStreamEventType[];

export const THREAD_ITEM_TYPES = [
  'user_message',
  'assistant_message',
  'client_tool_call',
  'widget',
  'generated_image',
  'structured_input',
  'task',
  'workflow',
  'end_of_turn',
  'hidden_context_item',
  'sdk_hidden_context',
] as const satisfies readonly ThreadItem['type'][];

export const ITEM_UPDATE_TYPES = [
  'assistant_message.content_part.added',
  'assistant_message.content_part.text_delta',
  'assistant_message.content_part.annotation_added',
  'assistant_message.content_part.done',
  'widget.streaming_text.value_delta',
  'widget.component.updated',
  'widget.root.updated',
  'workflow.task.added',
  'workflow.task.updated',
  'generated_image.updated',
] as const satisfies readonly ThreadItemUpdate['type'][];

/** All that this library speaks, by name. */
export const SUPPORTED = {
  requests: REQUEST_TYPES,
  events: STREAM_EVENT_TYPES,
  items: THREAD_ITEM_TYPES,
  updates: ITEM_UPDATE_TYPES,
} as const;

const STREAMING: ReadonlySet<string> = new Set(STREAMING_REQUEST_TYPES);

/** Whether the answer to a request is a stream of events (otherwise it is one JSON document). */
export function isStreamingRequest(request: ChatKitRequest): request is StreamingRequest {
  return STREAMING.has(request.type);
}
