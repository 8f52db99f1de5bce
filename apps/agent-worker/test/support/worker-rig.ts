import { randomBytes } from 'node:crypto';
import { createLogger, type Logger } from '@frontdesk/observability';
import { createTestDatabase, testRedisUrl } from '@frontdesk/testing';
import { loadAgentWorkerConfig, startAgentWorker, type AgentWorker, type AgentWorkerOptions } from '../../src/index.js';
import { ChatDriver } from './chat-driver.js';
import { guideTools } from './guide-tools.js';
import { TestToolsServer, type TestTool } from './test-tools.server.js';

export { deltasIn, screenAfter, textOf } from './chat-driver.js';

/** Real Postgres, Redis, queue and gRPC around real workers in this process; the test plays the gateway. */
export class WorkerRig extends ChatDriver {
  readonly logLines: string[] = [];
  private readonly logWatchers = new Set<() => void>();
  private readonly workers: AgentWorker[] = [];

  private constructor(
    databaseUrl: string,
    redisUrl: string,
    readonly tools: TestToolsServer,
    readonly secret: string,
  ) {
    super(databaseUrl, redisUrl);
  }

  static async create(tools: readonly TestTool[] = guideTools): Promise<WorkerRig> {
    const { url } = await createTestDatabase();
    const redisUrl = await testRedisUrl();
    const secret = randomBytes(32).toString('hex');
    const server = new TestToolsServer(secret, tools);
    await server.start();
    const rig = new WorkerRig(url, redisUrl, server, secret);
    await rig.queue.ready();
    return rig;
  }

  get logger(): Logger {
    const write = (line: string): void => {
      this.logLines.push(line);
      this.logWatchers.forEach((look) => look());
    };
    return createLogger({ name: 'test', level: 'info' }, { write });
  }

  /** Resolves once a line that is written from now on holds the text. */
  logged(text: string): Promise<void> {
    const from = this.logLines.length;
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.logLines.slice(from).some((line) => line.includes(text))) {
          this.logWatchers.delete(look);
          resolve();
        }
      };
      this.logWatchers.add(look);
    });
  }

  /** @param variables of the environment, over those of the rig */
  async startWorker(modelUrl: string, variables: Record<string, string> = {}, options: AgentWorkerOptions = {}): Promise<AgentWorker> {
    const config = loadAgentWorkerConfig({
      NODE_ENV: 'test',
      DATABASE_URL: this.databaseUrl,
      REDIS_URL: this.redisUrl,
      FRONTDESK_SECRET: this.secret,
      ADMIN_PORT: '0',
      OPENAI_BASE_URL: modelUrl,
      OPENAI_API_KEY: 'sk-test-secret',
      OPENAI_MODEL: 'frontdesk-demo',
      TOOLS_URL: this.tools.url,
      ...variables,
    });
    const worker = await startAgentWorker(config, this.logger, options);
    this.workers.push(worker);
    return worker;
  }

  override async close(): Promise<void> {
    await this.closeWorkers();
    this.tools.close();
    await super.close();
  }

  async closeWorkers(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.close()));
  }
}
