import { chat, frontdesk, post } from '../rig/chat-client.mjs';
import { median, rounded } from '../rig/figures.mjs';
import { slowRedis } from '../rig/slow-redis.mjs';
import { startFrontdesk, startModel } from '../rig/system.mjs';

export const title = 'Total time of an answer of 200 tokens over the model’s own';
export const reach = '≤ 3 % with Redis at +0 ms, ≤ 8 % at +25 ms';
const MESSAGE = 'count to 200';

/** @param {import('../bench.mjs').Context} context */
export async function measure({ stores, rounds }) {
  const model = await startModel(50);
  const slow = await slowRedis(stores.redisUrl, 25);
  const near = await startFrontdesk({ ...stores, modelUrl: model.url });
  const far = await startFrontdesk({ ...stores, redisUrl: `${slow.url}/1`, modelUrl: model.url });
  /** @type {Record<'model' | 'near' | 'far', number[]>} */
  const times = { model: [], near: [], far: [] };
  try {
    for (let round = -1; round < rounds; round += 1) {
      const taken = {
        model: await timed(() => askModel(model.url)),
        near: await timed(await asking(near.gatewayUrl)),
        far: await timed(await asking(far.gatewayUrl)),
      };
      if (round >= 0) {
        times.model.push(taken.model);
        times.near.push(taken.near);
        times.far.push(taken.far);
      }
    }
  } finally {
    await near.stop();
    await far.stop();
    slow.stop();
    await model.stop();
  }
  const own = median(times.model);
  const over = (/** @type {number[]} */ values) => `${rounded((median(values) / own - 1) * 100)} %`;
  return [
    { what: 'the model alone', 'median, ms': rounded(own), over: '' },
    { what: 'Redis at +0 ms', 'median, ms': rounded(median(times.near)), over: over(times.near) },
    { what: 'Redis at +25 ms', 'median, ms': rounded(median(times.far)), over: over(times.far) },
  ];
}

/** @param {() => Promise<unknown>} ask */
async function timed(ask) {
  const began = performance.now();
  await ask();
  return performance.now() - began;
}

/** @param {string} gatewayUrl */
async function asking(gatewayUrl) {
  const target = frontdesk(gatewayUrl);
  const headers = await target.headers();
  return () => chat(target, headers, MESSAGE);
}

/** @param {string} modelUrl */
const askModel = (modelUrl) =>
  post({ url: `${modelUrl}/responses`, headers: async () => ({}) }, { authorization: 'Bearer bench' }, { model: 'demo', input: [{ role: 'user', content: MESSAGE }], stream: true }, { onFrame: () => undefined });
