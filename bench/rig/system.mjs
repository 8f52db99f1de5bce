// Starts what is measured: every service as a process of its own, on stores of its own.
import { randomBytes } from 'node:crypto';
import { ManagedProcess } from '../../scripts/processes/managed-process.mjs';
import { becomesReady, whyNotReady } from '../../scripts/processes/probe.mjs';
import { describeSystem } from '../../scripts/processes/system.mjs';
import { freePort } from '../../scripts/setup/ports.mjs';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

/** No bound that exists to protect a shared installation may be what is measured. */
const UNBOUNDED = { RATE_LIMIT_PER_MINUTE: '1000000', WORKER_CONCURRENCY: '1000', TENANT_CONCURRENCY: '1000000', USER_CONCURRENCY: '1000000' };

/** @param {import('../../scripts/processes/managed-process.mjs').ProcessSpec} spec */
export async function startProcess(spec) {
  const process_ = new ManagedProcess(spec, { env: { PATH: process.env['PATH'] } });
  const wrong = await becomesReady(() => whyNotReady(spec.readyUrl), { timeoutMs: READY_TIMEOUT_MS, giveUp: () => (process_.exit === undefined ? undefined : process_.describeExit()) });
  if (wrong !== undefined) {
    throw new Error(`${spec.name} did not become ready: ${wrong}\n${process_.lines.slice(-20).join('\n')}`);
  }
  return process_;
}

/** The model for both sides. @param {number} tokensPerSecond 0: no delay */
export async function startModel(tokensPerSecond) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const model = await startProcess({ name: 'demo-model', entry: 'bench/rig/model.main.mjs', env: { PORT: String(port), TOKENS_PER_SECOND: String(tokensPerSecond) }, readyUrl: `${url}/healthz` });
  return { url: `${url}/v1`, stop: () => model.stop(STOP_TIMEOUT_MS) };
}

/**
 * @param {object} options
 * @param {string} options.databaseUrl
 * @param {string} options.redisUrl
 * @param {string} options.modelUrl
 * @param {number} [options.workers]
 * @param {Record<string, string>} [options.env]
 */
export async function startFrontdesk({ databaseUrl, redisUrl, modelUrl, workers = 1, env = {} }) {
  const system = await describeSystem({
    host: '127.0.0.1',
    workers,
    databaseUrl,
    redisUrl,
    secret: { FRONTDESK_SECRET: randomBytes(32).toString('hex') },
    model: { OPENAI_BASE_URL: modelUrl, OPENAI_API_KEY: 'bench', OPENAI_MODEL: 'frontdesk-demo' },
    env: { NODE_ENV: 'test', LOG_LEVEL: 'warn', WEATHER_URL: 'off', GEOCODING_URL: 'off', ...UNBOUNDED, ...env },
  });
  const started = await Promise.all(system.processes.map(async (spec) => ({ spec, process: await startProcess(spec) })));
  const running = new Map(started.map(({ spec, process: process_ }) => [spec.name, process_]));
  const get = (/** @type {string} */ name) => /** @type {ManagedProcess} */ (running.get(name));
  return {
    gatewayUrl: system.gatewayUrls[0] ?? '',
    pid: (/** @type {string} */ name) => get(name).child.pid ?? 0,
    /** Kills a process outright and starts it again. @param {string} name */
    replace: async (name) => {
      get(name).kill('SIGKILL');
      await get(name).exited;
      return { restarted: startProcess(get(name).spec).then((again) => running.set(name, again)) };
    },
    stop: async () => {
      for (const { name } of system.processes) {
        await get(name).stop(STOP_TIMEOUT_MS);
      }
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startFrontdesk>>} Frontdesk */
