import { attachmentSchema } from './attachments.schema.js';
import type { Attachment, AttachmentInput } from './attachments.schema.js';
import { threadStreamEventSchema } from './events.schema.js';
import type { ThreadStreamEvent, ThreadStreamEventInput } from './events.schema.js';
import { isHiddenItem } from './hidden-items.js';
import { threadItemSchema } from './items.schema.js';
import type { ThreadItem, ThreadItemInput } from './items.schema.js';
import { STREAM_EVENT_TYPES, THREAD_ITEM_TYPES } from './operations.js';
import { pageSchema, threadSchema } from './threads.schema.js';
import type { Page, Thread, ThreadInput } from './threads.schema.js';
import { WireError } from './wire-error.js';
import { z } from './zod.js';

/** The small answers that are no model of their own. */
const replySchema = z.object({ text: z.string().optional(), updated_item: threadItemSchema.nullish() });

export interface ReplyInput {
  text?: string | undefined;
  updated_item?: ThreadItemInput | null | undefined;
}

const itemPage = pageSchema(threadItemSchema);
const threadPage = pageSchema(threadSchema);

function checked<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new WireError(what, value, result.error);
  }
  return result.data;
}

const EVENTS: ReadonlySet<unknown> = new Set(STREAM_EVENT_TYPES);
const ITEMS: ReadonlySet<unknown> = new Set(THREAD_ITEM_TYPES);

function has(value: object, ...keys: string[]): boolean {
  return keys.every((key) => key in value);
}

function visibleItem(item: ThreadItem): ThreadItem {
  if (isHiddenItem(item)) {
    throw new Error(`An item of type ${item.type} must not be sent to a client.`);
  }
  return item;
}

function visibleThread(thread: Thread): Thread {
  thread.items.data.forEach(visibleItem);
  return thread;
}

function visibleEvent(event: ThreadStreamEvent): ThreadStreamEvent {
  if ('item' in event) {
    visibleItem(event.item);
  }
  if ('thread' in event) {
    visibleThread(event.thread);
  }
  return event;
}

function pageToWire(page: { data: unknown }): Page<ThreadItem> | Page<Thread> {
  const [first] = Array.isArray(page.data) ? (page.data as unknown[]) : [];
  if (typeof first === 'object' && first !== null && has(first, 'items')) {
    const threads = checked(threadPage, page, 'A page of threads');
    threads.data.forEach(visibleThread);
    return threads;
  }
  const items = checked(itemPage, page, 'A page of items');
  items.data.forEach(visibleItem);
  return items;
}

/**
 * The value exactly as the protocol writes it: defaults filled in, nulls of model fields dropped (those inside
 * free-form maps kept, those inside widgets pruned), private metadata emptied, times in UTC. Ready for JSON.stringify.
 * @throws WireError when the value does not fit the protocol; Error when it would show a hidden item
 */
export function toWire(value: ThreadStreamEventInput): ThreadStreamEvent;
export function toWire(value: ThreadItemInput): ThreadItem;
export function toWire(value: ThreadInput): Thread;
export function toWire(value: AttachmentInput): Attachment;
export function toWire(value: Page<ThreadItemInput>): Page<ThreadItem>;
export function toWire(value: Page<ThreadInput>): Page<Thread>;
export function toWire(value: ReplyInput): ReplyInput;
export function toWire(value: object): unknown {
  const type: unknown = 'type' in value ? value.type : undefined;
  if (EVENTS.has(type)) {
    return visibleEvent(checked(threadStreamEventSchema, value, 'An event'));
  }
  if (ITEMS.has(type)) {
    return visibleItem(checked(threadItemSchema, value, 'An item'));
  }
  if (type === 'file' || type === 'image') {
    return checked(attachmentSchema, value, 'An attachment');
  }
  if (has(value, 'data', 'has_more')) {
    return pageToWire(value as { data: unknown });
  }
  if (has(value, 'id', 'items')) {
    return visibleThread(checked(threadSchema, value, 'A thread'));
  }
  const reply = checked(replySchema, value, 'A reply');
  return { ...reply, updated_item: reply.updated_item ? visibleItem(reply.updated_item) : undefined };
}

/**
 * One event as one line of compact JSON, without the SSE framing.
 * @throws see {@link toWire}
 */
export function encodeEvent(event: ThreadStreamEventInput): string {
  return JSON.stringify(visibleEvent(checked(threadStreamEventSchema, event, 'An event')));
}

/** The SSE frame of an encoded event; with `id` when the client asked for resumable streams. */
export function sseFrame(encodedEvent: string, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${encodedEvent}\n\n`;
}
