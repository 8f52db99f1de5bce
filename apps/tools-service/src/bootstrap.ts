import 'reflect-metadata';
import { ConfigError } from '@frontdesk/config';
import { FrontdeskError, TUNABLES } from '@frontdesk/contracts';
import { createDatabase, pingDatabase, type Database } from '@frontdesk/database';
import { createRegistry, NestPinoLogger, startAdminServer, type AdminServer, type Logger } from '@frontdesk/observability';
import { ThreadStore } from '@frontdesk/threads';
import { toolsGrpcOptions } from '@frontdesk/tools-client';
import { setLogger } from '@grpc/grpc-js';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport, type GrpcOptions } from '@nestjs/microservices';
import { CallMetrics } from './calls/call.metrics.js';
import { CallPipeline } from './calls/call-pipeline.js';
import { GrantCheck } from './calls/grant-check.js';
import { RunningCalls } from './calls/running-calls.js';
import { ToolRunner } from './calls/tool-runner.js';
import type { ReadSender } from './catalog/action.js';
import type { Tool } from './catalog/tool.js';
import { checkToolFolders, readToolFolders } from './catalog/tool-folders.js';
import { ToolRegistry } from './catalog/tool.registry.js';
import { CallLedger } from './ledger/call-ledger.js';
import { CallLocks } from './ledger/call-locks.js';
import type { ToolsServiceConfig } from './tools-service.config.js';
import { ToolsServiceModule } from './tools-service.module.js';
import { OpenMeteoProvider } from './tools/get-weather/open-meteo.provider.js';
import { WeatherService } from './tools/get-weather/weather.service.js';
import { createTools } from './tools/tools.js';

export const PROCESS_NAME = 'frontdesk-tools-service';

export interface ToolsService {
  readonly adminUrl: string;
  /** Refuses new calls, lets running ones finish within `drainMs`, stops those that do not, and closes everything. */
  close(): Promise<void>;
}

export interface ToolsServiceOptions {
  /** Tools besides those of src/tools, which have no folder there. */
  readonly moreTools?: readonly Tool[];
  /** How long running calls may take after `close`, in ms. */
  readonly drainMs?: number;
}

/**
 * Starts the service: catalogue checked, gRPC listening, admin server up.
 * @throws CatalogError when a tool is not put together right; ConfigError when an address cannot be used
 */
export async function startToolsService(
  config: ToolsServiceConfig,
  logger: Logger,
  options: ToolsServiceOptions = {},
): Promise<ToolsService> {
  setLogger(grpcLogger(logger));
  const db = createDatabase(config.DATABASE_URL);
  const registry = await buildCatalogue(config, logger, options.moreTools ?? [], senderReader(new ThreadStore(db))).catch(async (cause: unknown) => {
    await db.$disconnect();
    throw cause;
  });
  const locks = new CallLocks(config.DATABASE_URL, logger);
  const running = new RunningCalls();
  const metricsRegistry = createRegistry(PROCESS_NAME);
  const pipeline = new CallPipeline({
    registry,
    grants: new GrantCheck(config.secret, db),
    ledger: new CallLedger(db),
    locks,
    running,
    runner: new ToolRunner(logger),
    metrics: new CallMetrics(metricsRegistry, () => running.size),
    logger,
  });

  const closeStores = async () => {
    await locks.close();
    await db.$disconnect();
  };
  let app: INestMicroservice | undefined;
  try {
    app = await listen(config, logger, registry, pipeline);
    const admin = await openAdminServer(config, metricsRegistry, db, pipeline);
    logger.info(
      { bind: config.TOOLS_BIND, admin: admin.url, tools: registry.descriptors().map((tool) => tool.name) },
      'tools service is ready',
    );
    const service = { app, admin, pipeline, running, closeStores };
    return { adminUrl: admin.url, close: () => drainAndClose(service, options.drainMs ?? TUNABLES.drainMs) };
  } catch (error) {
    await app?.close();
    await closeStores();
    throw error;
  }
}

