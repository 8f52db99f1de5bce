import { absent, openMap } from './fields.js';
import { iconSchema } from './icons.js';
import { threadItemSchema } from './items.schema.js';
import { threadSchema } from './threads.schema.js';
import { threadItemUpdateSchema } from './updates.schema.js';
import { z } from './zod.js';

export const streamOptionsSchema = z.object({ allow_cancel: z.boolean() });
export type StreamOptions = z.output<typeof streamOptionsSchema>;

/** `stream.error`: the client shows a text of its own. `custom`: it shows `message`. */
export const STREAM_ERROR_CODES = ['stream.error', 'custom'] as const;

export const threadStreamEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('thread.created'), thread: threadSchema }),
  z.object({ type: z.literal('thread.updated'), thread: threadSchema }),
  /** Work in progress, not stored yet. */
  z.object({ type: z.literal('thread.item.added'), item: threadItemSchema }),
  z.object({ type: z.literal('thread.item.updated'), item_id: z.string(), update: threadItemUpdateSchema }),
  /** Final, and stored before it is sent. */
  z.object({ type: z.literal('thread.item.done'), item: threadItemSchema }),
  z.object({ type: z.literal('thread.item.removed'), item_id: z.string() }),
  /** Same id, perhaps another kind of item. */
  z.object({ type: z.literal('thread.item.replaced'), item: threadItemSchema }),
  z.object({ type: z.literal('stream_options'), stream_options: streamOptionsSchema }),
  z.object({ type: z.literal('progress_update'), icon: absent(iconSchema), text: z.string() }),
  z.object({ type: z.literal('client_effect'), name: z.string(), data: openMap.default({}) }),
  z.object({
    type: z.literal('error'),
    code: z.enum(STREAM_ERROR_CODES).default('custom'),
    message: absent(z.string()),
    allow_retry: z.boolean().default(false),
  }),
  /** `message` is Markdown. */
  z.object({
    type: z.literal('notice'),
    level: z.enum(['info', 'warning', 'danger']),
    message: z.string(),
    title: absent(z.string()),
  }),
]);
export type ThreadStreamEvent = z.output<typeof threadStreamEventSchema>;
export type ThreadStreamEventInput = z.input<typeof threadStreamEventSchema>;
export type ThreadStreamEventType = ThreadStreamEvent['type'];
/** One kind of event, by its type. */
export type StreamEvent<T extends ThreadStreamEventType> = Extract<ThreadStreamEvent, { type: T }>;
