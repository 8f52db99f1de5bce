import { encodeEvent, type AssistantMessageItem, type ClientToolCallItem, type StructuredInputItem, type ThreadItem, type ThreadStreamEventInput, type WidgetItem } from '@frontdesk/chatkit-protocol';
import { QUEUES, newId, type RunJob, type RunOutcome } from '@frontdesk/contracts';
import { createDatabase } from '@frontdesk/database';
import { LiveChannels, RunEventWriter, listenForCancels } from '@frontdesk/run-events';
import { RunLifecycleStore, type ClaimedRun } from '@frontdesk/runs';
// eslint-disable-next-line no-restricted-imports -- the test plays the worker: it takes jobs off the real queue
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';

/** One turn as its script sees it. Everything goes the real way: items to Postgres first, then events into the log. */
export class Turn {
  private readonly stopping = new AbortController();

  constructor(
    readonly run: ClaimedRun,
    private readonly lifecycle: RunLifecycleStore,
    private readonly writer: RunEventWriter,
  ) {}

  /** Aborts when somebody asked for a stop. */
  get stopped(): AbortSignal {
    return this.stopping.signal;
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Writes nothing any more: the log may be out of reach for ever. */
  letGo(): void {
    this.writer.close();
  }

  /** An event of its own entry in the log, there when this resolves. */
  async emit(...events: ThreadStreamEventInput[]): Promise<void> {
    events.forEach((event) => this.writer.push(encodeEvent(event)));
    await this.writer.flush();
  }

  async done(item: ThreadItem): Promise<void> {
    await this.lifecycle.saveItem(this.run, item);
    await this.emit({ type: 'thread.item.done', item });
  }

  /** Keeps an item that no client may see. */
  async hide(content: string): Promise<void> {
    await this.lifecycle.saveItem(this.run, { ...this.base('hcx'), type: 'hidden_context_item', content });
  }

  /** A message that streams in pieces, each an entry of the log. */
  async say(...pieces: string[]): Promise<AssistantMessageItem> {
    const item = this.message('');
    await this.emit({ type: 'thread.item.added', item: { ...item, content: [] } });
    for (const delta of pieces) {
      await this.emit(deltaOf(item.id, delta));
    }
    const finished = this.message(pieces.join(''), item.id);
    await this.done(finished);
    return finished;
  }

  message(text: string, id: string = newId('msg')): AssistantMessageItem {
    return { ...this.base('msg'), id, type: 'assistant_message', content: [{ type: 'output_text', text, annotations: [] }] };
  }

  clientToolCall(name: string, args: Record<string, unknown>): ClientToolCallItem {
    return { ...this.base('tc'), type: 'client_tool_call', status: 'pending', call_id: newId('tc'), name, arguments: args };
  }

  /** Questions to the user; one to choose from, one to write. */
  structuredInput(): StructuredInputItem {
    return {
      ...this.base('msg'),
      type: 'structured_input',
      status: 'pending',
      inputs: [
        { type: 'multiple_choice', id: 'plan', question: 'Which plan?', options: [{ value: 'Free' }, { value: 'Team' }], multiple: false },
        { type: 'freeform', id: 'why', question: 'Why?' },
      ],
    };
  }

  widget(text: string): WidgetItem {
    return { ...this.base('msg'), type: 'widget', widget: { type: 'Card', children: [{ type: 'Text', value: text }] } };
  }

  private base(prefix: 'msg' | 'tc' | 'hcx') {
    return { id: newId(prefix), thread_id: this.run.threadId, created_at: new Date().toISOString() };
  }
}

export const deltaOf = (itemId: string, delta: string): ThreadStreamEventInput => ({
  type: 'thread.item.updated',
  item_id: itemId,
  update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta },
});

export type Script = (turn: Turn) => Promise<RunOutcome>;

/** The real queue, log and stores; only what is said comes from the test. */
export class ScriptedWorker {
  /** What the next turns do. */
  script: Script = async (turn) => {
    await turn.say('Hello');
    return { status: 'completed' };
  };
  /** Every turn that was claimed, in order. */
  readonly turns: Turn[] = [];
  private readonly db;
  private readonly redis: Redis;
  private readonly subscriber: Redis;
  private readonly jobs: Redis;
  private readonly worker: Worker<RunJob>;
  readonly lifecycle: RunLifecycleStore;

  constructor(databaseUrl: string, redisUrl: string) {
    this.db = createDatabase(databaseUrl, { poolSize: 4 });
    this.lifecycle = new RunLifecycleStore(this.db);
    this.redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
    this.subscriber = new Redis(redisUrl, { maxRetriesPerRequest: null });
    this.jobs = new Redis(redisUrl, { maxRetriesPerRequest: null });
    this.worker = new Worker<RunJob>(QUEUES.runs.name, (job) => this.work(job.data.runId), {
      connection: this.jobs,
      prefix: QUEUES.runs.prefix,
      concurrency: 10,
      maxStalledCount: QUEUES.runs.maxStalledCount,
    });
    for (const emitter of [this.redis, this.subscriber, this.jobs, this.worker]) {
      emitter.on('error', () => undefined); // tests cut connections on purpose
    }
  }

  async start(): Promise<this> {
    await listenForCancels(new LiveChannels(this.subscriber), (runId) => {
      this.turns.filter((turn) => turn.run.id === runId).forEach((turn) => turn.stop());
    });
    await this.worker.waitUntilReady();
    return this;
  }

  /** Claims a run and plays the script; also called directly, as the reconciler of a worker does. */
  async work(runId: string): Promise<void> {
    const run = await this.lifecycle.claim(runId, 'scripted');
    if (run === null) {
      return;
    }
    const writer = new RunEventWriter(this.redis, {
      runId,
      epoch: run.epoch,
      encodeDelta: (delta) => encodeEvent(deltaOf(delta.itemId, delta.delta)),
      onFenced: () => undefined,
      onRetry: () => undefined,
    });
    const turn = new Turn(run, this.lifecycle, writer);
    this.turns.push(turn);
    const outcome = await this.script(turn);
    await writer.flush();
    await this.lifecycle.finish(run, outcome);
    await writer.end(outcome.status);
    for (const next of await this.lifecycle.nextInTurn(1)) {
      await this.work(next.id);
    }
  }

  async close(): Promise<void> {
    await this.worker.close(true);
    this.turns.forEach((turn) => turn.letGo());
    for (const connection of [this.redis, this.subscriber, this.jobs]) {
      connection.disconnect();
    }
    await this.db.$disconnect();
  }
}
