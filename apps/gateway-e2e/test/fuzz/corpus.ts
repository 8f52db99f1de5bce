import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fill } from './distil.js';

/** What is there to be asked for. */
export interface Targets {
  readonly threadId: string;
  readonly userItemId: string;
  readonly widgetItemId: string;
  readonly questionItemId: string;
  /** A thread of somebody else. */
  readonly foreignThreadId: string;
}

const message = (more: object = {}) => ({
  content: [{ type: 'input_text', text: 'hello' }],
  attachments: [],
  inference_options: {},
  ...more,
});

/** What the conformance suite asks; CONFORMANCE_CORPUS writes it anew. */
const RECORDED = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

/** What requests are spoiled from: a valid one of every operation, as often as those that the conformance suite recorded. */
export function corpus(targets: Targets): object[] {
  const recorded = fill(RECORDED, targets);
  const valid = validRequests(targets);
  const copies = Math.max(1, Math.round(recorded.length / valid.length));
  return [...recorded, ...Array.from({ length: copies }, () => valid).flat()];
}

function validRequests({ threadId: thread_id, userItemId, widgetItemId, questionItemId, foreignThreadId }: Targets): object[] {
  const action = { type: 'pick', payload: { id: 1, none: null } };
  const tag = { type: 'input_tag', id: 't1', text: 'Ann', data: { deep: [null] }, group: 'People', interactive: true };
  const answers = { q1: { values: ['A'], skipped: false }, q2: { values: [], skipped: true } };
  return [
    { type: 'threads.create', params: { input: message() }, metadata: {} },
    {
      type: 'threads.create',
      params: { input: message({ content: [tag], quoted_text: 'quote', inference_options: { model: 'm', tool_choice: { id: 'act' } } }) },
    },
    { type: 'threads.add_user_message', params: { thread_id, input: message() } },
    { type: 'threads.add_client_tool_output', params: { thread_id, result: { ok: true, list: [1, null] } } },
    { type: 'threads.add_structured_input', params: { thread_id, item_id: questionItemId, input: { status: 'answered', answers } } },
    { type: 'threads.retry_after_item', params: { thread_id, item_id: userItemId } },
    { type: 'threads.custom_action', params: { thread_id, item_id: widgetItemId, action } },
    { type: 'threads.sync_custom_action', params: { thread_id, item_id: widgetItemId, action } },
    { type: 'threads.get_by_id', params: { thread_id } },
    { type: 'threads.get_by_id', params: { thread_id: foreignThreadId } },
    { type: 'threads.list', params: { limit: 5, order: 'asc', after: thread_id } },
    { type: 'threads.list', params: { limit: null, order: 'desc', after: null } },
    { type: 'items.list', params: { thread_id, limit: 2, order: 'desc', after: userItemId } },
    { type: 'items.feedback', params: { thread_id, item_ids: [userItemId, widgetItemId], kind: 'positive' } },
    { type: 'attachments.create', params: { name: 'a.png', size: 1024, mime_type: 'image/png' } },
    { type: 'attachments.delete', params: { attachment_id: 'atc_none' } },
    { type: 'threads.update', params: { thread_id, title: 'A title' } },
    { type: 'threads.delete', params: { thread_id: foreignThreadId } },
    { type: 'input.transcribe', params: { audio_base64: 'UklGRg==', mime_type: 'audio/webm;codecs=opus' } },
    { type: 'runs.stream', params: { thread_id, run_id: 'run_none', after: '1-1' } },
    { type: 'runs.cancel', params: { thread_id, run_id: null } },
  ];
}
