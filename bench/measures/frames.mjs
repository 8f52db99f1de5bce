import { encodeEvent, parseRequest, sseFrame, toWire } from '@frontdesk/chatkit-protocol';
import { rounded } from '../rig/figures.mjs';

export const title = 'Frames through zod-parse → projection → SSE encoding, and requests read and checked, on one core';
export const reach = '≥ 100,000 deltas a second: parsing is not what an answer waits for';

const WORDS = 'Frontdesk answers in the network of the people who ask. ';
const at = '2026-11-25T12:00:00.000Z';
const own = { thread_id: 'thr_bench', created_at: at };

/** @param {string} id @param {number} length @returns {import('@frontdesk/chatkit-protocol').ThreadItemInput} */
const message = (id, length) => ({
  ...own,
  id,
  type: 'assistant_message',
  content: [{ type: 'output_text', text: WORDS.repeat(Math.ceil(length / WORDS.length)).slice(0, length), annotations: [] }],
});

/** @type {import('@frontdesk/chatkit-protocol').WidgetRoot} */
const widget = {
  type: 'Card',
  size: 'sm',
  children: [
    { type: 'Row', gap: 2, align: 'center', children: [{ type: 'Icon', name: 'maps' }, { type: 'Title', value: 'Paris', size: 'lg' }, { type: 'Badge', label: 'Sunny', color: 'success' }] },
    { type: 'Divider' },
    ...Array.from({ length: 5 }, (_, day) => ({ type: 'Row', justify: 'between', children: [{ type: 'Text', value: `Day ${day}` }, { type: 'Text', value: `${20 + day}°`, weight: 'semibold' }] })),
    { type: 'Button', label: 'Again', onClickAction: { type: 'weather.again', payload: { place: 'Paris', none: null } } },
  ],
};

/** @param {import('@frontdesk/chatkit-protocol').ThreadStreamEventInput} event @returns {() => string} */
const frame = (event) => () => sseFrame(encodeEvent(event));
/** @type {import('@frontdesk/chatkit-protocol').ThreadStreamEventInput} */
const delta = { type: 'thread.item.updated', item_id: 'msg_1', update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: 'Frontdesk ' } };
const page = { data: Array.from({ length: 20 }, (_, index) => message(`msg_${index}`, 800)), has_more: true, after: 'msg_19' };
const request = { type: 'threads.add_user_message', params: { thread_id: 'thr_bench', input: { content: [{ type: 'input_text', text: WORDS }], attachments: [], inference_options: {} } } };

/** @type {[what: string, work: () => unknown][]} */
const CASES = [
  ['text delta', frame(delta)],
  ['finished message, 2,000 characters', frame({ type: 'thread.item.done', item: message('msg_1', 2_000) })],
  ['widget of 20 components', frame({ type: 'thread.item.done', item: { ...own, id: 'msg_2', type: 'widget', widget } })],
  ['page of 20 messages', () => JSON.stringify(toWire(page))],
  ['request, read from its bytes', () => parseRequest(JSON.parse(JSON.stringify(request)))],
];

/** @param {() => unknown} work @param {number} milliseconds */
function perSecond(work, milliseconds) {
  let count = 0;
  const begun = performance.now();
  let elapsed = 0;
  while (elapsed < milliseconds) {
    for (let round = 0; round < 50; round += 1) {
      work();
    }
    count += 50;
    elapsed = performance.now() - begun;
  }
  return (count / elapsed) * 1_000;
}

export async function measure() {
  return CASES.map(([what, work]) => {
    perSecond(work, 300);
    const rate = perSecond(work, 1_000);
    return { what, 'per second': Math.round(rate), 'µs each': rounded(1_000_000 / rate, 2) };
  });
}
