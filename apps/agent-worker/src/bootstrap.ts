import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { AttachmentStore, SignedLinks, incomingFolder, openFileStorage, type FileStorage } from '@frontdesk/attachments';
import { ConfigError } from '@frontdesk/config';
import { TUNABLES, newRunChannel } from '@frontdesk/contracts';
import { createDatabase, pingDatabase, type Database } from '@frontdesk/database';
import { createRegistry, NestPinoLogger, startAdminServer, type AdminServer, type Logger, type Registry } from '@frontdesk/observability';
import { listenForCancels, LiveChannels } from '@frontdesk/run-events';
import { RunQueue } from '@frontdesk/run-queue';
import { RunLifecycleStore, WorkerSlotsStore } from '@frontdesk/runs';
import { ThreadStore, ThreadSummaryStore } from '@frontdesk/threads';
import { ToolsClient } from '@frontdesk/tools-client';
import { NestFactory } from '@nestjs/core';
import { setTracingDisabled } from '@openai/agents';
import { Redis } from 'ioredis';
import type { LoadedAgentWorkerConfig } from './agent-worker.config.js';
import { WorkerMetrics } from './agent-worker.metrics.js';
import { AgentWorkerModule } from './agent-worker.module.js';
import { DEFAULT_AGENT } from './agents/agent-catalogue.js';
import type { AgentDefinition } from './agents/agent-definition.js';
import type { ExecutionServices } from './execution/execution-services.js';
import { RunExecutor } from './execution/run-executor.js';
import { AttachedFiles } from './files/attached-files.js';
import { ByteBudget } from './files/byte-budget.js';
import { FileReader } from './files/file-reader.js';
import { KeptPictures } from './files/kept-pictures.js';
import { ActiveRuns } from './intake/active-runs.js';
import { Reconciler } from './intake/reconciler.js';
import { RunIntake } from './intake/run-intake.js';
import { RunProcessor } from './intake/run.processor.js';
import { SharedSlots } from './intake/shared-slots.js';
import { errorForLog } from './model-calls/model-errors.js';
import { ModelGateway } from './model-calls/model-provider.js';
import { shortAnswer } from './model-calls/short-answer.js';
import { Pace } from './publishing/pace.js';
import { ThreadSummaries } from './summaries/thread-summaries.js';
import { ThreadTitles } from './titles/thread-titles.js';
import { ToolCatalogue } from './tools/tool-catalogue.js';

export const PROCESS_NAME = 'frontdesk-agent-worker';

export interface AgentWorker {
  readonly adminUrl: string;
  /** Takes no more runs, lets those at hand end within `drainMs`, hands the rest over, and closes everything. */
  close(): Promise<void>;
}

export interface AgentWorkerOptions {
  /** How long runs may take to end after `close`, in ms. */
  readonly drainMs?: number;
  /** The agent that answers where nothing chooses another; the catalogue's default without it. */
  readonly agent?: AgentDefinition;
}

/** Connections and clients of the process; each Redis connection has one purpose. */
interface Outside {
  readonly db: Database;
  readonly storage: FileStorage;
  readonly logRedis: Redis;
  readonly signalRedis: Redis;
  readonly queue: RunQueue;
  readonly tools: ToolsClient;
  readonly catalogue: ToolCatalogue;
}

/**
 * Starts the worker: consumer of the run queue, reconciler, ear for cancellations, admin server.
 *
 * @throws ConfigError when the admin address cannot be used, or the folder of files not written to
 */
export async function startAgentWorker(
  config: LoadedAgentWorkerConfig,
  logger: Logger,
  options: AgentWorkerOptions = {},
): Promise<AgentWorker> {
  setTracingDisabled(true); // the SDK would send conversations to a server of its maker
  const outside = openOutside(config, logger, await openFileStorage(config.storage));
  const registry = createRegistry(PROCESS_NAME);
  const metrics = new WorkerMetrics(registry);
  const workerId = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const slots = new SharedSlots({
    store: new WorkerSlotsStore(outside.db),
    workerId,
    own: config.WORKER_CONCURRENCY,
    ofTenant: config.TENANT_CONCURRENCY,
    ofUser: config.USER_CONCURRENCY,
  });
  const lifecycle = new RunLifecycleStore(outside.db, slots);
  const pace = new Pace();
  const models = new ModelGateway(config, pace);
  const summaries = summariesOf(config, logger, outside, models);
  const executor = executorOf(config, logger, outside, { lifecycle, metrics, pace, models, summaries, agent: options.agent ?? DEFAULT_AGENT });
  const active = new ActiveRuns();
  const intake = new RunIntake({ workerId, lifecycle, executor, slots, historyItems: config.HISTORY_ITEMS, queue: outside.queue, active, metrics, logger });
  const reconciler = new Reconciler({ lifecycle, queue: outside.queue, slots, logRedis: outside.logRedis, logger });
  metrics.observeStores(registry, { unfinishedRuns: () => lifecycle.countUnfinished(), queueDepth: () => outside.queue.depth() });

  void outside.catalogue.start();
  const admin = await openAdminServer(config, registry, outside);
  const channels = new LiveChannels(outside.signalRedis);
  await listenForCancels(channels, (runId) => active.abort(runId, 'cancelled'));
  const app = await NestFactory.createApplicationContext(AgentWorkerModule.of(config.REDIS_URL, intake), {
    logger: new NestPinoLogger(logger),
    abortOnError: false,
  });
  const processor = app.get(RunProcessor);
  processor.start(slots.concurrency, complain(logger, 'the run queue'));
  await channels.listen(newRunChannel(outside.signalRedis.options.db ?? 0), { hear: (runId) => void (runId !== null && intake.hear(runId)) });
  reconciler.start();
  logger.info(
    { admin: admin.url, workerId, concurrency: config.WORKER_CONCURRENCY, model: config.OPENAI_MODEL, api: config.OPENAI_API },
    'agent worker is ready',
  );

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    const consumed = processor.stop();
    await reconciler.stop();
    await intake.drain(options.drainMs ?? TUNABLES.drainMs);
    await consumed;
    await summaries.stop();
    await app.close();
    await closeOutside(outside, admin);
  };
  return { adminUrl: admin.url, close: () => (closing ??= close()) };
}

