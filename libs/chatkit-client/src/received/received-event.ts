import type { ThreadItemUpdate, ThreadStreamEvent } from '@frontdesk/chatkit-protocol';
import { entryOf, flag, isIndex, isObject, object, oneOf, optionalText, text } from './fields.js';
import type { JsonObject } from './fields.js';
import { receivedAnnotation, receivedItem, receivedPart, receivedTask, receivedWidget } from './received-item.js';
import { receivedThread } from './received-thread.js';

/** Something that this client does not know, or cannot read; `event` is what came. */
export interface UnknownEvent {
  readonly type: 'unknown';
  readonly event: unknown;
}

export type ReceivedEvent = ThreadStreamEvent | UnknownEvent;

// As in received-item.ts, a cast states what the reader just made true.
type Reader<T> = (raw: JsonObject) => T | null;

const withPart: Reader<object> = (raw) =>
  isIndex(raw['content_index']) ? { content_index: raw['content_index'], content: receivedPart(raw['content']) } : null;

const withTask: Reader<object> = (raw) => {
  const task = receivedTask(raw['task']);
  return task && isIndex(raw['task_index']) ? { task_index: raw['task_index'], task } : null;
};

const UPDATES: Readonly<Record<string, Reader<object>>> = {
  'assistant_message.content_part.added': withPart,
  'assistant_message.content_part.done': withPart,
  'assistant_message.content_part.text_delta': (raw) =>
    isIndex(raw['content_index']) ? { content_index: raw['content_index'], delta: text(raw['delta']) } : null,
  'assistant_message.content_part.annotation_added': (raw) => {
    const annotation = receivedAnnotation(raw['annotation']);
    const { content_index, annotation_index } = raw;
    return annotation && isIndex(content_index) && isIndex(annotation_index) ? { content_index, annotation_index, annotation } : null;
  },
  'widget.streaming_text.value_delta': (raw) => ({
    component_id: text(raw['component_id']),
    delta: text(raw['delta']),
    done: flag(raw['done']),
  }),
  'widget.component.updated': (raw) => {
    const component = receivedWidget(raw['component']);
    return component && { component_id: text(raw['component_id']), component };
  },
  'widget.root.updated': (raw) => {
    const widget = receivedWidget(raw['widget']);
    return widget && { widget };
  },
  'workflow.task.added': withTask,
  'workflow.task.updated': withTask,
  'generated_image.updated': (raw) => {
    const image = object(raw['image']);
    const progress = typeof raw['progress'] === 'number' ? raw['progress'] : undefined;
    return typeof image['url'] === 'string' ? { image: { id: text(image['id']), url: image['url'] }, progress } : null;
  },
};

function receivedUpdate(value: unknown): ThreadItemUpdate | null {
  if (!isObject(value)) {
    return null;
  }
  const fields = entryOf(UPDATES, value['type'])?.(value);
  return fields ? ({ type: value['type'], ...fields } as ThreadItemUpdate) : null;
}

const withItem: Reader<object> = (raw) => {
  const item = receivedItem(raw['item']);
  return item && { item };
};

const withThread: Reader<object> = (raw) => {
  const thread = receivedThread(raw['thread']);
  return thread && { thread };
};

const EVENTS: Readonly<Record<string, Reader<object>>> = {
  'thread.created': withThread,
  'thread.updated': withThread,
  'thread.item.added': withItem,
  'thread.item.done': withItem,
  'thread.item.replaced': withItem,
  'thread.item.updated': (raw) => {
    const update = receivedUpdate(raw['update']);
    return update && typeof raw['item_id'] === 'string' ? { item_id: raw['item_id'], update } : null;
  },
  'thread.item.removed': (raw) => (typeof raw['item_id'] === 'string' ? { item_id: raw['item_id'] } : null),
  stream_options: (raw) => ({ stream_options: { allow_cancel: object(raw['stream_options'])['allow_cancel'] !== false } }),
  progress_update: (raw) => ({ text: text(raw['text']), icon: optionalText(raw['icon']) }),
  client_effect: (raw) => ({ name: text(raw['name']), data: object(raw['data']) }),
  // The list of codes is open: an unknown one with a message says it, one without gets the client's own text.
  error: (raw) => {
    const message = optionalText(raw['message']);
    const code = raw['code'] === 'stream.error' || message === undefined ? 'stream.error' : 'custom';
    return { code, message, allow_retry: flag(raw['allow_retry']) };
  },
  notice: (raw) => ({
    level: oneOf(raw['level'], ['info', 'warning', 'danger'], 'info'),
    message: text(raw['message']),
    title: optionalText(raw['title']),
  }),
};

/** Reads the data of one frame. Never throws: what is not understood comes back as unknown. */
export function receivedEvent(data: string): ReceivedEvent {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return { type: 'unknown', event: data };
  }
  if (!isObject(value)) {
    return { type: 'unknown', event: value };
  }
  const fields = entryOf(EVENTS, value['type'])?.(value);
  return fields ? ({ type: value['type'], ...fields } as ThreadStreamEvent) : { type: 'unknown', event: value };
}
