import { runLogKey } from '@frontdesk/contracts';
import { Redis } from 'ioredis';
import { says, type ChatClient } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { interruptible } from './interruptible.js';
import { ScriptedWorker } from './scripted-worker.js';
import { typesOf } from './sse-reader.js';

let gateway: TestGateway;
let second: TestGateway;
let worker: ScriptedWorker;
let client: ChatClient;
let elsewhere: ChatClient;

beforeAll(async () => {
  gateway = await startTestGateway({ env: { USER_QUEUE_LIMIT: '3', STREAMS_LIMIT: '20' } });
  second = await startTestGateway({ databaseUrl: gateway.databaseUrl, redisUrl: gateway.redisUrl, env: { DISCONNECT_STOPS: 'false', STREAMS_LIMIT: '1' } });
  worker = await new ScriptedWorker(gateway.databaseUrl, gateway.redisUrl).start();
  client = await gateway.clientOf({ userId: 'ada' });
  elsewhere = await second.clientOf({ userId: 'ada' });
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
  await second.close();
});

beforeEach(() => {
  worker.turns.length = 0;
  worker.script = async (turn) => {
    await turn.say('Hel', 'lo');
    return { status: 'completed' };
  };
});

let keys = 0;
const newKey = (): string => `key-${(keys += 1)}`;
const messagesOf = (threadId: string) => gateway.db.threadItem.count({ where: { threadId, type: 'user_message' } });

describe('a request that is sent twice under one key', () => {
  it('is one message and one answer, which both senders see from its beginning, at whatever gateway', async () => {
    const key = newKey();
    const { saidBefore, goOn } = interruptible(worker, ['one '], ['two']);
    const first = await client.stream('threads.create', { input: says('hi') }, { resumable: true, key });
    await saidBefore;
    const repeat = await elsewhere.stream('threads.create', { input: says('hi') }, { resumable: true, key });
    expect([repeat.runId, repeat.threadId]).toEqual([first.runId, first.threadId]);
    goOn();
    const [frames, again] = await Promise.all([first.rest(), repeat.rest()]);
    expect(again.map(({ raw }) => raw)).toEqual(frames.map(({ raw }) => raw));
    expect(typesOf(again).slice(0, 3)).toEqual(['thread.created', 'thread.item.done', 'stream_options']);
    expect(await messagesOf(first.threadId)).toBe(1);
    expect(worker.turns).toHaveLength(1);
  });

  it('is one also when both come in the same moment', async () => {
    const { threadId } = await client.stream('threads.create', { input: says('hi') }).then(async (stream) => (await stream.rest(), stream));
    const key = newKey();
    const send = (sender: ChatClient) => sender.stream('threads.add_user_message', { thread_id: threadId, input: says('more') }, { resumable: true, key });
    const streams = await Promise.all([client, client, client].map(send));
    const all = await Promise.all(streams.map((stream) => stream.rest()));
    expect(new Set(streams.map((stream) => stream.runId)).size).toBe(1);
    expect(await messagesOf(threadId)).toBe(2);
    expect(all.map((frames) => frames.map(({ event }) => event.type))).toEqual(Array(3).fill(all[0]?.map(({ event }) => event.type)));
  });

  it('after the answer gets the answer, and nothing is asked again', async () => {
    const key = newKey();
    const first = await client.stream('threads.create', { input: says('hi') }, { key });
    const frames = await first.rest();
    const repeat = await client.stream('threads.create', { input: says('hi') }, { key });
    expect((await repeat.rest()).map(({ raw }) => raw)).toEqual(frames.map(({ raw }) => raw));
    expect(worker.turns).toHaveLength(1);
  });

  it('after the answer, when its events are gone, gets what is stored, without waiting', async () => {
    const key = newKey();
    const first = await client.stream('threads.create', { input: says('hi') }, { key });
    await first.rest();
    const redis = new Redis(gateway.redisUrl);
    await redis.del(runLogKey(first.runId));
    redis.disconnect();
    const startedAt = performance.now();
    const repeat = await (await client.stream('threads.create', { input: says('hi') }, { key })).rest();
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(typesOf(repeat)).toEqual(['thread.created', 'thread.item.done', 'stream_options', 'thread.item.done']);
    expect(worker.turns).toHaveLength(1);
  });

  it('retries once', async () => {
    const first = await client.stream('threads.create', { input: says('hi') });
    const frames = await first.rest();
    const key = newKey();
    const params = { thread_id: first.threadId, item_id: frames[1]?.event.item.id };
    const { saidBefore, goOn } = interruptible(worker, ['again'], []);
    const retry = await client.stream('threads.retry_after_item', params, { resumable: true, key });
    await saidBefore;
    const repeat = await client.stream('threads.retry_after_item', params, { resumable: true, key });
    goOn();
    await Promise.all([retry.rest(), repeat.rest()]);
    expect(repeat.runId).toBe(retry.runId);
    expect((await client.ask('threads.retry_after_item', params)).status).toBe(200);
  });

  it("answers a client's tool once, and asks for it no second time", async () => {
    worker.script = async (turn) => {
      if (turn.run.request.type === 'client_tool_output') {
        await turn.say('thanks');
        return { status: 'completed' };
      }
      await turn.done(turn.clientToolCall('look', {}));
      return { status: 'waiting', checkpoint: { version: 1 } };
    };
    const asked = await client.stream('threads.create', { input: says('hi') });
    await asked.rest();
    const key = newKey();
    const params = { thread_id: asked.threadId, result: { ok: true } };
    const first = await (await client.stream('threads.add_client_tool_output', params, { key })).rest();
    const again = await (await client.stream('threads.add_client_tool_output', params, { key })).rest();
    expect(again.map(({ raw }) => raw)).toEqual(first.map(({ raw }) => raw));
    expect(JSON.stringify(again)).not.toContain('client_tool_call');
    expect(worker.turns).toHaveLength(2);
  });
});

