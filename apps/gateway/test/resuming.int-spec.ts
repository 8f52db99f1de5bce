import { newId } from '@frontdesk/contracts';
import { says, type ChatClient } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { interruptible } from './interruptible.js';
import { ScriptedWorker } from './scripted-worker.js';
import { eventually, gate } from './signals.js';
import { typesOf, type Frame } from './sse-reader.js';

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
const deltasOf = (frames: readonly Frame[]): string => frames.map(({ event }) => String(event.update?.delta ?? '')).join('');
const lastId = (frames: readonly Frame[]): string => frames.reduce<string | null>((last, { id }) => id ?? last, null) ?? '';

const start = (resumable: boolean) => client.stream('threads.create', { input: says('hi') }, { resumable });

describe('a client that resumes', () => {
  it('gets the cursor of each entry on its last frame, and none on the frames of the gateway', async () => {
    worker.script = async (turn) => {
      const id = newId('msg');
      await turn.emit({ type: 'progress_update', text: 'one' }, { type: 'progress_update', text: 'two' }, { type: 'progress_update', text: 'three' });
      await turn.done(turn.message('done', id));
      return { status: 'completed' };
    };
    const frames = await (await start(true)).rest();
    expect(frames.map(({ id }) => id)).toEqual([null, null, null, null, null, '1-1', '1-2']);
    expect(frames[5]?.raw).toBe('id: 1-1\ndata: {"type":"progress_update","text":"three"}');
  });

  it('does not stop the run by leaving, and takes it up behind the last frame it saw: nothing twice, nothing missing', async () => {
    const turn = interruptible(worker, ['a', 'b', 'c'], ['d', 'e']);
    const stream = await start(true);
    const seen = await stream.take(6);
    expect(deltasOf(seen)).toBe('ab');
    stream.leave();
    await turn.saidBefore;
    expect(await statusOf(stream.runId)).toBe('running');
    const resumed = await client.stream('runs.stream', { thread_id: stream.threadId, run_id: stream.runId, after: lastId(seen) }, { resumable: true });
    turn.goOn();
    const rest = await resumed.rest();
    expect(deltasOf([...seen, ...rest])).toBe('abcde');
    expect(typesOf(rest).at(-1)).toBe('thread.item.done');
    expect(await statusOf(stream.runId)).toBe('completed');
    expect(resumed.runId).toBe(stream.runId);
  });

  it('can resume again and again at any place', async () => {
    const texts = Array.from({ length: 30 }, (_, index) => `<${index}>`);
    worker.script = async (turn) => {
      await turn.say(...texts);
      return { status: 'completed' };
    };
    const stream = await start(true);
    const all = [...(await stream.take(4))];
    stream.leave();
    const position = { thread_id: stream.threadId, run_id: stream.runId };
    for (let round = 0; round < 5; round += 1) {
      const part = await client.stream('runs.stream', { ...position, after: lastId(all) || null }, { resumable: true });
      all.push(...(await part.take(5)).filter(({ event }) => event.type !== 'stream_options'));
      part.leave();
    }
    all.push(...(await (await client.stream('runs.stream', { ...position, after: lastId(all) }, { resumable: true })).rest()));
    expect(deltasOf(all)).toBe(texts.join(''));
  });

  it('shares a run with others: two tails at once see the same', async () => {
    const turn = interruptible(worker, ['x'], ['y', 'z']);
    const stream = await start(true);
    await turn.saidBefore;
    const onlooker = await client.stream('runs.stream', { thread_id: stream.threadId }, { resumable: true });
    turn.goOn();
    const [first, second] = await Promise.all([stream.rest(), onlooker.rest()]);
    expect(deltasOf(first)).toBe('xyz');
    expect(second.slice(1).map(({ raw }) => raw)).toEqual(first.slice(3).map(({ raw }) => raw));
    expect(second[0]?.event.type).toBe('stream_options');
  });

  it('is served by any gateway', async () => {
    const other = await startTestGateway({ databaseUrl: gateway.databaseUrl, redisUrl: gateway.redisUrl });
    try {
      const turn = interruptible(worker, ['x'], ['y']);
      const stream = await start(true);
      const seen = await stream.take(5);
      stream.leave();
      const elsewhere = await other.clientOf({ userId: 'ada' });
      const resumed = await elsewhere.stream('runs.stream', { thread_id: stream.threadId, after: lastId(seen) }, { resumable: true });
      turn.goOn();
      expect(deltasOf(await resumed.rest())).toBe('y');
    } finally {
      await other.close();
    }
  });
});

