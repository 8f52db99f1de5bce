import { newId } from '@frontdesk/contracts';
import { says, type ChatClient } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { ScriptedWorker, deltaOf, type Turn } from './scripted-worker.js';
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

/** A turn that says `before`, waits for the test, then says `after`; or is stopped. */
function interruptible(before: string[], after: string[]) {
  const saidBefore = gate();
  const goOn = gate();
  worker.script = async (turn: Turn) => {
    const id = newId('msg');
    await turn.emit({ type: 'thread.item.added', item: { ...turn.message('', id), content: [] } });
    for (const text of before) {
      await turn.emit(deltaOf(id, text));
    }
    saidBefore.open();
    const stopped = new Promise<'stopped'>((resolve) => turn.stopped.addEventListener('abort', () => resolve('stopped')));
    if ((await Promise.race([stopped, goOn.opened])) === 'stopped') {
      return { status: 'cancelled' };
    }
    for (const text of after) {
      await turn.emit(deltaOf(id, text));
    }
    await turn.done(turn.message([...before, ...after].join(''), id));
    return { status: 'completed' };
  };
  return { saidBefore: saidBefore.opened, goOn: () => goOn.open() };
}

const start = (resumable: boolean) => client.stream('threads.create', { input: says('hi') }, { resumable });

describe('a client that announces no resume support', () => {
  it('stops the run by leaving, as in the reference', async () => {
    const turn = interruptible(['par', 'tial'], []);
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
    const turn = interruptible(['a', 'b', 'c'], ['d', 'e']);
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
    const turn = interruptible(['x'], ['y', 'z']);
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
      const turn = interruptible(['x'], ['y']);
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
    const turn = interruptible(['after'], ['wards']);
    const answering = await client.stream('threads.add_client_tool_output', { thread_id: stream.threadId, result: {} }, { resumable: true });
    await turn.saidBefore;
    const onlooker = await client.stream('runs.stream', { thread_id: stream.threadId }, { resumable: true });
    turn.goOn();
    const [, seen] = await Promise.all([answering.rest(), onlooker.rest()]);
    expect(typesOf(seen).slice(0, 3)).toEqual(['stream_options', 'thread.item.done', 'thread.item.added']);
    expect(deltasOf(seen)).toBe('afterwards');
  });

  it('stops nothing when an onlooker leaves, whatever the onlooker announces', async () => {
    const turn = interruptible(['x'], ['y']);
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

  it('answers 404 when nothing is on its way, or the run is of another thread', async () => {
    const [one, other] = [await start(true), await start(true)];
    await Promise.all([one.rest(), other.rest()]);
    const idle = await client.ask('runs.stream', { thread_id: one.threadId });
    expect([idle.status, idle.body.error.param]).toEqual([404, 'params.thread_id']);
    const foreign = await client.ask('runs.stream', { thread_id: one.threadId, run_id: other.runId });
    expect([foreign.status, foreign.body.error.param]).toEqual([404, 'params.run_id']);
  });

  it('refuses a cursor that is none', async () => {
    const stream = await start(true);
    await stream.rest();
    const reply = await client.ask('runs.stream', { thread_id: stream.threadId, run_id: stream.runId, after: 'yesterday' });
    expect([reply.status, reply.body.error.param]).toEqual([400, 'params.after']);
  });
});

describe('runs.cancel', () => {
  it('reaches the worker, and the stream ends', async () => {
    const turn = interruptible(['x'], ['y']);
    const stream = await start(true);
    await turn.saidBefore;
    const reply = await client.ask('runs.cancel', { thread_id: stream.threadId });
    expect([reply.status, reply.text]).toEqual([200, '{}']);
    await stream.rest();
    expect(await statusOf(stream.runId)).toBe('cancelled');
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

describe('a thread that is deleted while an answer is on its way', () => {
  it('stops the run, and its stream ends', async () => {
    const turn = interruptible(['x'], ['y']);
    const stream = await start(true);
    await turn.saidBefore;
    expect((await client.ask('threads.delete', { thread_id: stream.threadId })).text).toBe('{}');
    await stream.rest();
    expect(worker.turns.at(-1)?.stopped.aborted).toBe(true);
    expect(await gateway.db.run.count({ where: { id: stream.runId } })).toBe(0);
  });
});
