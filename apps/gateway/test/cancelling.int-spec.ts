import { newId } from '@frontdesk/contracts';
import pg from 'pg';
import { says, type ChatClient } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { interruptible } from './interruptible.js';
import { ScriptedWorker } from './scripted-worker.js';
import { typesOf } from './sse-reader.js';
import { eventually, gate } from './signals.js';

let gateway: TestGateway;
let worker: ScriptedWorker;
let client: ChatClient;

beforeAll(async () => {
  gateway = await startTestGateway();
  worker = await new ScriptedWorker(gateway.databaseUrl, gateway.redisUrl).start();
  client = await gateway.clientOf({ userId: 'ada' });
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
});

beforeEach(() => {
  worker.script = async (turn) => {
    await turn.say('Hello');
    return { status: 'completed' };
  };
});

const statusOf = async (runId: string) => (await gateway.db.run.findUniqueOrThrow({ where: { id: runId } })).status;

const start = (resumable: boolean) => client.stream('threads.create', { input: says('hi') }, { resumable });

describe('a client that announces no resume support', () => {
  it('stops the run by leaving, as in the reference', async () => {
    const turn = interruptible(worker, ['par', 'tial'], []);
    const stream = await start(false);
    await turn.saidBefore;
    await stream.take(4);
    stream.leave();
    await eventually(() => statusOf(stream.runId), (status) => status === 'cancelled');
    const line = await eventually(
      () => gateway.logs.find((entry) => entry['runId'] === stream.runId && entry['msg'] === 'request'),
      (entry) => entry !== undefined,
    );
    expect(line).toMatchObject({ operation: 'threads.create', status: 200, streamEnd: 'client_left' });
  });

  it('stops a run that no worker has taken yet', async () => {
    const threadId = (await (await start(false)).rest())[0]?.event.thread.id as string;
    // Another run of the thread is held by nobody, so that the next one waits behind it.
    await gateway.db.run.create({ data: { id: newId('run'), tenantId: 'default', userId: 'ada', threadId, status: 'queued', request: {} } });
    const stream = await client.stream('threads.add_user_message', { thread_id: threadId, input: says('more') });
    await stream.take(2);
    stream.leave();
    await eventually(() => statusOf(stream.runId), (status) => status === 'cancelled');
  });
});

describe('a client that leaves before its answer has a head', () => {
  it('stops the run all the same', async () => {
    interruptible(worker, ['x'], ['y']);
    const leave = new AbortController();
    const held = new pg.Client({ connectionString: gateway.databaseUrl });
    await held.connect();
    await held.query('BEGIN');
    await held.query('LOCK TABLE runs IN EXCLUSIVE MODE'); // the message cannot be admitted
    const body = JSON.stringify({ type: 'threads.create', params: { input: says('anybody there') } });
    const reply = client.post(body, { signal: leave.signal }).catch((cause: unknown) => cause);
    await eventually(
      async () => (await held.query(`SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'runs'::regclass`)).rowCount,
      (waiting) => waiting === 1,
    );
    leave.abort();
    expect(await reply).toMatchObject({ name: 'AbortError' });
    await eventually(() => gateway.logs.some((entry) => entry['status'] === 499), Boolean);
    await held.query('COMMIT');
    await held.end();
    await eventually(() => gateway.db.run.findFirst({ orderBy: { createdAt: 'desc' } }), (run) => run?.status === 'cancelled');
  });
});

