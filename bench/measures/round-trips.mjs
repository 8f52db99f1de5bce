import { runLogChannel, runLogKey } from '@frontdesk/contracts';
import { Redis } from 'ioredis';
import { chat, frontdesk } from '../rig/chat-client.mjs';
import { rounded } from '../rig/figures.mjs';
import { startFrontdesk, startModel } from '../rig/system.mjs';

export const title = 'Round trips to Redis of one run on the token path';
export const reach = '1 a flush, ≤ 25 flushes in any second at any rate of tokens';

/** @param {import('../bench.mjs').Context} context */
export async function measure({ stores }) {
  const rows = [];
  for (const { rate, text, name } of [
    { rate: 50, text: 'count to 200', name: '50 tokens/s' },
    { rate: 500, text: 'count to 2000', name: '500 tokens/s' },
    { rate: 0, text: 'count to 5000', name: 'as fast as the model can' },
  ]) {
    const model = await startModel(rate);
    const system = await startFrontdesk({ ...stores, modelUrl: model.url });
    try {
      rows.push({ what: name, ...(await countWrites(stores.redisUrl, system.gatewayUrl, text)) });
    } finally {
      await system.stop();
      await model.stop();
    }
  }
  return rows;
}

/** @param {string} redisUrl @param {string} gatewayUrl @param {string} text */
async function countWrites(redisUrl, gatewayUrl, text) {
  const redis = new Redis(redisUrl);
  const writes = await listenToWrites(redisUrl);
  const target = frontdesk(gatewayUrl);
  await chat(target, await target.headers(), 'count to 3'); // the scripts are loaded
  const headers = await target.headers();
  const began = performance.now();
  let ids = 0;
  let runId = '';
  await chat(target, headers, text, {
    onOpen: (_status, { 'frontdesk-run-id': id }) => (runId = String(id)),
    onFrame: (_frame, cursor) => (ids += cursor === undefined ? 0 : 1),
  });
  const seconds = (performance.now() - began) / 1_000;
  const entries = await redis.xlen(runLogKey(runId)); // each was one call of the script, and one round trip
  await writes.until(runId, entries);
  redis.disconnect();
  writes.close();
  return {
    entries,
    'entries seen by the client': ids,
    seconds: rounded(seconds, 2),
    'on average': rounded(entries / seconds),
    'most in any one second': mostWithin(1_000, writes.of(runId)),
  };
}

/** When each entry was written, as one sees it who listens: Redis publishes it in the same script. @param {string} redisUrl */
async function listenToWrites(redisUrl) {
  const redis = new Redis(redisUrl);
  /** @type {Map<string, number[]>} */
  const times = new Map();
  let heard = () => {};
  redis.on('pmessage', (_pattern, channel) => {
    times.set(channel, [...(times.get(channel) ?? []), performance.now()]);
    heard();
  });
  await redis.psubscribe(runLogChannel('*'));
  const of = (/** @type {string} */ runId) => times.get(runLogChannel(runId)) ?? [];
  return {
    of,
    until: async (/** @type {string} */ runId, /** @type {number} */ entries) => {
      while (of(runId).length < entries) {
        await new Promise((resolve) => (heard = () => resolve(undefined)));
      }
    },
    close: () => redis.disconnect(),
  };
}

/** @param {number} ms @param {number[]} times ascending */
const mostWithin = (ms, times) => Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));