describe('runs.stream', () => {
  it('of a finished run gives what the log has, and ends', async () => {
    worker.script = async (turn) => {
      await turn.say('all', 'done');
      return { status: 'completed' };
    };
    const stream = await start(true);
    const frames = await stream.rest();
    const position = { thread_id: stream.threadId, run_id: stream.runId };
    const again = await (await client.stream('runs.stream', position)).rest();
    expect(again.slice(1).map(({ event }) => event)).toEqual(frames.slice(3).map(({ event }) => event));
    expect(await (await client.stream('runs.stream', { ...position, after: lastId(frames) })).rest()).toEqual([]);
  });

  it('of a finished run whose log is gone ends without waiting', async () => {
    const stream = await start(true);
    const frames = await stream.rest();
    await gateway.db.$executeRaw`UPDATE runs SET id = 'run_without_log' WHERE id = ${stream.runId}`;
    const startedAt = performance.now();
    const again = await client.stream('runs.stream', { thread_id: stream.threadId, run_id: 'run_without_log', after: lastId(frames) });
    expect(await again.rest()).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });

  it('shows a run that went on after a client tool as a whole', async () => {
    worker.script = async (turn) => {
      await turn.done(turn.clientToolCall('switch_theme', { theme: 'dark' }));
      return { status: 'waiting', checkpoint: {} };
    };
    const stream = await start(true);
    await stream.rest();
    const turn = interruptible(worker, ['after'], ['wards']);
    const answering = await client.stream('threads.add_client_tool_output', { thread_id: stream.threadId, result: {} }, { resumable: true });
    await turn.saidBefore;
    const onlooker = await client.stream('runs.stream', { thread_id: stream.threadId }, { resumable: true });
    turn.goOn();
    const [, seen] = await Promise.all([answering.rest(), onlooker.rest()]);
    expect(typesOf(seen).slice(0, 3)).toEqual(['stream_options', 'thread.item.done', 'thread.item.added']);
    expect(deltasOf(seen)).toBe('afterwards');
  });

  it('stops nothing when an onlooker leaves, whatever the onlooker announces', async () => {
    const turn = interruptible(worker, ['x'], ['y']);
    const stream = await start(true);
    await turn.saidBefore;
    const onlooker = await client.stream('runs.stream', { thread_id: stream.threadId });
    await onlooker.take(2);
    onlooker.leave();
    await eventually(
      () => gateway.logs.filter((entry) => entry['operation'] === 'runs.stream' && entry['runId'] === stream.runId),
      (lines) => lines.length === 1,
    );
    expect(await statusOf(stream.runId)).toBe('running');
    turn.goOn();
    await stream.rest();
  });

  it('answers 204 when nothing is on its way, which is no error', async () => {
    const stream = await start(true);
    await stream.rest();
    const reply = await client.ask('runs.stream', { thread_id: stream.threadId });
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(reply.headers.get('frontdesk-last-answer')).toBeNull();
  });

  it('answers 404 when the run is of another thread, or the thread is not there', async () => {
    const [one, other] = [await start(true), await start(true)];
    await Promise.all([one.rest(), other.rest()]);
    const foreign = await client.ask('runs.stream', { thread_id: one.threadId, run_id: other.runId });
    expect([foreign.status, foreign.body.error.param]).toEqual([404, 'params.run_id']);
    const unknown = await client.ask('runs.stream', { thread_id: 'thr_unknown' });
    expect([unknown.status, unknown.body.error.param]).toEqual([404, 'params.thread_id']);
  });

  it('refuses a cursor that is none', async () => {
    const stream = await start(true);
    await stream.rest();
    const reply = await client.ask('runs.stream', { thread_id: stream.threadId, run_id: stream.runId, after: 'yesterday' });
    expect([reply.status, reply.body.error.param]).toEqual([400, 'params.after']);
  });
});

describe('a slow reader', () => {
  it('gets everything, while the run goes on without waiting for it', async () => {
    const piece = 'x'.repeat(20_000);
    const finished = gate();
    worker.script = async (turn) => {
      await turn.say(...Array.from({ length: 300 }, (_, index) => `${index} ${piece}`));
      finished.open();
      return { status: 'completed' };
    };
    const stream = await start(true);
    const first = await stream.take(3);
    // Six megabytes are more than the sockets between the two hold; the run must not feel that nobody reads.
    await finished.opened;
    await eventually(() => statusOf(stream.runId), (status) => status === 'completed');
    const frames = [...first, ...(await stream.rest())];
    expect(deltasOf(frames).length).toBe(300 * 20_000 + Array.from({ length: 300 }, (_, index) => `${index} `).join('').length);
  });
});
