import { chat, deltaOf } from '../rig/chat-client.mjs';
import { ascending, median, quantile, rounded } from '../rig/figures.mjs';
import { startModel } from '../rig/system.mjs';

export const title = 'Streams at once at 50 tokens/s, no titles, p95 added delay per token below 100 ms';
export const reach = 'as many as can be, and ≥ 5 × the peer’s';
const TOKENS_PER_ANSWER = 250;
const ANSWER_MS = TOKENS_PER_ANSWER * 20;
const LIMIT_MS = 100;
/** Each a tenth above the one before, from 10 to 1,000. */
const STEPS = Array.from({ length: 49 }, (_, step) => Math.round(10 * 1.1 ** step));
/** Of the climb that only finds out where to begin. */
const LARGE_STRIDE = 4;
/** Steps below what was reached before, from which the next round climbs. */
const BACK = 2;
const MAX_ROUNDS = 3;
/** How often a warm-up streams: as long as the processor's share of a stream goes on falling after a start. */
const WARM_UPS = 3;

/** @param {import('../bench.mjs').Context} context */
export async function measure({ contestants, rounds }) {
  const model = await startModel(50);
  const climbs = contestants.map((contestant) => ({ contestant, from: 0, reached: /** @type {Reached[]} */ ([]) }));
  try {
    for (let round = 0; round <= Math.min(rounds, MAX_ROUNDS); round += 1) {
      for (const climbing of climbs) {
        const system = await climbing.contestant.start(model.url);
        try {
          const reached = await climb(system.target, climbing.from, round === 0 ? LARGE_STRIDE : 1);
          climbing.from = Math.max(0, STEPS.indexOf(reached.streams) - BACK);
          if (round > 0) {
            climbing.reached.push(reached);
          }
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
 * Up while the tokens are in time, or down until they are; after a warm-up of half a minute.
 * @param {import('../rig/chat-client.mjs').Target} target @param {number} from index of the first step @param {number} stride @returns {Promise<Reached>}
 */
async function climb(target, from, stride) {
  for (let time = 0; time < WARM_UPS; time += 1) {
    await stream(target, at(from));
  }
  let step = from;
  let reached = await onSecondThought(target, at(step));
  while (reached === null && step > 0) {
    step = Math.max(0, step - stride);
    reached = await onSecondThought(target, at(step));
  }
  let next = step === from ? reached : null;
  while (next !== null) {
    reached = next;
    step += stride;
    next = step < STEPS.length ? await onSecondThought(target, at(step)) : null;
  }
  return reached ?? { streams: 0, p50: Number.NaN, p95: Number.NaN };
}

/** @param {number} step */
const at = (step) => STEPS[step] ?? 0;

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
