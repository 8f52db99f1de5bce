// Which processes make up Frontdesk, and how they find each other. One place for `npm start`, the end-to-end tests and the
// benchmarks; docker-compose.yml says the same for containers.
import { freePort } from '../setup/ports.mjs';

/**
 * @typedef {import('./managed-process.mjs').ProcessSpec} ProcessSpec
 *
 * @typedef {object} SystemOptions
 * @property {string} host where the gateways listen
 * @property {number} [port] of the first gateway; without it a free one
 * @property {number} [gateways] how many
 * @property {number} [workers] how many
 * @property {string} databaseUrl
 * @property {string} redisUrl
 * @property {Readonly<Record<string, string>>} secret FRONTDESK_SECRET or FRONTDESK_SECRET_FILE
 * @property {Readonly<Record<string, string>>} [model] OPENAI_…: where the model is; without it the demo model is started
 * @property {Readonly<Record<string, string>>} [env] for every process
 * @property {Partial<Record<Kind, Readonly<Record<string, string>>>>} [envOf] for the processes of one kind
 * @property {Partial<Record<Kind, string>>} [entryOf] another program than the built one, from the root of the repository
 *
 * @typedef {'gateway' | 'agent-worker' | 'tools-service' | 'demo-model'} Kind
 *
 * @typedef {object} System
 * @property {readonly string[]} gatewayUrls
 * @property {string} toolsUrl host:port of the tools service's gRPC
 * @property {string} modelUrl base URL of the model's API; empty for the official one
 * @property {Readonly<Record<string, string>>} adminUrls by process name: /healthz, /readyz and /metrics
 * @property {readonly ProcessSpec[]} processes in the order in which they are stopped
 */

const LOOPBACK = '127.0.0.1';

/** What gateway and worker are told when the demo model answers. It has a variant, so that there is something to choose from. */
const DEMO_MODEL = {
  FRONTDESK_DEMO_MODEL: 'true',
  OPENAI_API_KEY: 'demo',
  OPENAI_MODEL: 'frontdesk-demo',
  ALLOWED_MODELS: 'frontdesk-demo,frontdesk-demo-quick',
};

const ENTRIES = {
  gateway: 'apps/gateway/dist/main.js',
  'agent-worker': 'apps/agent-worker/dist/main.js',
  'tools-service': 'apps/tools-service/dist/main.js',
  'demo-model': 'libs/demo-model/dist/main.js',
};

/**
 * @param {SystemOptions} options
 * @returns {Promise<System>}
 */
export async function describeSystem(options) {
  const tools = await describeTools(options);
  const demo = options.model === undefined ? await describeDemoModel(options) : undefined;
  const model = demo === undefined ? (options.model ?? {}) : { ...DEMO_MODEL, OPENAI_BASE_URL: demo.baseUrl };
  const workers = await several(options.workers ?? 1, 'agent-worker', async (name) =>
    describeProcess(options, name, 'agent-worker', { ...model, TOOLS_URL: tools.url, ...(await adminPort()) }),
  );
  const gateways = await several(options.gateways ?? 1, 'gateway', (name, index) => describeGateway(options, name, index, { ...pick(model, 'OPENAI_MODEL', 'FRONTDESK_DEMO_MODEL', 'ALLOWED_MODELS', 'OPENAI_BASE_URL', 'OPENAI_API_KEY'), TOOLS_URL: tools.url }));
  const processes = [...gateways, ...workers, tools.spec, ...(demo === undefined ? [] : [demo.spec])];
  return {
    gatewayUrls: gateways.map((spec) => new URL(spec.readyUrl).origin),
    toolsUrl: tools.url,
    modelUrl: model['OPENAI_BASE_URL'] ?? '',
    adminUrls: Object.fromEntries(processes.map((spec) => [spec.name, new URL(spec.readyUrl).origin])),
    processes,
  };
}

/** @param {SystemOptions} options @param {string} name @param {number} index @param {Readonly<Record<string, string>>} model */
async function describeGateway(options, name, index, model) {
  const port = index === 0 && options.port !== undefined ? options.port : await freePort(options.host);
  const variables = { PORT: String(port), HOST: options.host, ...model };
  const reach = options.host === '0.0.0.0' || options.host === '::' ? LOOPBACK : options.host;
  return describeProcess(options, name, 'gateway', variables, `http://${reach.includes(':') ? `[${reach}]` : reach}:${port}/readyz`);
}

/** @param {SystemOptions} options */
async function describeTools(options) {
  const url = `${LOOPBACK}:${await freePort()}`;
  return { url, spec: describeProcess(options, 'tools-service', 'tools-service', { TOOLS_BIND: url, ...(await adminPort()) }) };
}

/** @param {SystemOptions} options */
async function describeDemoModel(options) {
  const port = await freePort();
  const origin = `http://${LOOPBACK}:${port}`;
  return { baseUrl: `${origin}/v1`, spec: describeProcess(options, 'demo-model', 'demo-model', { PORT: String(port), HOST: LOOPBACK }, `${origin}/healthz`) };
}

/**
 * @param {SystemOptions} options
 * @param {string} name
 * @param {Kind} kind
 * @param {Readonly<Record<string, string>>} variables
 * @param {string} [readyUrl]
 * @returns {ProcessSpec}
 */
function describeProcess(options, name, kind, variables, readyUrl = `http://${LOOPBACK}:${variables['ADMIN_PORT']}/readyz`) {
  const stores = kind === 'demo-model' ? {} : { DATABASE_URL: options.databaseUrl, REDIS_URL: options.redisUrl, ...options.secret };
  return { name, entry: options.entryOf?.[kind] ?? ENTRIES[kind], env: { ...options.env, ...stores, ...variables, ...options.envOf?.[kind] }, readyUrl };
}

async function adminPort() {
  return { ADMIN_HOST: LOOPBACK, ADMIN_PORT: String(await freePort()) };
}

/**
 * @template T
 * @param {number} count
 * @param {string} name
 * @param {(name: string, index: number) => Promise<T>} describe
 * @returns {Promise<T[]>}
 */
function several(count, name, describe) {
  return Promise.all(Array.from({ length: count }, (_, index) => describe(index === 0 ? name : `${name}-${index + 1}`, index)));
}

/** @param {Readonly<Record<string, string>>} from @param {...string} names */
const pick = (from, ...names) => Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
