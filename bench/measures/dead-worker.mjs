import { Client } from 'pg';
import { chat, deltaOf, frontdesk } from '../rig/chat-client.mjs';
import { spread } from '../rig/figures.mjs';
import { startFrontdesk, startModel } from '../rig/system.mjs';

export const title = 'SIGKILL of a worker: from the kill to the next delta';
export const reach = '≤ 10 s p95';
const STREAMS = 8;

/** @param {import('../bench.mjs').Context} context */
export async function measure({ stores, rounds }) {
  const model = await startModel(50);
  const system = await startFrontdesk({ ...stores, modelUrl: model.url, workers: 2 });
  const database = new Client({ connectionString: stores.databaseUrl });
  await database.connect();
  const times = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      times.push(...(await killOne(system, database, round % 2 === 0 ? 'agent-worker' : 'agent-worker-2')));
    }
  } finally {
    await database.end();
    await system.stop();
    await model.stop();
  }
  return [{ what: 'next delta after the kill, ms', ...spread(times) }];
}

/** @param {import('../rig/system.mjs').Frontdesk} system @param {Client} database @param {string} victim */
async function killOne(system, database, victim) {
  const target = frontdesk(system.gatewayUrl);
  const pid = system.pid(victim);
  /** @type {Array<{ first: boolean, runId: string, resumedAt: number }>} */
  const runs = [];
  let killedAt = Number.POSITIVE_INFINITY;
  let speaking = 0;
  /** @type {() => void} */
  let everybodySpeaks = () => undefined;
  const spoken = new Promise((resolve) => (everybodySpeaks = () => resolve(undefined)));
  const answers = Array.from({ length: STREAMS }, async () => {
    const run = { first: false, runId: '', resumedAt: Number.NaN };
    runs.push(run);
    await chat(target, await target.headers(), 'count to 200', {
      onOpen: (_status, headers) => (run.runId = String(headers['frontdesk-run-id'])),
      onFrame: ({ data }) => {
        if (deltaOf(data) === undefined) {
          return;
        }
        if (!run.first) {
          run.first = true;
          speaking += 1;
          if (speaking === STREAMS) {
            everybodySpeaks();
          }
        }
        // Deltas that the dead worker had written already may still arrive; the answer begins again from its first token.
        if (Number.isNaN(run.resumedAt) && Number(deltaOf(data)?.trim().split(' ').at(-1)) > killedAt) {
          run.resumedAt = performance.timeOrigin + performance.now();
        }
      },
    });
  });
  await spoken;
  const { rows } = await database.query("select id from runs where status = 'running' and worker_id like $1", [`%-${pid}-%`]);
  const struck = new Set(rows.map(({ id }) => id));
  killedAt = performance.timeOrigin + performance.now();
  const { restarted } = await system.replace(victim);
  await Promise.all(answers);
  await restarted;
  return runs.filter(({ runId }) => struck.has(runId)).map(({ resumedAt }) => resumedAt - killedAt);
}
