import { chat, deltaOf } from '../rig/chat-client.mjs';
import { ascending, median, quantile, rounded } from '../rig/figures.mjs';
import { startModel } from '../rig/system.mjs';

export const title = 'Runs per second, model without delay, 200 tokens a run, no titles';
export const reach = '≥ 5 × the peer’s';
const CLIENTS = 32;
const SECONDS = 8;

/** @param {import('../bench.mjs').Context} context */
export async function measure(context) {
  const model = await startModel(0);
  /** @type {Map<string, Array<{ runs: number, tokens: number, frames: number, p50: number }>>} */
  const results = new Map(context.contestants.map(({ name }) => [name, []]));
  try {
    const systems = await Promise.all(context.contestants.map(async (contestant) => ({ name: contestant.name, system: await contestant.start(model.url) })));
    for (let round = -1; round < context.rounds; round += 1) {
      for (const { name, system } of systems) {
        const loaded = await load(system.target);
        if (round >= 0) {
          results.get(name)?.push(loaded); // the one before warms the processes up
        }
      }
    }
    for (const { system } of systems) {
      await system.stop();
    }
  } finally {
    await model.stop();
  }
  return [...results].map(([name, rounds]) => ({
    what: name,
    'runs/s': rounded(median(rounds.map(({ runs }) => runs))),
    'tokens/s': Math.round(median(rounds.map(({ tokens }) => tokens))),
    'frames/s': Math.round(median(rounds.map(({ frames }) => frames))),
    'answer p50, ms': rounded(median(rounds.map(({ p50 }) => p50))),
    'runs/s of the rounds': rounds.map(({ runs }) => rounded(runs)).join(' '),
  }));
}

/** @param {import('../rig/chat-client.mjs').Target} target */
async function load(target) {
  let runs = 0;
  let tokens = 0;
  let frames = 0;
  /** @type {number[]} */
  const times = [];
  const users = await Promise.all(Array.from({ length: CLIENTS }, () => target.headers()));
  await Promise.all(users.map((headers) => chat(target, headers, 'count to 200')));
  const began = performance.now();
  const until = began + SECONDS * 1_000;
  await Promise.all(
    users.map(async (headers) => {
      while (performance.now() < until) {
        const sent = performance.now();
        await chat(target, headers, 'count to 200', {
          onFrame: ({ data }) => {
            frames += 1;
            tokens += deltaOf(data)?.trim().split(' ').length ?? 0;
          },
        });
        times.push(performance.now() - sent);
        runs += 1;
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  return { runs: runs / seconds, tokens: tokens / seconds, frames: frames / seconds, p50: quantile(ascending(times), 0.5) };
}
