import { createTestDatabase, testRedisUrl } from '@frontdesk/testing';
import pg from 'pg';
import { says } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { ScriptedWorker } from './scripted-worker.js';
import { eventually, gate } from './signals.js';
import { typesOf } from './sse-reader.js';

let stores: { databaseUrl: string; redisUrl: string };
let worker: ScriptedWorker;
let gateway: TestGateway;
let goOn: ReturnType<typeof gate>;

beforeAll(async () => {
  stores = { databaseUrl: (await createTestDatabase()).url, redisUrl: await testRedisUrl() };
  worker = await new ScriptedWorker(stores.databaseUrl, stores.redisUrl).start();
});
afterAll(() => worker.close());

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  goOn = gate();
  worker.script = async (turn) => {
    await turn.emit({ type: 'progress_update', text: 'one' });
    await goOn.opened;
    await turn.emit({ type: 'progress_update', text: 'two' });
    return { status: 'completed' };
  };
});
afterEach(async () => {
  goOn.open();
  await gateway.db.$disconnect();
});

const NEVER = 60_000;
const start = async (resumable: boolean) => {
  const client = await gateway.clientOf({ userId: 'ada' });
  const stream = await client.stream('threads.create', { input: says('hi') }, { resumable });
  await stream.take(4);
  return stream;
};

it('lets a stream end by itself within the bound, and takes nothing new meanwhile', async () => {
  const stream = await start(false);
  const stopping = gateway.stop({ resumableMs: NEVER, othersMs: NEVER });
  await eventually(() => fetch(`${gateway.url}/readyz`).then(() => 'open', () => 'closed'), (state) => state === 'closed');
  goOn.open();
  expect(typesOf(await stream.rest())).toEqual(['progress_update']);
  await stopping;
});

it('cuts a stream that is resumed elsewhere, without a clean end, and its run goes on', async () => {
  const stream = await start(true);
  const stopping = gateway.stop({ resumableMs: 0, othersMs: NEVER });
  await expect(stream.rest()).rejects.toThrow();
  await stopping;
  const elsewhere = await startTestGateway(stores);
  try {
    const client = await elsewhere.clientOf({ userId: 'ada' });
    const resumed = await client.stream('runs.stream', { thread_id: stream.threadId, run_id: stream.runId, after: '1-1' }, { resumable: true });
    goOn.open();
    expect((await resumed.rest()).map(({ event }) => event.text)).toEqual(['two']);
  } finally {
    await elsewhere.close();
  }
});

it('tells other clients at the bound that it is not available, and does not stop their run', async () => {
  const stream = await start(false);
  const stopping = gateway.stop({ resumableMs: 0, othersMs: 0 });
  const rest = await stream.rest();
  expect(rest.map(({ event }) => event)).toEqual([
    { type: 'error', code: 'custom', message: 'The service is not available right now. Try again shortly.', allow_retry: true },
  ]);
  await stopping;
  goOn.open();
  await eventually(() => worker.lifecycle.countUnfinished(), ({ running }) => running === 0);
  expect(worker.turns.at(-1)?.stopped.aborted).toBe(false);
});

it('refuses requests on connections that are still open', async () => {
  const stream = await start(false);
  const client = await gateway.clientOf({ userId: 'ada' });
  expect((await client.ask('threads.list')).status).toBe(200); // leaves a connection open that fetch uses again
  const stopping = gateway.stop({ resumableMs: NEVER, othersMs: NEVER });
  const outcome = await client.ask('threads.list').then(
    ({ status, body }) => [status, body.error.code],
    () => 'not reached',
  );
  expect([[503, 'unavailable'], 'not reached']).toContainEqual(outcome);
  goOn.open();
  await stream.rest();
  await stopping;
});

it('lets a request that it has taken come to its end', async () => {
  const stream = await start(false);
  goOn.open();
  await stream.rest();
  const client = await gateway.clientOf({ userId: 'ada' });
  const holder = new pg.Client({ connectionString: stores.databaseUrl });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM threads WHERE id = $1 FOR UPDATE', [stream.threadId]);
  const renaming = client.ask('threads.update', { thread_id: stream.threadId, title: 'Renamed' });
  const waitingForLock = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  await eventually(() => holder.query(waitingForLock), ({ rowCount }) => rowCount === 1);
  const stopping = gateway.stop({ resumableMs: NEVER, othersMs: NEVER });
  await holder.query('COMMIT');
  await holder.end();
  const { status, body } = await renaming;
  expect([status, body.title]).toEqual([200, 'Renamed']);
  await stopping;
});

it('stops at once when nothing is open', async () => {
  await gateway.stop({ resumableMs: NEVER, othersMs: NEVER });
  await expect(fetch(`${gateway.url}/healthz`)).rejects.toThrow('fetch failed');
});
