import { setMaxListeners } from 'node:events';
import { createThread, frontdesk, post } from '../rig/chat-client.mjs';
import { residentBytes } from '../rig/machine.mjs';
import { rounded } from '../rig/figures.mjs';
import { startFrontdesk, startModel } from '../rig/system.mjs';

export const title = 'Open idle streams on one gateway';
export const reach = '10,000 at ≤ 25 KB each';
const RUNS = 100;
const STREAMS = 10_000;
/** Opened before: the heap's young generation grows with the first ones, once, to its full size. */
const FIRST_STREAMS = 2_000;
const AT_ONCE = 200;

/** @param {import('../bench.mjs').Context} context */
export async function measure({ stores }) {
  // One token in half an hour: every run has begun, and none says anything.
  const model = await startModel(1 / 1_800);
  const system = await startFrontdesk({ ...stores, modelUrl: model.url, env: { MODEL_IDLE_MS: '3600000' } });
  const leave = new AbortController();
  setMaxListeners(0, leave.signal);
  try {
    const target = frontdesk(system.gatewayUrl);
    const threads = await Promise.all(Array.from({ length: RUNS }, () => begin(target, leave.signal)));
    const openMore = (/** @type {number} */ count) => openStreams(target, threads, count, leave.signal);
    await openMore(FIRST_STREAMS);
    const before = residentBytes(system.pid('gateway'));
    await openMore(STREAMS);
    const after = residentBytes(system.pid('gateway'));
    return [{ what: 'one gateway', streams: STREAMS, 'before, MB': rounded(before / 1e6), 'after, MB': rounded(after / 1e6), 'KB each': rounded((after - before) / STREAMS / 1_024) }];
  } finally {
    leave.abort();
    await system.stop();
    await model.stop();
  }
}

const fail = () => {
  throw new Error('no thread');
};

/** @param {import('../rig/chat-client.mjs').Target} target @param {AbortSignal} signal */
async function begin(target, signal) {
  const headers = await target.headers();
  /** @type {Promise<{ threadId: string, headers: Record<string, string> }>} */
  const begun = new Promise((resolve, reject) => {
    post(target, headers, createThread('count to 10'), { signal, onFrame: ({ type, data }) => type === 'thread.created' && resolve({ threadId: JSON.parse(data).thread.id, headers }) }).catch(reject);
  });
  return begun;
}

/** @param {import('../rig/chat-client.mjs').Target} target @param {Awaited<ReturnType<typeof begin>>[]} threads @param {number} count @param {AbortSignal} signal */
async function openStreams(target, threads, count, signal) {
  for (let from = 0; from < count; from += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => follow(target, threads[(from + index) % RUNS] ?? fail(), signal)));
  }
}

/** Resolves when the stream is open. @param {import('../rig/chat-client.mjs').Target} target @param {{ threadId: string, headers: Record<string, string> }} run @param {AbortSignal} signal */
function follow(target, { threadId, headers }, signal) {
  return new Promise((resolve, reject) => {
    post(target, headers, { type: 'runs.stream', params: { thread_id: threadId } }, { signal, onOpen: (status) => (status === 200 ? resolve(undefined) : reject(new Error(`runs.stream answers ${status}`))) }).catch(reject);
  });
}
