import { actionSchema } from './actions.schema.js';
import { absent, lenientInt, openMap, required } from './fields.js';
import { structuredInputSubmissionSchema } from './structured-input.schema.js';
import { userMessageInputSchema } from './user-message.schema.js';
import { z } from './zod.js';

/** Rows of a page: the default, and the bounds that any wish is clamped to. */
export const PAGE_LIMIT = { default: 20, min: 1, max: 100 } as const;

// 0 means "no wish" in the protocol, as null and absence do.
const limit = absent(lenientInt).transform((wish) => Math.min(PAGE_LIMIT.max, Math.max(PAGE_LIMIT.min, wish ? wish : PAGE_LIMIT.default)));
const order = z.enum(['asc', 'desc']).default('desc');
const paging = { limit, order, after: absent(z.string()) };
const thread_id = z.string();

function request<T extends string, P extends z.ZodType>(type: T, params: P) {
  // metadata is accepted and never used: the protocol leaves it to future versions.
  return z.object({ type: z.literal(type), params, metadata: openMap.default({}) });
}

const customAction = z.object({
  thread_id,
  // The reference treats the empty string like none.
  item_id: absent(z.string()).transform((id) => id || undefined),
  action: actionSchema,
});

/** Answered with a stream of events. */
export const streamingRequestSchema = z.discriminatedUnion('type', [
  request('threads.create', z.object({ input: userMessageInputSchema })),
  request('threads.add_user_message', z.object({ thread_id, input: userMessageInputSchema })),
  /** Names no call: it answers the thread's newest pending one. */
  request('threads.add_client_tool_output', z.object({ thread_id, result: required })),
  request('threads.add_structured_input', z.object({ thread_id, item_id: z.string(), input: structuredInputSubmissionSchema })),
  /** `item_id`: the user message after which everything is dropped and answered again. */
  request('threads.retry_after_item', z.object({ thread_id, item_id: z.string() })),
  request('threads.custom_action', customAction),
  /** Frontdesk's own: the rest of an unfinished run, after the cursor of the last event seen. */
  request('runs.stream', z.object({ thread_id, run_id: absent(z.string()), after: absent(z.string()) })),
]);

/** Answered with one JSON document. */
export const jsonRequestSchema = z.discriminatedUnion('type', [
  request('threads.get_by_id', z.object({ thread_id })),
  request('threads.list', z.object(paging)),
  request('items.list', z.object({ thread_id, ...paging })),
  request('items.feedback', z.object({ thread_id, item_ids: z.array(z.string()), kind: z.enum(['positive', 'negative']) })),
  request('attachments.create', z.object({ name: z.string(), size: lenientInt, mime_type: z.string() })),
  request('attachments.delete', z.object({ attachment_id: z.string() })),
  request('threads.update', z.object({ thread_id, title: z.string() })),
  request('threads.delete', z.object({ thread_id })),
  request('input.transcribe', z.object({ audio_base64: z.string(), mime_type: z.string() })),
  request('threads.sync_custom_action', customAction),
  /** Frontdesk's own: stops a run and keeps what it said so far. */
  request('runs.cancel', z.object({ thread_id, run_id: absent(z.string()) })),
]);

export const chatKitRequestSchema = z.discriminatedUnion('type', [streamingRequestSchema, jsonRequestSchema]);

export type StreamingRequest = z.output<typeof streamingRequestSchema>;
export type JsonRequest = z.output<typeof jsonRequestSchema>;
export type ChatKitRequest = StreamingRequest | JsonRequest;

export type StreamingRequestType = StreamingRequest['type'];
export type JsonRequestType = JsonRequest['type'];
export type ChatKitRequestType = ChatKitRequest['type'];
/** One kind of request, by its type. */
export type RequestOf<T extends ChatKitRequestType> = Extract<ChatKitRequest, { type: T }>;
/** Parameters as a client may write them: what has a default can be left out. */
export type RequestParams<T extends ChatKitRequestType> = Extract<z.input<typeof chatKitRequestSchema>, { type: T }>['params'];