describe("the stream after a client's tool", () => {
  it('is taken up behind the call, also by a client that lost it before the first event', async () => {
    worker.script = async (turn) => {
      await turn.done(turn.clientToolCall('look', {}));
      return { status: 'waiting', checkpoint: { version: 1 } };
    };
    const asked = await client.stream('threads.create', { input: says('hi') }, { resumable: true });
    await asked.rest();
    const { saidBefore, goOn } = interruptible(worker, ['one '], ['two']);
    const stream = await client.stream('threads.add_client_tool_output', { thread_id: asked.threadId, result: {} }, { resumable: true });
    const [options] = await stream.take(1);
    stream.leave();
    await saidBefore;
    goOn();
    const again = await client.stream('runs.stream', { thread_id: asked.threadId, run_id: stream.runId, after: options?.id }, { resumable: true });
    const frames = await again.rest();
    expect(JSON.stringify(frames)).not.toContain('client_tool_call');
    expect(typesOf(frames).at(-1)).toBe('thread.item.done');
  });
});

describe('a key', () => {
  it('of another request is refused, and of another user is none', async () => {
    const key = newKey();
    const first = await client.stream('threads.create', { input: says('hi') }, { key });
    const frames = await first.rest();
    const reply = await client.ask('threads.retry_after_item', { thread_id: first.threadId, item_id: frames[1]?.event.item.id }, { headers: { 'idempotency-key': key } });
    expect([reply.status, reply.body.error]).toEqual([400, expect.objectContaining({ code: 'invalid_request', param: 'idempotency-key' })]);
    const stranger = await (await gateway.clientOf({ userId: 'eve' })).stream('threads.create', { input: says('hi') }, { key });
    expect(stranger.threadId).not.toBe(first.threadId);
    await stranger.rest();
  });

  it.each(['', 'with blanks', 'k'.repeat(201)])('that is none is refused by name: %j', async (key) => {
    const reply = await client.ask('threads.create', { input: says('hi') }, { headers: { 'idempotency-key': key } });
    expect([reply.status, reply.body.error.param]).toEqual([400, 'idempotency-key']);
  });
});

