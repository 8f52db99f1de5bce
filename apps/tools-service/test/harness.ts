import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, type Owner, type ToolCallEvent, type ToolGrant } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createLogger } from '@frontdesk/observability';
import { createTestDatabase } from '@frontdesk/testing';
import { hashToolArguments, signGrant, ToolsClient, type CallToolInput } from '@frontdesk/tools-client';
import { startToolsService, type ToolsService, type ToolsServiceOptions } from '../src/bootstrap.js';
import { loadToolsServiceConfig } from '../src/tools-service.config.js';

export const SECRET = 'the secret of an installation under test';
export const ADA: Owner = { tenantId: 'default', userId: 'ada' };
export const EVE: Owner = { tenantId: 'default', userId: 'eve' };

export interface CallOptions {
  readonly tool: string;
  readonly args?: unknown;
  readonly argumentsJson?: string;
  readonly owner?: Owner;
  readonly runId?: string;
  readonly callId?: string;
  readonly epoch?: number;
  readonly signal?: AbortSignal;
  /** What the grant says instead of the truth. */
  readonly grant?: Partial<ToolGrant>;
  /** Instead of a grant signed here. */
  readonly token?: string;
  readonly ttlSeconds?: number;
}

/** One process of the tools service with a client of its own, over real gRPC. */
export class ServiceUnderTest {
  readonly logLines: string[] = [];
  private constructor(
    readonly service: ToolsService,
    readonly client: ToolsClient,
    private readonly folder: string,
    logLines: string[],
  ) {
    this.logLines = logLines;
  }

  static async start(
    databaseUrl: string,
    options: ToolsServiceOptions & { readonly env?: Record<string, string> } = {},
  ): Promise<ServiceUnderTest> {
    const folder = mkdtempSync(join(tmpdir(), 'frontdesk-tools-'));
    const bind = `unix:${join(folder, 'grpc.sock')}`;
    const config = loadToolsServiceConfig({
      NODE_ENV: 'test',
      DATABASE_URL: databaseUrl,
      FRONTDESK_SECRET: SECRET,
      TOOLS_BIND: bind,
      ADMIN_PORT: '0',
      WEATHER_URL: 'off',
      ...options.env,
    });
    const logLines: string[] = [];
    const logger = createLogger({ name: 'test', level: 'debug' }, { write: (line: string) => logLines.push(line) });
    const service = await startToolsService(config, logger, options);
    return new ServiceUnderTest(service, new ToolsClient(bind), folder, logLines);
  }

  /** The events of one call; `events.at(-1)` is its result or failure. */
  async call(options: CallOptions): Promise<ToolCallEvent[]> {
    const events: ToolCallEvent[] = [];
    for await (const event of this.client.callTool(await toInput(options))) {
      events.push(event);
    }
    return events;
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.service.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function toInput(options: CallOptions): Promise<CallToolInput> {
  const { tool, owner = ADA, runId = newId('run'), callId = `call_${newId('tc')}`, epoch = 1 } = options;
  const argumentsJson = options.argumentsJson ?? JSON.stringify(options.args ?? {});
  const grant: ToolGrant = {
    ...owner,
    threadId: 'thr_1',
    runId,
    epoch,
    tool,
    callId,
    argsHash: hashToolArguments(argumentsJson),
    ...options.grant,
  };
  const token = options.token ?? (await signGrant(SECRET, grant, options.ttlSeconds));
  return { tool, callId, argumentsJson, grant: token, requestId: 'req_test', signal: options.signal };
}

export async function openTestDatabase(): Promise<{ url: string; db: Database }> {
  const { url } = await createTestDatabase();
  return { url, db: createDatabase(url) };
}

/** The last event, which must be a result. */
export function resultOf(events: readonly ToolCallEvent[]): Extract<ToolCallEvent, { type: 'result' }> {
  const last = events.at(-1);
  if (last?.type !== 'result') {
    throw new Error(`expected a result, got ${JSON.stringify(last)}`);
  }
  return last;
}

/** The last event, which must be a failure. */
export function failureOf(events: readonly ToolCallEvent[]): Extract<ToolCallEvent, { type: 'failure' }> {
  const last = events.at(-1);
  if (last?.type !== 'failure') {
    throw new Error(`expected a failure, got ${JSON.stringify(last)}`);
  }
  return last;
}

/** A promise with its handles outside. */
export function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((accept) => {
    resolve = accept;
  });
  return { promise, resolve };
}
