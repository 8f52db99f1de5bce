import { createThread, deltaOf, frontdesk, post } from '../rig/chat-client.mjs';
import { spread } from '../rig/figures.mjs';
import { startFrontdesk, startModel } from '../rig/system.mjs';

export const title = 'Resume after a drop: from the new request to the next delta';
export const reach = '≤ 150 ms p95';
const DELTAS_BEFORE = 5;

/** @param {import('../bench.mjs').Context} context */
export async function measure({ stores, rounds }) {
  const model = await startModel(50);
  const system = await startFrontdesk({ ...stores, modelUrl: model.url });
  const times = [];
  try {
    const target = frontdesk(system.gatewayUrl);
    for (let round = -2; round < rounds * 10; round += 1) {
      const time = await dropAndResume(target);
      if (round >= 0) {
        times.push(time);
      }
    }
  } finally {
    await system.stop();
    await model.stop();
  }
  return [{ what: 'next delta after a drop, ms', ...spread(times) }];
}

/** @param {import('../rig/chat-client.mjs').Target} target */
async function dropAndResume(target) {
  const headers = await target.headers();
  const seen = await streamUntilDropped(target, headers);
  const leave = new AbortController();
  const began = performance.now();
  /** @type {Promise<number>} */
  const resumed = new Promise((resolve, reject) => {
    post(target, headers, { type: 'runs.stream', params: { thread_id: seen.threadId, after: seen.cursor } }, {
      signal: leave.signal,
      onFrame: ({ data }) => {
        const delta = deltaOf(data);
        if (delta !== undefined) {
          Number(delta.trim().split(' ')[0]) > seen.stamp ? resolve(performance.now() - began) : reject(new Error('a token came twice'));
        }
      },
    }).catch(reject);
  });
  const time = await resumed;
  leave.abort();
  await post(target, headers, { type: 'runs.cancel', params: { thread_id: seen.threadId } });
  return time;
}

/** @param {import('../rig/chat-client.mjs').Target} target @param {Record<string, string>} headers @returns {Promise<{ threadId: string, cursor: string, stamp: number }>} */
function streamUntilDropped(target, headers) {
  const leave = new AbortController();
  let threadId = '';
  let deltas = 0;
  let stamp = 0;
  return new Promise((resolve, reject) => {
    post(target, headers, createThread('count to 200'), {
      signal: leave.signal,
      onFrame: ({ type, data }, cursor) => {
        if (type === 'thread.created') {
          threadId = JSON.parse(data).thread.id;
        }
        const delta = deltaOf(data);
        if (delta !== undefined) {
          deltas += 1;
          stamp = Number(delta.trim().split(' ').at(-1));
        }
        if (deltas >= DELTAS_BEFORE && cursor !== undefined) {
          leave.abort();
          resolve({ threadId, cursor, stamp });
        }
      },
    }).catch(reject);
  });
}
