import { join } from 'node:path';
import { labelledLines } from '../processes/log-lines.mjs';
import { becomesReady, whyNotReady } from '../processes/probe.mjs';
import { Supervisor } from '../processes/supervisor.mjs';
import { describeSystem } from '../processes/system.mjs';
import { STATE_FOLDER } from './paths.mjs';
import { say } from './say.mjs';
import { Stop } from './stop.mjs';

const PATH_TIMEOUT_MS = 30_000;

/** What the worker reads about the model. */
const MODEL_VARIABLES = ['OPENAI_BASE_URL', 'OPENAI_API_KEY', 'OPENAI_API', 'OPENAI_MODEL'];

/**
 * @param {object} options
 * @param {string} options.host
 * @param {number} options.port
 * @param {import('../stores/open-stores.mjs').OpenStores} options.stores
 * @param {string} options.secretFile
 * @param {import('./shutdown.mjs').Shutdown} options.shutdown
 * @returns {Promise<{ url: string, failure: Promise<never> }>} once a message would find its way through every process
 */
export async function startSystem({ host, port, stores, secretFile, shutdown }) {
  const model = givenModel();
  const system = await describeSystem({
    host,
    port,
    databaseUrl: stores.databaseUrl,
    redisUrl: stores.redisUrl,
    secret: { FRONTDESK_SECRET_FILE: secretFile },
    env: { FILES_FOLDER: process.env['FILES_FOLDER'] || join(STATE_FOLDER, 'files') },
    ...(model === undefined ? {} : { model }),
    // The demo model brings a list of its own; a given one wins.
    ...(process.env['ALLOWED_MODELS'] ? { envOf: { gateway: { ALLOWED_MODELS: process.env['ALLOWED_MODELS'] } } } : {}),
  });
  say(model === undefined ? 'No OPENAI_API_KEY and no OPENAI_BASE_URL: the demo model answers, and the page says so.' : `The model is ${model['OPENAI_BASE_URL'] ?? 'at OpenAI'}.`);
  const titled = system.processes.map((spec) => `frontdesk-${spec.name}`);
  const line = labelledLines(titled, { colour: process.stdout.isTTY && process.env['NO_COLOR'] === undefined, write: (text) => process.stdout.write(text) });
  const supervisor = new Supervisor(system.processes, { env: process.env, onLine: (name, text) => line(`frontdesk-${name}`, text), say });
  shutdown.onStop(() => supervisor.stop(), () => supervisor.kill());
  await supervisor.start();
  const [url = ''] = system.gatewayUrls;
  await requireWholePath(url, shutdown);
  return { url, failure: supervisor.failure };
}

/** @returns {Record<string, string> | undefined} */
function givenModel() {
  const given = Object.fromEntries(MODEL_VARIABLES.map((name) => [name, process.env[name] ?? '']).filter(([, value]) => value !== ''));
  return given['OPENAI_BASE_URL'] === undefined && given['OPENAI_API_KEY'] === undefined ? undefined : given;
}

/**
 * Each process says that it is ready; this sees that a browser would get all it needs.
 * @param {string} url
 * @param {import('./shutdown.mjs').Shutdown} shutdown
 */
async function requireWholePath(url, shutdown) {
  const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  const steps = [
    () => whyNotReady(`${url}/readyz`),
    () => whyNotReady(`${url}/`),
    () => whyNotReady(`${url}/chatkit.js`),
    ...(process.env['FRONTDESK_ANONYMOUS_USERS'] === 'false' ? [] : [() => whyNotReady(`${url}/api/chatkit/session`, json)]),
  ];
  for (const ask of steps) {
    const wrong = await becomesReady(ask, { timeoutMs: PATH_TIMEOUT_MS, giveUp: () => (shutdown.begun ? 'stopped' : undefined) });
    if (wrong !== undefined && !shutdown.begun) {
      throw new Stop(`The processes run, but the chat would not work: ${wrong}; the lines above say why.`);
    }
  }
}
