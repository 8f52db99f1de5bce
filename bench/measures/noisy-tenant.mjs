import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '@frontdesk/contracts';
import { createDatabase } from '@frontdesk/database';
import { RunQueue } from '@frontdesk/run-queue';
import { RunAdmissionStore } from '@frontdesk/runs';
import { ApiKeyStore, TenantStore } from '@frontdesk/tenants';
import { Client } from 'pg';
import { chat, deltaOf, frontdesk, post } from '../rig/chat-client.mjs';
import { ascending, quantile, rounded, spread } from '../rig/figures.mjs';
import { startFrontdesk, startModel } from '../rig/system.mjs';

export const title = 'Another tenant while one has 5,000 runs in the queue, model at 50 tokens/s';
export const reach = 'p95 wait ≤ 1.5 × idle';
const QUEUED = 5_000;
const USERS = 250;
const BATCH = 20;
const MESSAGES = 20;
const SLOTS = 32;
/** As a worker comes, unlike in the other measures: scarce slots are what this is about. */
const AS_SHIPPED = { WORKER_CONCURRENCY: String(SLOTS), TENANT_CONCURRENCY: '1000', USER_CONCURRENCY: '20' };

/** @param {import('../bench.mjs').Context} context */
export async function measure({ stores, rounds }) {
  const model = await startModel(50);
  const system = await startFrontdesk({ ...stores, modelUrl: model.url, env: AS_SHIPPED });
  const database = new Client({ connectionString: stores.databaseUrl });
  const queue = new RunQueue(stores.redisUrl, (cause) => process.stderr.write(`${cause.message}\n`));
  const db = createDatabase(stores.databaseUrl, { poolSize: 4 });
  const outside = { database, queue, admission: new RunAdmissionStore(db) };
  /** @type {Waits} */
  const waits = { idle: [], busy: [], noisy: [] };
  try {
    await Promise.all([database.connect(), queue.ready()]);
    const quiet = await tenantOf(db, system.gatewayUrl);
    await besideBusySlots(outside, () => visit(quiet, database, MESSAGES)); // warms the processes up
    await silence(database);
    for (let round = 0; round < rounds; round += 1) {
      waits.idle.push(...(await visit(quiet, database, MESSAGES)));
      waits.busy.push(...(await besideBusySlots(outside, () => visit(quiet, database, MESSAGES))));
      await silence(database);
      await flood(outside, QUEUED);
      waits.noisy.push(...(await visit(quiet, database, MESSAGES)));
      await silence(database);
    }
  } finally {
    await queue.close();
    await db.$disconnect();
    await database.end();
    await system.stop();
    await model.stop();
  }
  return [table('for a worker', waits, ({ queued }) => queued), table('for the first word', waits, ({ firstWord }) => firstWord)].flat();
}

/** @typedef {{ database: Client, queue: RunQueue, admission: RunAdmissionStore }} Outside */
/** @typedef {{ queued: number, firstWord: number }} Wait in ms: until a worker took the run, and until the first delta */
/** @typedef {Record<'idle' | 'busy' | 'noisy', Wait[]>} Waits busy: as many answers are written as behind the queue, and none waits: what the queue costs is what comes on top of it */

/** @param {string} what @param {Waits} waits @param {(wait: Wait) => number} figure */
function table(what, waits, figure) {
  const row = (/** @type {string} */ where, /** @type {Wait[]} */ measured, /** @type {object} */ more = {}) => ({ what: `wait ${what} ${where}, ms`, ...spread(measured.map(figure)), ...more });
  const p95 = (/** @type {Wait[]} */ measured) => quantile(ascending(measured.map(figure)), 0.95);
  const over = (/** @type {Wait[]} */ measured, /** @type {Wait[]} */ base) => rounded(p95(measured) / p95(base), 2);
  return [
    row('at idle', waits.idle),
    row(`beside ${SLOTS} answers, none queued`, waits.busy, { 'p95 over idle': over(waits.busy, waits.idle) }),
    row(`behind ${QUEUED.toLocaleString('en')} runs`, waits.noisy, { 'p95 over idle': over(waits.noisy, waits.idle), 'p95 over none queued': over(waits.noisy, waits.busy) }),
  ];
}