function openOutside(config: LoadedAgentWorkerConfig, logger: Logger, storage: FileStorage): Outside {
  const redis = (purpose: string): Redis => new Redis(config.REDIS_URL, { maxRetriesPerRequest: 1 }).on('error', complain(logger, purpose));
  const tools = new ToolsClient(config.TOOLS_URL, { callRetries: 6 }); // a service that restarts costs time, not the answer
  return {
    db: createDatabase(config.DATABASE_URL),
    storage,
    logRedis: redis('the run logs'),
    // Waits for Redis instead of giving up: without this ear, stops would be as slow as heartbeats.
    signalRedis: new Redis(config.REDIS_URL, { maxRetriesPerRequest: null }).on('error', complain(logger, 'the signals of others')),
    queue: new RunQueue(config.REDIS_URL, complain(logger, 'enqueueing')),
    tools,
    catalogue: new ToolCatalogue(tools, logger),
  };
}

function executorOf(
  config: LoadedAgentWorkerConfig,
  logger: Logger,
  outside: Outside,
  parts: Pick<ExecutionServices, 'lifecycle' | 'metrics' | 'agent' | 'pace' | 'models' | 'summaries'>,
): RunExecutor {
  const { models } = parts;
  const { db, logRedis, tools, catalogue } = outside;
  return new RunExecutor({
    config,
    ...parts,
    secret: config.secret,
    logRedis,
    ...fileServices(config, logger, outside),
    tools,
    catalogue,
    logger,
    threads: new ThreadStore(db),
    titles: new ThreadTitles(models, config),
  });
}

function summariesOf(config: LoadedAgentWorkerConfig, logger: Logger, { db }: Outside, models: ModelGateway): ThreadSummaries {
  return new ThreadSummaries({
    store: new ThreadSummaryStore(db),
    ask: (instructions, input, signal) => shortAnswer(models, config.OPENAI_MODEL, instructions, input, signal),
    logger,
  });
}

function fileServices(config: LoadedAgentWorkerConfig, logger: Logger, { db, storage }: Outside): Pick<ExecutionServices, 'files' | 'pictures'> {
  const parts = {
    attachments: new AttachmentStore(db),
    storage,
    scratchFolder: incomingFolder(config.storage),
    onRetry: (cause: unknown): void => logger.warn({ failure: errorForLog(cause) }, 'the storage of files failed; trying again'),
  };
  return {
    files: new AttachedFiles({
      attachments: parts.attachments,
      reader: new FileReader(parts),
      api: config.OPENAI_API,
      maxFiles: config.MODEL_FILES,
      maxBytes: config.MODEL_FILES_BYTES,
      budget: new ByteBudget(config.MODEL_FILES_TOTAL_BYTES),
    }),
    pictures: new KeptPictures({ ...parts, links: new SignedLinks(config.secret, config.PUBLIC_URL) }),
  };
}

async function openAdminServer(
  config: LoadedAgentWorkerConfig,
  registry: Registry,
  { db, logRedis, catalogue }: Outside,
): Promise<AdminServer> {
  const { ADMIN_HOST: host, ADMIN_PORT: port } = config;
  const checks = {
    database: () => pingDatabase(db),
    redis: async () => void (await logRedis.ping()),
    tools: async () => catalogue.assertLoaded(),
  };
  try {
    return await startAdminServer({ host, port, registry, checks });
  } catch (cause) {
    const reason = String(cause).includes('EADDRINUSE') ? 'it is in use' : 'it cannot be opened';
    throw Object.assign(
      new ConfigError(`Cannot listen on ${host}:${port}: ${reason}. Stop what uses it, or set ADMIN_PORT to another port.`),
      { cause },
    );
  }
}

async function closeOutside(outside: Outside, admin: AdminServer): Promise<void> {
  outside.catalogue.close();
  outside.tools.close();
  await outside.queue.close();
  outside.logRedis.disconnect();
  outside.signalRedis.disconnect();
  await outside.db.$disconnect();
  await admin.close();
}

const complain =
  (logger: Logger, purpose: string) =>
  (cause: Error): void => {
    logger.warn({ purpose, failure: errorForLog(cause) }, 'trouble with Redis');
  };
