import { performance } from 'node:perf_hooks';
import { chat, deltaOf, frontdesk, post } from '../rig/chat-client.mjs';
import { spread } from '../rig/figures.mjs';
import { startFrontdesk, startModel } from '../rig/system.mjs';

export const title = 'First delta at idle over the model’s own';
export const reach = '≤ 8 ms p50, ≤ 20 ms p95';
const MESSAGE = 'count to 3';
/** Requests after a start that are shown on their own: until then the code that they need is being compiled. */
const AFTER_A_START = 50;
/** After that many the figures no longer change. */
const WARM_UP = 300;
const A_ROUND = 50;

/** @param {import('../bench.mjs').Context} context */
export async function measure({ stores, rounds }) {
  const model = await startModel(0);
  const system = await startFrontdesk({ ...stores, modelUrl: model.url });
  /** @type {Times[]} */
  const times = [];
  try {
    const target = frontdesk(system.gatewayUrl);
    while (times.length < WARM_UP + rounds * A_ROUND) {
      const headers = await target.headers();
      const alone = await askModel(model.url);
      times.push({ alone, whole: await timeToDelta((onFrame) => chat(target, headers, MESSAGE, { onFrame })) });
    }
  } finally {
    await system.stop();
    await model.stop();
  }
  const warm = times.slice(WARM_UP);
  return [
    { what: 'the model alone, ms', ...spread(warm.map(({ alone }) => alone)) },
    { what: 'through Frontdesk, ms', ...spread(warm.map(({ whole }) => whole)) },
    { what: 'added, ms', ...spread(warm.map(added)) },
    { what: `added, first ${AFTER_A_START} after a start, ms`, ...spread(times.slice(0, AFTER_A_START).map(added)) },
  ];
}

/** @typedef {{ alone: number, whole: number }} Times to the first delta, in ms: of the model asked by itself, and through Frontdesk */

const added = (/** @type {Times} */ { alone, whole }) => whole - alone;

/** @param {(onFrame: (frame: import('../rig/chat-client.mjs').Frame) => void) => Promise<unknown>} ask */
async function timeToDelta(ask) {
  const began = performance.now();
  let first = Number.NaN;
  await ask((frame) => {
    if (Number.isNaN(first) && deltaOf(frame.data) !== undefined) {
      first = performance.now() - began;
    }
  });
  return first;
}

/** @param {string} modelUrl @param {string} [text] @returns {Promise<number>} ms to the first token */
async function askModel(modelUrl, text = MESSAGE) {
  const began = performance.now();
  let first = Number.NaN;
  await post({ url: `${modelUrl}/responses`, headers: async () => ({}) }, { authorization: 'Bearer bench' }, { model: 'demo', input: [{ role: 'user', content: text }], stream: true }, {
    onFrame: ({ data }) => {
      if (Number.isNaN(first) && data.includes('output_text.delta')) {
        first = performance.now() - began;
      }
    },
  });
  return first;
}
