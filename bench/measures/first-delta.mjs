import { performance } from 'node:perf_hooks';
import { chat, deltaOf, frontdesk, post } from '../rig/chat-client.mjs';
import { spread } from '../rig/figures.mjs';
import { startFrontdesk, startModel } from '../rig/system.mjs';

export const title = 'First delta at idle over the model’s own';
export const reach = '≤ 8 ms p50, ≤ 20 ms p95';
const MESSAGE = 'count to 3';

/** @param {import('../bench.mjs').Context} context */
export async function measure({ stores, rounds }) {
  const model = await startModel(0);
  const system = await startFrontdesk({ ...stores, modelUrl: model.url });
  /** @type {number[]} */
  const direct = [];
  /** @type {number[]} */
  const through = [];
  try {
    const target = frontdesk(system.gatewayUrl);
    for (let round = -5; round < rounds * 10; round += 1) {
      const headers = await target.headers();
      const alone = await askModel(model.url);
      const whole = await timeToDelta((onFrame) => chat(target, headers, MESSAGE, { onFrame }));
      if (round >= 0) {
        direct.push(alone);
        through.push(whole);
      }
    }
  } finally {
    await system.stop();
    await model.stop();
  }
  return [
    { what: 'the model alone, ms', ...spread(direct) },
    { what: 'through Frontdesk, ms', ...spread(through) },
    { what: 'added, ms', ...spread(through.map((time, index) => time - (direct[index] ?? 0))) },
  ];
}

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
