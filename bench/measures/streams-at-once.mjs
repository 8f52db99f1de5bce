import { chat, deltaOf } from '../rig/chat-client.mjs';
import { ascending, quantile, rounded } from '../rig/figures.mjs';
import { startModel } from '../rig/system.mjs';

export const title = 'Streams at once at 50 tokens/s, no titles, p95 added delay per token below 100 ms';
export const reach = 'as many as can be, and ≥ 5 × the peer’s';
const TOKENS_PER_ANSWER = 250;
const ANSWER_MS = TOKENS_PER_ANSWER * 20;
const LIMIT_MS = 100;
const STEPS = [10, 20, 40, 50, 60, 80, 120, 160, 180, 200, 250, 300, 400, 500, 650, 800, 1_000];

/** @param {import('../bench.mjs').Context} context */
export async function measure(context) {
  const model = await startModel(50);
  const rows = [];
  try {
    for (const contestant of context.contestants) {
      const system = await contestant.start(model.url);
      try {
        rows.push(...(await climb(contestant.name, system.target)));
      } finally {
        await system.stop();
      }
    }
  } finally {
    await model.stop();
  }
  return rows;
}

/** More and more streams until the tokens are late. @param {string} name @param {import('../rig/chat-client.mjs').Target} target */
async function climb(name, target) {
  const rows = [];
  for (const streams of STEPS) {
    const { delays, failed } = await stream(target, streams);
    const sorted = ascending(delays);
    const row = { what: name, streams, 'p50, ms': rounded(quantile(sorted, 0.5)), 'p95, ms': rounded(quantile(sorted, 0.95)), tokens: sorted.length, failed };
    rows.push(row);
    if (failed > 0 || !(row['p95, ms'] < LIMIT_MS)) {
      break;
    }
  }
  return rows;
}

/**
 * Keeps `streams` answers running, begun evenly over the length of one, and times the tokens of the second round, when all run.
 * @param {import('../rig/chat-client.mjs').Target} target @param {number} streams
 */
async function stream(target, streams) {
  /** @type {number[]} */
  const delays = [];
  let failed = 0;
  const began = Date.now();
  const users = await Promise.all(Array.from({ length: streams }, () => target.headers()));
  const one = async (/** @type {Record<string, string>} */ headers, /** @type {number} */ index) => {
    await new Promise((resolve) => setTimeout(resolve, (index / streams) * ANSWER_MS));
    for (let round = 0; round < 2; round += 1) {
      await chat(target, headers, `count to ${TOKENS_PER_ANSWER}`, {
        onFrame: (frame) => {
          const delta = deltaOf(frame.data);
          const now = performance.timeOrigin + performance.now();
          if (delta !== undefined && now - began > ANSWER_MS && now - began < 2 * ANSWER_MS) {
            delta.trim().split(' ').forEach((/** @type {string} */ stamp) => delays.push(now - Number(stamp)));
          }
        },
      }).catch(() => (failed += 1));
    }
  };
  await Promise.all(users.map(one));
  return { delays, failed };
}