/** The widget that an action came from, as the store has it: nothing that a browser could make up. */
function senderReader(threads: ThreadStore): ReadSender {
  return async ({ owner, threadId }, itemId) => {
    const item = await threads.getItem(owner, threadId, itemId);
    if (item.type !== 'widget') {
      throw new FrontdeskError('tool_invalid_arguments', { detail: 'An action comes from a widget, and this is none.' });
    }
    return item;
  };
}

async function buildCatalogue(
  config: ToolsServiceConfig,
  logger: Logger,
  moreTools: readonly Tool[],
  readSender: ReadSender,
): Promise<ToolRegistry> {
  const { WEATHER_URL: weatherUrl, GEOCODING_URL: geocodingUrl, WEATHER_TIMEOUT_MS: timeoutMs } = config;
  const provider = weatherUrl === 'off' || geocodingUrl === 'off' ? null : new OpenMeteoProvider({ weatherUrl, geocodingUrl, timeoutMs });
  const tools = createTools({
    weather: new WeatherService(provider, logger),
    weatherDeadlineMs: 2 * timeoutMs + 2_000, // two requests, and some time around them
  });
  checkToolFolders(tools, await readToolFolders());
  return new ToolRegistry([...tools, ...moreTools], readSender);
}

async function listen(
  config: ToolsServiceConfig,
  logger: Logger,
  registry: ToolRegistry,
  pipeline: CallPipeline,
): Promise<INestMicroservice> {
  const app = await NestFactory.createMicroservice<GrpcOptions>(ToolsServiceModule.of(registry, pipeline), {
    transport: Transport.GRPC,
    options: toolsGrpcOptions({ bind: config.TOOLS_BIND }),
    logger: new NestPinoLogger(logger),
    abortOnError: false,
  });
  try {
    await app.listen();
    return app;
  } catch (cause) {
    throw addressError('TOOLS_BIND', config.TOOLS_BIND, cause);
  }
}

async function openAdminServer(
  config: ToolsServiceConfig,
  registry: Parameters<typeof startAdminServer>[0]['registry'],
  db: Database,
  pipeline: CallPipeline,
): Promise<AdminServer> {
  const { ADMIN_HOST: host, ADMIN_PORT: port } = config;
  const accepting = () => (pipeline.isDraining ? Promise.reject(new Error('draining')) : Promise.resolve());
  try {
    return await startAdminServer({ host, port, registry, checks: { database: () => pingDatabase(db), accepting } });
  } catch (cause) {
    throw addressError('ADMIN_PORT', `${host}:${port}`, cause);
  }
}

/** gRPC's own lines, which would go to standard error as plain text. */
function grpcLogger(logger: Logger): Partial<Console> {
  const at = (level: 'warn' | 'debug') => (message?: unknown) => logger[level]({ context: 'grpc' }, String(message));
  return { error: at('warn'), info: at('debug'), debug: at('debug') };
}

function addressError(variable: string, address: string, cause: unknown): Error {
  const inUse = String(cause).includes('EADDRINUSE');
  const reason = inUse ? 'it is in use' : 'it cannot be opened';
  return Object.assign(
    new ConfigError(`Cannot listen on ${address}: ${reason}. Stop what uses it, or set ${variable} to another address.`),
    { cause },
  );
}

interface RunningService {
  readonly app: INestMicroservice;
  readonly admin: AdminServer;
  readonly pipeline: CallPipeline;
  readonly running: RunningCalls;
  readonly closeStores: () => Promise<void>;
}

async function drainAndClose({ app, admin, pipeline, running, closeStores }: RunningService, drainMs: number): Promise<void> {
  pipeline.drain();
  // Tells every client at once to go elsewhere; streams that are open stay until their calls end.
  const closed = app.close();
  const bound = setTimeout(() => running.interruptAll(), drainMs);
  await running.idle();
  clearTimeout(bound);
  await closed;
  await admin.close();
  await closeStores();
}
