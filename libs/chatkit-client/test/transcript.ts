import type { EventStream, ReceivedEvent } from '../src/index.js';

/** Waits short enough for tests. */
export const QUICK = { retries: 2, baseMs: 2, maxMs: 4 };

export const INPUT = { input: { content: [{ type: 'input_text' as const, text: 'hi' }], attachments: [], inference_options: {} } };
export const base = (id: string) => ({ id, thread_id: 'thr_1', created_at: '2026-03-01T10:20:30Z' });
export const THREAD = {
  id: 'thr_1',
  created_at: '2026-03-01T10:20:30Z',
  status: { type: 'active' },
  metadata: {},
  items: { data: [], has_more: false },
};
export const created = { type: 'thread.created', thread: THREAD };
export const user = {
  ...base('msg_u'),
  type: 'user_message',
  content: [{ type: 'input_text', text: 'hi' }],
  attachments: [],
  inference_options: {},
};
export const answer = { ...base('msg_a'), type: 'assistant_message', content: [] };
export const echo = { type: 'thread.item.done', item: user };
export const added = { type: 'thread.item.added', item: answer };
export const finished = { type: 'thread.item.done', item: answer };
export const delta = (text: string) => ({
  type: 'thread.item.updated',
  item_id: 'msg_a',
  update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: text },
});

/** Events in short: the delta's text, or the type and the item's id. */
export function short(event: ReceivedEvent): string {
  if (event.type === 'thread.item.updated') {
    return 'delta' in event.update ? event.update.delta : event.update.type;
  }
  return 'item' in event ? `${event.type} ${event.item.id}` : 'item_id' in event ? `${event.type} ${event.item_id}` : event.type;
}

export async function collect(events: EventStream, seen: string[] = []): Promise<string[]> {
  for await (const event of events) {
    seen.push(short(event));
  }
  return seen;
}

export const START = ['thread.created', 'thread.item.done msg_u', 'thread.item.added msg_a'];
