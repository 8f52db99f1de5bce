import { testRedisUrl, createTestDatabase } from '@frontdesk/testing';
import { says, type ChatClient } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { ScriptedWorker } from './scripted-worker.js';
import { eventually, gate } from './signals.js';
import { typesOf } from './sse-reader.js';
import { TcpGate } from './tcp-gate.js';

let redisGate: TcpGate;
let databaseGate: TcpGate;
let gateway: TestGateway;
let worker: ScriptedWorker;
let client: ChatClient;

// The gateway reaches its stores through gates that the tests close; the worker reaches them directly.
beforeAll(async () => {
  const [redisUrl, { url: databaseUrl }] = [await testRedisUrl(), await createTestDatabase()];
  redisGate = await TcpGate.to(redisUrl);
  databaseGate = await TcpGate.to(databaseUrl);
  gateway = await startTestGateway({ databaseUrl: databaseGate.url, redisUrl: redisGate.url });
  worker = await new ScriptedWorker(databaseUrl, redisUrl).start();
  client = await gateway.clientOf({ userId: 'ada' });
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
  await redisGate.close();
  await databaseGate.close();
});

const isReady = () => fetch(`${gateway.url}/readyz`).then((response) => response.status === 200);
const backToWork = async (): Promise<void> => {
  redisGate.restore();
  databaseGate.restore();
  await eventually(isReady, Boolean, 20_000);
};

beforeEach(() => {
  worker.script = async (turn) => {
    await turn.say('Hel', 'lo');
    return { status: 'completed' };
  };
});
afterEach(backToWork);

describe('while Redis is away', () => {
  it('is not ready, reads go on, and nobody is held to the rate limit', async () => {
    redisGate.cut();
    const reply = await fetch(`${gateway.url}/readyz`);
    expect([reply.status, await reply.json()]).toEqual([503, { ready: false, checks: { postgres: 'up', redis: 'down', worker: 'down', intake: 'up' } }]);
    expect((await client.ask('threads.list')).status).toBe(200);
    expect(gateway.logs.filter(({ msg }) => msg === 'the rate limit does without its store until that is back')).toHaveLength(1);
  });

  it('takes a message, and the answer comes when Redis is back', async () => {
    redisGate.cut();
    const stream = await client.stream('threads.create', { input: says('hi') }, { resumable: true });
    expect(typesOf(await stream.take(3))).toEqual(['thread.created', 'thread.item.done', 'stream_options']);
    expect((await gateway.db.run.findUniqueOrThrow({ where: { id: stream.runId } })).status).toBe('queued');
    await eventually(() => gateway.logs.some((line) => line['msg'] === 'run could not be enqueued; the reconciler will' && line['runId'] === stream.runId), Boolean);
    redisGate.restore();
    await worker.work(stream.runId); // as the reconciler does
    const frames = await stream.rest();
    expect(typesOf(frames)).toEqual(['thread.item.added', ...Array<string>(2).fill('assistant_message.content_part.text_delta'), 'thread.item.done']);
  });

  it('lets a stream in the middle wait, and goes on without gap or double', async () => {
    const said = gate();
    const goOn = gate();
    worker.script = async (turn) => {
      await turn.emit({ type: 'progress_update', text: '1' });
      said.open();
      await goOn.opened;
      for (const text of ['2', '3', '4']) {
        await turn.emit({ type: 'progress_update', text });
      }
      return { status: 'completed' };
    };
    const stream = await client.stream('threads.create', { input: says('hi') });
    await stream.take(3);
    await said.opened;
    const [first] = await stream.take(1);
    redisGate.cut();
    goOn.open();
    await eventually(() => gateway.db.run.findUniqueOrThrow({ where: { id: stream.runId } }), (run) => run.status === 'completed');
    redisGate.restore();
    const rest = await stream.rest();
    expect([first, ...rest].map((frame) => frame?.event.text)).toEqual(['1', '2', '3', '4']);
  });

  it('ends a run for a reader who leaves, in Postgres at least', async () => {
    const stream = await client.stream('threads.create', { input: says('hi') });
    await stream.rest();
    redisGate.cut();
    const waiting = await client.stream('threads.add_user_message', { thread_id: stream.threadId, input: says('more') });
    await waiting.take(2);
    waiting.leave();
    await eventually(() => gateway.db.run.findUniqueOrThrow({ where: { id: waiting.runId } }), (run) => run.status === 'cancelled');
  });

  it('lets an explicit stop succeed', async () => {
    const stream = await client.stream('threads.create', { input: says('hi') });
    await stream.rest();
    redisGate.cut();
    expect((await client.ask('runs.cancel', { thread_id: stream.threadId })).text).toBe('{}');
  });
});

describe('while Postgres is away', () => {
  it('answers 503 in words that fit a person, and tells the cause to the log alone', async () => {
    databaseGate.cut();
    const reply = await client.ask('threads.create', { input: says('hi') });
    expect([reply.status, reply.body]).toEqual([
      503,
      { error: { code: 'unavailable', message: 'The service is not available right now. Try again shortly.', type: 'server_error' } },
    ]);
    const failure = gateway.logs.find(({ msg, code }) => msg === 'request failed' && code === 'unavailable');
    expect(failure).toMatchObject({ level: 'error', requestId: reply.headers.get('x-request-id') });
    expect(JSON.stringify(failure)).not.toContain(client.secret);
  });

  it('serves metrics all the same, without the figures that it cannot know', async () => {
    databaseGate.cut();
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(text).toContain('frontdesk_open_streams');
    expect(text).not.toContain('frontdesk_runs{');
  });
});