describe('too much at once', () => {
  it('is refused with the time after which to try again, before anything is written, for one user alone', async () => {
    const { saidBefore, goOn } = interruptible(worker, ['slow'], []);
    const busy = await gateway.clientOf({ userId: 'busy' });
    const first = await busy.stream('threads.create', { input: says('1') }, { resumable: true });
    await saidBefore;
    const { threadId } = first;
    const later = await Promise.all(['2', '3'].map((text) => busy.stream('threads.add_user_message', { thread_id: threadId, input: says(text) }, { resumable: true })));
    for (const [type, params] of [
      ['threads.add_user_message', { thread_id: threadId, input: says('4') }],
      ['threads.create', { input: says('4') }],
    ] as const) {
      const reply = await busy.ask(type, params);
      expect([reply.status, reply.body.error.code, Number(reply.headers.get('retry-after'))]).toEqual([429, 'rate_limited', expect.any(Number)]);
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await messagesOf(threadId)).toBe(3);
    goOn();
    await Promise.all([first, ...later].map((stream) => stream.rest()));
    await (await busy.stream('threads.add_user_message', { thread_id: threadId, input: says('4') })).rest();
  });

  it('is refused with 429 also when it comes as a retry or an action, and nothing is forgotten or begun', async () => {
    const busy = await gateway.clientOf({ userId: 'busy-retrying' });
    const first = await busy.stream('threads.create', { input: says('1') });
    const frames = await first.rest();
    const { saidBefore, goOn } = interruptible(worker, ['slow'], []);
    const open = await Promise.all(['2', '3', '4'].map((text) => busy.stream('threads.create', { input: says(text) }, { resumable: true })));
    await saidBefore;
    const before = await busy.ask('items.list', { thread_id: first.threadId });
    for (const [operation, params] of [
      ['threads.retry_after_item', { item_id: frames[1]?.event.item.id }],
      ['threads.custom_action', { action: { type: 'press', payload: {} } }],
    ] as const) {
      const reply = await busy.ask(operation, { thread_id: first.threadId, ...params });
      expect([reply.status, reply.body.error.code, reply.headers.get('retry-after')]).toEqual([429, 'rate_limited', '5']);
    }
    expect((await busy.ask('items.list', { thread_id: first.threadId })).body).toEqual(before.body);
    goOn();
    await Promise.all(open.map((stream) => stream.rest()));
    await (await busy.stream('threads.retry_after_item', { thread_id: first.threadId, item_id: frames[1]?.event.item.id })).rest();
  });

  it('of open streams is refused with 503 before a message is taken', async () => {
    const { saidBefore, goOn } = interruptible(worker, ['slow'], []);
    const open = await elsewhere.stream('threads.create', { input: says('hi') }, { resumable: true });
    await saidBefore;
    const before = await gateway.db.run.count();
    const reply = await elsewhere.ask('threads.create', { input: says('hi') });
    expect([reply.status, reply.body.error.code, reply.headers.get('retry-after')]).toEqual([503, 'unavailable', '2']);
    expect(await gateway.db.run.count()).toBe(before);
    expect((await elsewhere.ask('threads.list')).status).toBe(200);
    goOn();
    await open.rest();
  });
});

describe('a run that was left to the slot that becomes free', () => {
  it('is answered though that was while it was admitted, and the slot found nothing', async () => {
    const { db } = gateway;
    await db.$executeRaw`INSERT INTO threads (id, tenant_id, user_id) VALUES ('long', 'crowded', 'cleo'), ('ending', 'crowded', 'cleo')`;
    await db.$executeRaw`
      INSERT INTO runs (id, tenant_id, user_id, thread_id, status, request, lease_expires_at)
      SELECT 'long-' || n, 'crowded', 'cleo', 'long', CASE n WHEN 0 THEN 'running' ELSE 'queued' END, '{}'::jsonb, now() + interval '1 hour' FROM generate_series(0, 8) n
      UNION ALL SELECT 'ending', 'crowded', 'cleo', 'ending', 'running', '{}'::jsonb, now() + interval '1 hour'`;
    await db.$executeRaw`INSERT INTO workers (id, slots, seen_at) VALUES ('w', 2, now() + interval '1 hour')`;
    await db.$executeRaw`
      CREATE FUNCTION end_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE runs SET status = 'completed' WHERE id = 'ending'; RETURN NULL; END $$`;
    await db.$executeRaw`CREATE TRIGGER meanwhile AFTER INSERT ON runs FOR EACH STATEMENT EXECUTE FUNCTION end_answer()`;
    try {
      const stream = await (await gateway.clientOf({ tenantId: 'crowded', userId: 'dora' })).stream('threads.create', { input: says('hi') });
      expect(typesOf(await stream.rest()).at(-1)).toBe('thread.item.done');
    } finally {
      await db.$executeRaw`DROP FUNCTION end_answer CASCADE`;
      await db.$executeRaw`DELETE FROM workers`;
      await db.$executeRaw`DELETE FROM threads WHERE tenant_id = 'crowded'`;
    }
  });
});

describe('leaving without a way back', () => {
  it('stops nothing where the installation says so', async () => {
    const { saidBefore, goOn } = interruptible(worker, ['one '], ['two']);
    const stream = await elsewhere.stream('threads.create', { input: says('hi') });
    await saidBefore;
    stream.leave();
    goOn();
    const again = await client.stream('runs.stream', { thread_id: stream.threadId, run_id: stream.runId });
    await again.rest();
    expect(await gateway.db.run.findUniqueOrThrow({ where: { id: stream.runId } })).toMatchObject({ status: 'completed', cancelRequestedAt: null });
  });
});