describe('runs.cancel', () => {
  it('reaches the worker, and the stream ends', async () => {
    const turn = interruptible(worker, ['x'], ['y']);
    const stream = await start(true);
    await turn.saidBefore;
    const reply = await client.ask('runs.cancel', { thread_id: stream.threadId });
    expect([reply.status, reply.text]).toEqual([200, '{}']);
    await stream.rest();
    expect(await statusOf(stream.runId)).toBe('cancelled');
    // Whoever opens the thread later hears that its newest answer is one that was stopped.
    const later = await client.ask('runs.stream', { thread_id: stream.threadId });
    expect([later.status, later.headers.get('frontdesk-last-answer')]).toEqual([204, 'stopped']);
  });

  it('ends the stream of a run that no worker had taken, without waiting', async () => {
    const stream = await start(true);
    await stream.rest();
    await gateway.db.run.create({ data: { id: newId('run'), tenantId: 'default', userId: 'ada', threadId: stream.threadId, status: 'queued', request: {} } });
    const waiting = await client.stream('threads.add_user_message', { thread_id: stream.threadId, input: says('more') }, { resumable: true });
    await waiting.take(2);
    const startedAt = performance.now();
    await client.ask('runs.cancel', { thread_id: stream.threadId, run_id: waiting.runId });
    expect(await waiting.rest()).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(await statusOf(waiting.runId)).toBe('cancelled');
  });

  it('is idempotent, and knows no run of strangers', async () => {
    const stream = await start(true);
    await stream.rest();
    for (const params of [{}, { run_id: stream.runId }, { run_id: 'run_unknown' }]) {
      expect((await client.ask('runs.cancel', { thread_id: stream.threadId, ...params })).text).toBe('{}');
    }
    expect(await statusOf(stream.runId)).toBe('completed');
    expect((await client.ask('runs.cancel', { thread_id: 'thr_unknown' })).status).toBe(404);
  });
});

describe('a thread that is deleted while an answer is on its way', () => {
  it('stops the run, and its stream ends', async () => {
    const turn = interruptible(worker, ['x'], ['y']);
    const stream = await start(true);
    await turn.saidBefore;
    expect((await client.ask('threads.delete', { thread_id: stream.threadId })).text).toBe('{}');
    await stream.rest();
    expect(worker.turns.at(-1)?.stopped.aborted).toBe(true);
    expect(await gateway.db.run.count({ where: { id: stream.runId } })).toBe(0);
  });

  it('ends the streams of all who follow at once, whatever its worker is at, and nothing that comes later', async () => {
    const [saidSomething, letGo, written] = [gate(), gate(), gate()];
    worker.script = async (turn) => {
      await turn.emit({ type: 'progress_update', text: 'Thinking' });
      saidSomething.open();
      await letGo.opened; // a tool that takes long and hears no stop
      await turn.emit({ type: 'progress_update', text: 'too late' });
      written.open();
      return { status: 'cancelled' };
    };
    const stream = await start(true);
    const queued = await client.stream('threads.add_user_message', { thread_id: stream.threadId, input: says('more') }, { resumable: true });
    await saidSomething.opened;
    const onlooker = await client.stream('runs.stream', { thread_id: stream.threadId, run_id: stream.runId, after: '1-1' });
    const startedAt = performance.now();
    await client.ask('threads.delete', { thread_id: stream.threadId });
    const [own, queuedFrames, onlookers] = await Promise.all([stream.rest(), queued.rest(), onlooker.rest()]);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    letGo.open();
    await written.opened;
    expect(typesOf(own)).toEqual(['thread.created', 'thread.item.done', 'stream_options', 'progress_update']);
    expect(typesOf(queuedFrames)).toEqual(['thread.item.done', 'stream_options']);
    expect(onlookers).toEqual([]);
  });

  it('leaves no stream behind that began in the same moment', async () => {
    const { script } = worker;
    for (let round = 0; round < 20; round += 1) {
      const { threadId } = await start(true).then(async (stream) => (await stream.rest(), stream));
      const letGo = gate();
      worker.script = async () => (await letGo.opened, { status: 'cancelled' }); // says nothing: only the deletion can end the stream
      const message = client.post(JSON.stringify({ type: 'threads.add_user_message', params: { thread_id: threadId, input: says('more') } }));
      const startedAt = performance.now();
      const [reply] = await Promise.all([message.then((response) => response.text()), client.ask('threads.delete', { thread_id: threadId })]);
      expect(performance.now() - startedAt).toBeLessThan(4_000);
      expect(reply).not.toBe('');
      letGo.open();
      worker.script = script;
    }
  });
});
