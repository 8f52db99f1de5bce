import { randomBytes } from 'node:crypto';
import {
  structuredInputSubmissionSchema,
  type Attachment,
  type ThreadItem,
  type ThreadStreamEvent,
  type UserMessageItem,
} from '@frontdesk/chatkit-protocol';
import { newId, type Owner, type RunContext, type RunStatus } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { FactStore } from '@frontdesk/facts';
import { announceCancel, LiveChannels, RunEventTail } from '@frontdesk/run-events';
import { RunQueue } from '@frontdesk/run-queue';
import { RunAdmissionStore, RunInteractionStore, RunLifecycleStore, type Admission } from '@frontdesk/runs';
import { ThreadStore } from '@frontdesk/threads';
import { Redis } from 'ioredis';

export interface Watched {
  readonly frames: ThreadStreamEvent[];
  readonly status: RunStatus;
}

/** Plays the gateway and the person in front of it: says things, follows the answers, looks at what is stored. */
export class ChatDriver {
  readonly admission: RunAdmissionStore;
  readonly interactions: RunInteractionStore;
  readonly lifecycle: RunLifecycleStore;
  readonly threads: ThreadStore;
  readonly facts: FactStore;
  readonly db: Database;
  readonly redis: Redis;
  readonly queue: RunQueue;
  private readonly tail: RunEventTail;
  private readonly subscriber: Redis;

  constructor(
    readonly databaseUrl: string,
    readonly redisUrl: string,
    readonly owner: Owner = { tenantId: 'default', userId: `user_${randomBytes(6).toString('hex')}` },
  ) {
    this.db = createDatabase(databaseUrl);
    this.redis = new Redis(redisUrl);
    this.queue = new RunQueue(redisUrl, () => undefined);
    this.admission = new RunAdmissionStore(this.db);
    this.interactions = new RunInteractionStore(this.db);
    this.lifecycle = new RunLifecycleStore(this.db);
    this.threads = new ThreadStore(this.db);
    this.facts = new FactStore(this.db);
    this.subscriber = new Redis(redisUrl, { maxRetriesPerRequest: null });
    this.tail = new RunEventTail(this.redis, new LiveChannels(this.subscriber));
  }

  /** @param context the terms under which the run answers */
  async say(text: string, threadId?: string, context?: RunContext, attachments: Attachment[] = []): Promise<Admission> {
    const admission = await this.admit(text, threadId, context, attachments);
    await this.queue.callOut(admission.runId);
    await this.queue.add(admission.runId, admission.epoch);
    return admission;
  }

  /** Says it, and tells no worker. */
  async admit(text: string, threadId?: string, context?: RunContext, attachments: Attachment[] = []): Promise<Admission> {
    const message: UserMessageItem = {
      id: newId('msg'),
      thread_id: threadId ?? newId('thr'),
      created_at: new Date().toISOString(),
      type: 'user_message',
      content: [{ type: 'input_text', text }],
      attachments,
      inference_options: {},
    };
    const requester = { ...this.owner, context };
    return threadId === undefined ? this.admission.admitNewThread(requester, message) : this.admission.admitUserMessage(requester, message);
  }

  async answerClientTool(threadId: string, result: unknown): Promise<Admission> {
    const admission = await this.admission.admitClientToolOutput(this.owner, threadId, result);
    await this.queue.add(admission.runId, admission.epoch);
    return admission;
  }

  async answerQuestions(threadId: string, itemId: string, submission: object): Promise<Admission> {
    const parsed = structuredInputSubmissionSchema.parse(submission);
    const admission = await this.interactions.admitStructuredInput(this.owner, threadId, itemId, parsed);
    await this.queue.add(admission.runId, admission.epoch);
    return admission;
  }

  /** Uses a widget, and sees what comes of it to its end. */
  async act(threadId: string, itemId: string | null, type: string, payload: unknown = null): Promise<Watched & { admission: Admission }> {
    const admission = await this.interactions.admitCustomAction(this.owner, threadId, itemId, { type, payload });
    await this.queue.add(admission.runId, admission.epoch);
    return { ...(await this.watch(admission)), admission };
  }

  async cancel(admission: Pick<Admission, 'threadId' | 'runId'>): Promise<void> {
    await this.admission.requestCancel(this.owner, admission.threadId, { runId: admission.runId });
    await announceCancel(this.redis, admission.runId);
  }

  /** Follows a run until its stream ends, or until `enough` says so. */
  async watch(admission: Admission, enough?: (frames: readonly ThreadStreamEvent[]) => boolean): Promise<Watched> {
    const frames: ThreadStreamEvent[] = [];
    return new Promise((resolve, reject) => {
      const follower = this.tail.follow({ runId: admission.runId, after: admission.tailFrom, pollMs: 500 }, {
        take: (event) => {
          if (event.kind === 'end') {
            resolve({ frames, status: event.status });
          } else {
            frames.push(...event.frames.map((frame) => JSON.parse(frame) as ThreadStreamEvent));
            if (enough?.(frames) === true) {
              follower.close();
              resolve({ frames, status: 'running' });
            }
          }
          return undefined;
        },
        status: async () => ((await this.db.run.findUnique({ where: { id: admission.runId } }))?.status ?? null) as RunStatus | null,
        retries: () => undefined,
        over: (cause) => reject(new Error('the stream broke off', { cause })),
      });
    });
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
    await this.queue.close();
    this.subscriber.disconnect();
    this.redis.disconnect();
    await this.db.$disconnect();
  }
}

/** The text of a message item; empty for others. */
export const textOf = (item: ThreadItem | undefined): string =>
  item?.type === 'assistant_message' ? item.content.map((part) => part.text).join('') : '';

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
  frames
    .map((frame) =>
      frame.type === 'thread.item.updated' && frame.update.type === 'assistant_message.content_part.text_delta' ? frame.update.delta : '',
    )
    .join('');
