import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManagedProcess, type Exit } from '../../../scripts/processes/managed-process.mjs';
import { becomesReady, whyNotReady } from '../../../scripts/processes/probe.mjs';
import { describeSystem, type Kind, type ProcessSpec, type System } from '../../../scripts/processes/system.mjs';
import { ROOT } from '../../../scripts/setup/paths.mjs';
import { freePort } from '../../../scripts/setup/ports.mjs';
import { onTestFileEnd } from './cleanup.js';
import { testConfig } from './test-config.js';
import { createTestDatabase } from './test-database.js';
import { testRedisUrl } from './test-redis.js';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

export type ProcessKind = Kind;
export type ProcessExit = Exit;

export interface StackOptions {
  /** How many gateways and workers; one each unless said otherwise. */
  readonly gateways?: number;
  readonly workers?: number;
  /** Variables for every process, and for the processes of one kind. */
  readonly env?: Readonly<Record<string, string>>;
  readonly envOf?: Partial<Record<ProcessKind, Readonly<Record<string, string>>>>;
  /** A program of the test's own in place of a built one, from the root of the repository. */
  readonly entryOf?: Partial<Record<ProcessKind, string>>;
  /** Base URL of an OpenAI-compatible server of the test's own, ending in /v1; without it the demo model is started, without delays. */
  readonly modelUrl?: string;
  /** Addresses of files are whole ones (PUBLIC_URL), as the official types want them; relative without it. */
  readonly wholeAddresses?: boolean;
  /** Stores of the test's own; without them fresh ones. */
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
}

/** The whole system, as real processes. Processes are named gateway, gateway-2 …, agent-worker, agent-worker-2 …, tools-service, demo-model. */
export interface Stack {
  /** The first gateway's. */
  readonly gatewayUrl: string;
  readonly gatewayUrls: readonly string[];
  /** host:port of the tools service's gRPC. */
  readonly toolsUrl: string;
  /** Ends in /v1. */
  readonly modelUrl: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Where gateways and workers keep files. */
  readonly filesFolder: string;
  /** Of FRONTDESK_SECRET. */
  readonly secret: string;
  /** By process: where /healthz, /readyz and /metrics answer. */
  readonly adminUrls: Readonly<Record<string, string>>;
  /** @returns how it ended, once it has */
  kill(name: string, signal: NodeJS.Signals): Promise<ProcessExit>;
  /** Sends a signal that does not end the process, such as SIGSTOP and SIGCONT. */
  signal(name: string, signal: NodeJS.Signals): void;
  /** Starts a process again that has ended, and waits until it is ready. */
  restart(name: string): Promise<void>;
  /** What the process, or all of them, wrote so far. */
  logs(name?: string): string;
  pid(name: string): number;
  /** Stops everything. Happens by itself when the test file ends. */
  stop(): Promise<void>;
}

/**
 * Starts the built processes (`npm run build`) on free ports with fresh stores and waits until each answers /readyz.
 * They inherit nothing from the environment but PATH, and end with the test process, however that ends.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const secret = randomBytes(32).toString('hex');
  const databaseUrl = options.databaseUrl ?? (await createTestDatabase()).url;
  const redisUrl = options.redisUrl ?? (await testRedisUrl());
  const filesFolder = await mkdtemp(join(tmpdir(), 'frontdesk-stack-'));
  const port = await freePort();
  const publicUrl: Record<string, string> = options.wholeAddresses === true ? { PUBLIC_URL: `http://127.0.0.1:${port}` } : {};
  const system = await describeSystem({
    host: '127.0.0.1',
    port,
    gateways: options.gateways ?? 1,
    workers: options.workers ?? 1,
    databaseUrl,
    redisUrl,
    secret: { FRONTDESK_SECRET: secret },
    // A test that wants weather brings its own server: nothing leaves the machine.
    env: { NODE_ENV: 'test', LOG_LEVEL: 'debug', WEATHER_URL: 'off', GEOCODING_URL: 'off', FILES_FOLDER: filesFolder, ...publicUrl, ...options.env },
    envOf: { ...options.envOf, 'demo-model': { DEMO_MODEL_TOKENS_PER_SECOND: '0', ...options.envOf?.['demo-model'] } },
    ...(options.entryOf === undefined ? {} : { entryOf: options.entryOf }),
    ...(options.modelUrl === undefined ? {} : { model: { OPENAI_BASE_URL: options.modelUrl, OPENAI_API_KEY: 'test' } }),
  });
  const processes = new StackProcesses(system);
  const stop = onTestFileEnd(async () => {
    await processes.stop();
    await rm(filesFolder, { recursive: true, force: true });
  });
  try {
    await processes.start();
  } catch (cause) {
    await stop();
    throw cause;
  }
  const [gatewayUrl = ''] = system.gatewayUrls;
  return Object.freeze({
    gatewayUrl,
    gatewayUrls: system.gatewayUrls,
    toolsUrl: system.toolsUrl,
    modelUrl: system.modelUrl,
    databaseUrl,
    redisUrl,
    filesFolder,
    secret,
    adminUrls: system.adminUrls,
    kill: (name: string, signal: NodeJS.Signals) => processes.kill(name, signal),
    signal: (name: string, signal: NodeJS.Signals) => processes.get(name).kill(signal),
    restart: (name: string) => processes.restart(name),
    logs: (name?: string) => processes.logs(name),
    pid: (name: string) => processes.get(name).child.pid ?? 0,
    stop,
  });
}

class StackProcesses {
  readonly #running = new Map<string, ManagedProcess>();

  constructor(private readonly system: System) {}

  async start(): Promise<void> {
    const missing = this.system.processes.map(({ entry }) => entry).filter((entry) => !existsSync(join(ROOT, entry)));
    if (missing.length > 0) {
      throw new Error(`Not built: ${missing.join(', ')}. Run \`npm run build\` first, or \`npm test\`, which does.`);
    }
    await Promise.all(this.system.processes.map((spec) => this.#launch(spec)));
  }

  async #launch(spec: ProcessSpec): Promise<void> {
    const process = new ManagedProcess(spec, { env: { PATH: testConfig().PATH } });
    this.#running.set(spec.name, process);
    const wrong = await becomesReady(() => whyNotReady(spec.readyUrl), {
      timeoutMs: READY_TIMEOUT_MS,
      giveUp: () => (process.exit === undefined ? undefined : `it ${process.describeExit()}`),
    });
    if (wrong !== undefined) {
      throw new Error(`${spec.name} did not become ready: ${wrong}\n${this.logs(spec.name)}`);
    }
  }

  get(name: string): ManagedProcess {
    const process = this.#running.get(name);
    if (process === undefined) {
      throw new Error(`No process is called ${name}; there are ${[...this.#running.keys()].join(', ')}.`);
    }
    return process;
  }

  kill(name: string, signal: NodeJS.Signals): Promise<ProcessExit> {
    const process = this.get(name);
    process.kill(signal);
    return process.exited;
  }

  async restart(name: string): Promise<void> {
    const { spec, exited } = this.get(name);
    await exited;
    await this.#launch(spec);
  }

  logs(name?: string): string {
    const chosen = name === undefined ? [...this.#running.values()] : [this.get(name)];
    return chosen.flatMap((process) => process.lines.map((line) => `${process.spec.name} | ${line}`)).join('\n');
  }

  async stop(): Promise<void> {
    for (const { name } of this.system.processes) {
      await this.#running.get(name)?.stop(STOP_TIMEOUT_MS);
    }
  }
}
