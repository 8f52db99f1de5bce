import { randomBytes } from 'node:crypto';
import type { ThreadItem, ThreadStreamEvent, UserMessageItem } from '@frontdesk/chatkit-protocol';
import { newId, type Cursor, type Owner, type RunStatus } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { FactStore } from '@frontdesk/facts';
import { createLogger, type Logger } from '@frontdesk/observability';
import { announceCancel, LiveChannels, RunEventTail } from '@frontdesk/run-events';
import { RunQueue } from '@frontdesk/run-queue';
import { RunAdmissionStore, RunLifecycleStore, type Admission } from '@frontdesk/runs';
import { createTestDatabase, testRedisUrl } from '@frontdesk/testing';
import { ThreadStore } from '@frontdesk/threads';
import { Redis } from 'ioredis';
import { loadAgentWorkerConfig, startAgentWorker, type AgentWorker } from '../../src/index.js';
import { guideTools } from './guide-tools.js';
import { TestToolsServer, type TestTool } from './test-tools.server.js';

export interface Watched {
  readonly frames: ThreadStreamEvent[];
  readonly status: RunStatus;
}

/** Real Postgres, Redis, queue and gRPC around real workers; the test plays the gateway. */
export class WorkerRig {
  readonly owner: Owner = { tenantId: 'default', userId: `user_${randomBytes(6).toString('hex')}` };
  readonly admission: RunAdmissionStore;
  readonly lifecycle: RunLifecycleStore;
  readonly threads: ThreadStore;
  readonly facts: FactStore;
  readonly logLines: string[] = [];
  private readonly workers: AgentWorker[] = [];
  private readonly tail: RunEventTail;
  private readonly subscriber: Redis;

  private constructor(
    readonly db: Database,
    readonly databaseUrl: string,
    readonly redisUrl: string,
    readonly redis: Redis,
    readonly queue: RunQueue,
    readonly tools: TestToolsServer,
    readonly secret: string,
  ) {
    this.admission = new RunAdmissionStore(db);
    this.lifecycle = new RunLifecycleStore(db);
    this.threads = new ThreadStore(db);
    this.facts = new FactStore(db);
    this.subscriber = new Redis(redisUrl, { maxRetriesPerRequest: null });
    this.tail = new RunEventTail(redis, new LiveChannels(this.subscriber));
  }

  static async create(tools: readonly TestTool[] = guideTools): Promise<WorkerRig> {
    const { url } = await createTestDatabase();
    const redisUrl = await testRedisUrl();
    const secret = randomBytes(32).toString('hex');
    const server = new TestToolsServer(secret, tools);
    await server.start();
    const queue = new RunQueue(redisUrl, () => undefined);
    await queue.ready();
    return new WorkerRig(createDatabase(url), url, redisUrl, new Redis(redisUrl), queue, server, secret);
  }

  get logger(): Logger {
    return createLogger({ name: 'test', level: 'info' }, { write: (line: string) => void this.logLines.push(line) });
  }

  /** @param variables of the environment, over those of the rig */
  async startWorker(modelUrl: string, variables: Record<string, string> = {}, options: { drainMs?: number } = {}): Promise<AgentWorker> {
    const config = loadAgentWorkerConfig({
      NODE_ENV: 'test', DATABASE_URL: this.databaseUrl, REDIS_URL: this.redisUrl, FRONTDESK_SECRET: this.secret, ADMIN_PORT: '0',
      OPENAI_BASE_URL: modelUrl, OPENAI_API_KEY: 'sk-test-secret', OPENAI_MODEL: 'frontdesk-demo', TOOLS_URL: this.tools.url, ...variables,
    });
    const worker = await startAgentWorker(config, this.logger, options);
    this.workers.push(worker);
    return worker;
  }

  async say(text: string, threadId?: string): Promise<Admission> {
    const message: UserMessageItem = {
      id: newId('msg'), thread_id: threadId ?? newId('thr'), created_at: new Date().toISOString(), type: 'user_message',
      content: [{ type: 'input_text', text }], attachments: [], inference_options: {},
    };
    const admission = threadId === undefined ? await this.admission.admitNewThread(this.owner, message) : await this.admission.admitUserMessage(this.owner, message);
    await this.queue.add(admission.runId, admission.epoch);
    return admission;
  }

  async answerClientTool(threadId: string, result: unknown): Promise<Admission> {
    const admission = await this.admission.admitClientToolOutput(this.owner, threadId, result);
    await this.queue.add(admission.runId, admission.epoch);
    return admission;
  }

  async cancel(admission: Admission): Promise<void> {
    await this.admission.requestCancel(this.owner, admission.threadId, admission.runId);
    await announceCancel(this.redis, admission.runId);
  }

  /** Follows a run until its stream ends, or until `enough` says so. */
  async watch(admission: Admission, enough?: (frames: readonly ThreadStreamEvent[]) => boolean): Promise<Watched> {
    const stop = new AbortController();
    const frames: ThreadStreamEvent[] = [];
    for await (const event of this.follow(admission.runId, admission.tailFrom, stop.signal)) {
      if (event.kind === 'end') {
        return { frames, status: event.status };
      }
      frames.push(...event.frames.map((frame) => JSON.parse(frame) as ThreadStreamEvent));
      if (enough?.(frames) === true) {
        stop.abort();
        return { frames, status: 'running' };
      }
    }
    throw new Error('the stream broke off');
  }

  /** Says it and sees the answer to its end. */
  async ask(text: string, threadId?: string): Promise<Watched & { admission: Admission }> {
    const admission = await this.say(text, threadId);
    return { ...(await this.watch(admission)), admission };
  }

  /** What a reload shows, oldest first. */
  async history(threadId: string): Promise<ThreadItem[]> {
    return (await this.threads.listItems(this.owner, threadId, { limit: 100, order: 'asc' })).data;
  }

  /** With the hidden items. */
  async everything(threadId: string): Promise<ThreadItem[]> {
    return this.threads.recentItems(this.owner, threadId, 100);
  }

  async run(runId: string) {
    return this.db.run.findUniqueOrThrow({ where: { id: runId } });
  }

  async close(): Promise<void> {
    await this.closeWorkers();
    this.tools.close();
    await this.queue.close();
    this.subscriber.disconnect();
    this.redis.disconnect();
    await this.db.$disconnect();
  }

  async closeWorkers(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.close()));
  }

  private follow(runId: string, after: Cursor, signal: AbortSignal) {
    const status = async (): Promise<RunStatus | null> => ((await this.db.run.findUnique({ where: { id: runId } }))?.status ?? null) as RunStatus | null;
    return this.tail.follow({ runId, after, signal, status, pollMs: 500 });
  }
}

/** The text of a message item; empty for others. */
export const textOf = (item: ThreadItem | undefined): string => (item?.type === 'assistant_message' ? item.content.map((part) => part.text).join('') : '');

/** What the frames left on screen, in the order of first appearance. */
export function screenAfter(frames: readonly ThreadStreamEvent[]): Map<string, ThreadItem> {
  const screen = new Map<string, ThreadItem>();
  for (const frame of frames) {
    if (frame.type === 'thread.item.added' || frame.type === 'thread.item.done' || frame.type === 'thread.item.replaced') {
      screen.set(frame.item.id, frame.item);
    } else if (frame.type === 'thread.item.removed') {
      screen.delete(frame.item_id);
    }
  }
  return screen;
}

export const deltasIn = (frames: readonly ThreadStreamEvent[]): string =>
  frames.map((frame) => (frame.type === 'thread.item.updated' && frame.update.type === 'assistant_message.content_part.text_delta' ? frame.update.delta : '')).join('');