/** A tenant of its own, whose users come by way of its backend. @param {import('@frontdesk/database').Database} db @param {string} gatewayUrl */
async function tenantOf(db, gatewayUrl) {
  const id = `quiet-${randomBytes(4).toString('hex')}`;
  await new TenantStore(db).create(id, id);
  const { key } = await new ApiKeyStore(db).create(id, 'bench');
  const sessions = { url: `${gatewayUrl}/v1/chatkit/sessions`, headers: async () => ({}) };
  return {
    ...frontdesk(gatewayUrl),
    headers: async () => {
      const { status, text } = await post(sessions, { authorization: `Bearer ${key}`, 'openai-beta': 'chatkit_beta=v1' }, { user: `usr_${randomBytes(8).toString('hex')}`, workflow: { id: 'chatkit-guide' } });
      if (status !== 200) {
        throw new Error(`no session: ${status} ${text}`);
      }
      return { authorization: `Bearer ${JSON.parse(text).client_secret}`, 'frontdesk-resume': '1' };
    },
  };
}

/**
 * People who come one after another and ask something short.
 * @param {import('../rig/chat-client.mjs').Target} target @param {Client} database @param {number} count @returns {Promise<Wait[]>}
 */
async function visit(target, database, count) {
  const waits = [];
  for (let person = 0; person < count; person += 1) {
    const headers = await target.headers();
    const sentAt = performance.now();
    let firstWord = Number.NaN;
    let runId = '';
    await chat(target, headers, 'count to 3', {
      onOpen: (_status, answered) => (runId = String(answered['frontdesk-run-id'])),
      onFrame: ({ data }) => {
        if (Number.isNaN(firstWord) && deltaOf(data) !== undefined) {
          firstWord = performance.now() - sentAt;
        }
      },
    });
    const { rows } = await database.query('SELECT extract(epoch FROM started_at - queued_at) * 1000 AS queued FROM runs WHERE id = $1', [runId]);
    waits.push({ queued: Number(rows[0].queued), firstWord });
  }
  return waits;
}

/** Long answers for many users of one tenant; comes back when every slot has one. @param {Outside} outside @param {number} count */
async function flood(outside, count) {
  await admit(outside, count);
  await until(async () => (await unfinished(outside.database, 'running')) >= SLOTS);
}

/** As the gateway does it. @param {Outside} outside @param {number} count */
async function admit({ queue, admission }, count) {
  for (let n = 0; n < count; n += BATCH) {
    await Promise.all(
      Array.from({ length: Math.min(BATCH, count - n) }, async (_, index) => {
        const message = { id: newId('msg'), thread_id: newId('thr'), created_at: new Date().toISOString(), attachments: [], inference_options: {} };
        const content = [{ type: /** @type {const} */ ('input_text'), text: 'count to 200' }];
        const owner = { tenantId: 'loud', userId: `usr_${(n + index) % USERS}` };
        const { runId, epoch, needsWakeUp } = await admission.admitNewThread(owner, { ...message, type: 'user_message', content });
        await (needsWakeUp ? queue.add(runId, epoch) : undefined);
      }),
    );
  }
}

/** Does something while every slot has an answer of the other tenant, and a new one whenever one ends. @template T @param {Outside} outside @param {() => Promise<T>} what */
async function besideBusySlots(outside, what) {
  await flood(outside, SLOTS);
  let goesOn = true;
  const kept = (async () => {
    while (goesOn) {
      await admit(outside, SLOTS - (await unfinished(outside.database, 'running', 'queued')));
      await delay(50);
    }
  })();
  try {
    return await what();
  } finally {
    goesOn = false;
    await kept;
  }
}

/** @param {Client} database @param {string[]} states */
async function unfinished(database, ...states) {
  const { rows } = await database.query("SELECT count(*)::int AS n FROM runs WHERE tenant_id = 'loud' AND status = ANY($1)", [states]);
  return rows[0].n;
}

/** What waits is given up, what is being written comes to its end. @param {Client} database */
async function silence(database) {
  await database.query("UPDATE runs SET status = 'cancelled', finished_at = now() WHERE tenant_id = 'loud' AND status = 'queued'");
  await until(async () => (await unfinished(database, 'running')) === 0);
}

/** @param {() => Promise<boolean>} condition */
async function until(condition) {
  while (!(await condition())) {
    await delay(50);
  }
}
