import { chat, deltaOf } from '../rig/chat-client.mjs';
import { ascending, median, quantile, rounded } from '../rig/figures.mjs';
import { startModel } from '../rig/system.mjs';

export const title = 'Streams at once at 50 tokens/s, no titles, p95 added delay per token below 100 ms';
export const reach = 'as many as can be, and ≥ 5 × the peer’s';
const TOKENS_PER_ANSWER = 250;
const ANSWER_MS = TOKENS_PER_ANSWER * 20;
const LIMIT_MS = 100;
const STEPS = [10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 140, 160, 180, 200, 225, 250, 300, 350, 400, 500, 600, 800, 1_000];
/** Steps below what the round before reached, from which the next one climbs. */
const BACK = 2;
const MAX_ROUNDS = 3;

/** @param {import('../bench.mjs').Context} context */
export async function measure({ contestants, rounds }) {
  const model = await startModel(50);
  const climbs = contestants.map((contestant) => ({ contestant, from: 1, reached: /** @type {Reached[]} */ ([]) }));
  try {
    for (let round = 0; round < Math.min(rounds, MAX_ROUNDS); round += 1) {
      for (const climbing of climbs) {
        const system = await climbing.contestant.start(model.url);
        try {
          const reached = await climb(system.target, climbing.from);
          climbing.reached.push(reached);
          climbing.from = Math.max(1, STEPS.indexOf(reached.streams) - BACK);
        } finally {
          await system.stop();
        }
      }
    }
  } finally {
    await model.stop();
  }
  return climbs.map(({ contestant, reached }) => row(contestant.name, reached));
}

/** @typedef {{ streams: number, p50: number, p95: number }} Reached the most that were in time, and how late their tokens were, in ms */

/** @param {string} what @param {Reached[]} reached */
function row(what, reached) {
  const of = (/** @type {keyof Reached} */ figure) => rounded(median(reached.map((round) => round[figure])));
  return { what, 'streams at once': of('streams'), 'of the rounds': reached.map(({ streams }) => streams).join(' '), 'p50 there, ms': of('p50'), 'p95 there, ms': of('p95') };
}

/**
 * The step before the first one warms the processes up; then up while the tokens are in time, or down until they are.
 * @param {import('../rig/chat-client.mjs').Target} target @param {number} from index of the first step that counts @returns {Promise<Reached>}
 */
async function climb(target, from) {
  await stream(target, STEPS[from - 1] ?? 0);
  let step = from;
  let reached = await onSecondThought(target, STEPS[step] ?? 0);
  while (reached === null && step > 0) {
    step -= 1;
    reached = await onSecondThought(target, STEPS[step] ?? 0);
  }
  for (let next = step === from ? reached : null; next !== null && step < STEPS.length; step += 1) {
    reached = next;
    next = await onSecondThought(target, STEPS[step + 1] ?? 0);
  }
  return reached ?? { streams: 0, p50: Number.NaN, p95: Number.NaN };
}

/** Others use the machine, too: what is late once has a second try. @param {import('../rig/chat-client.mjs').Target} target @param {number} streams */
const onSecondThought = async (target, streams) => (await inTime(target, streams)) ?? (await inTime(target, streams));

/** @param {import('../rig/chat-client.mjs').Target} target @param {number} streams @returns {Promise<Reached | null>} null: an answer failed, or tokens were late */
async function inTime(target, streams) {
  const { delays, failed } = await stream(target, streams);
  const sorted = ascending(delays);
  const [p50, p95] = [quantile(sorted, 0.5), quantile(sorted, 0.95)];
  return failed === 0 && p95 < LIMIT_MS ? { streams, p50, p95 } : null;
}

/**
 * Keeps `streams` answers running, begun evenly over the length of one, and times the tokens while all run. Then everybody leaves.
 * @param {import('../rig/chat-client.mjs').Target} target @param {number} streams
 */
async function stream(target, streams) {
  /** @type {number[]} */
  const delays = [];
  let failed = 0;
  const users = await Promise.all(Array.from({ length: streams }, () => target.headers()));
  const began = Date.now();
  const one = async (/** @type {Record<string, string>} */ headers, /** @type {number} */ index) => {
    await new Promise((resolve) => setTimeout(resolve, (index / streams) * ANSWER_MS));
    const leave = new AbortController();
    const timer = setTimeout(() => leave.abort(), began + 2 * ANSWER_MS - Date.now());
    while (!leave.signal.aborted) {
      await chat(target, headers, `count to ${TOKENS_PER_ANSWER}`, {
        signal: leave.signal,
        onFrame: (frame) => {
          const delta = deltaOf(frame.data);
          const now = performance.timeOrigin + performance.now();
          if (delta !== undefined && now - began > ANSWER_MS) {
            delta.trim().split(' ').forEach((/** @type {string} */ stamp) => delays.push(now - Number(stamp)));
          }
        },
      }).catch(() => (failed += leave.signal.aborted ? 0 : 1));
    }
    clearTimeout(timer);
  };
  await Promise.all(users.map(one));
  return { delays, failed };
}
