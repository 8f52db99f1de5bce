import { once } from 'node:events';
import { CURSOR_START, cursorAfterEpoch, cursorOf, newId, type RunStatus } from '@frontdesk/contracts';
import { connect, follow, framesOf, tail, writer } from '../test/following.js';
import { announceCancel, listenForCancels } from './cancel-signals.js';
import { LiveChannels } from './live-channels.js';
import { RunEventTail } from './run-event-tail.js';
import { appendRunEvent, endDeletedRun, nudgeTails, readRunLog, StaleLogWriteError } from './run-log.js';

describe('the writer', () => {
  it('joins deltas that belong together, keeps order, and ends the log', async () => {
    const runId = newId('run');
    const { writer: out } = writer(runId);
    out.push('"added"');
    for (const delta of ['Hel', 'lo ', 'world']) {
      out.pushDelta({ itemId: 'a', contentIndex: 0, delta });
    }
    out.pushDelta({ itemId: 'b', contentIndex: 0, delta: '!' });
    out.push('"done"');
    await out.end('completed');
    const log = await readRunLog(connect(), runId, CURSOR_START, 100);
    expect(framesOf(log)).toEqual(['"added"', '{"delta":"Hello world","of":"a"}', '{"delta":"!","of":"b"}', '"done"']);
    expect(log.at(-1)).toMatchObject({ kind: 'end', status: 'completed' });
  });

  it('writes at most one batch per flush interval after the first delta, whatever the token rate', async () => {
    const runId = newId('run');
    const { writer: out } = writer(runId);
    const begun = Date.now();
    for (let token = 0; token < 2_000; token += 1) {
      out.pushDelta({ itemId: 'a', contentIndex: 0, delta: `${token} ` });
      if (token % 20 === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    await out.flush();
    const batches = (await readRunLog(connect(), runId, CURSOR_START, 5_000)).length;
    expect(batches).toBeLessThanOrEqual(3 + Math.ceil((Date.now() - begun) / 40));
  });

  it('shares two writes to the connection with all that is written in the same turn of the event loop', async () => {
    const redis = connect();
    const append = (): Promise<boolean> => appendRunEvent(redis, newId('run'), { kind: 'frames', epoch: 1, seq: 1, frames: ['"x"'] });
    await append(); // Redis knows the script from here on
    let writes = 0;
    for (const name of ['_write', '_writev'] as const) {
      const write = redis.stream[name]?.bind(redis.stream) as (...data: unknown[]) => void;
      redis.stream[name] = (...data: unknown[]) => {
        writes += 1;
        write(...data);
      };
    }
    expect(await Promise.all(Array.from({ length: 50 }, append))).toEqual(Array.from({ length: 50 }, () => true));
    expect(writes).toBe(2);
  });

  it('of a stale epoch is refused before anything is published', async () => {
    const runId = newId('run');
    const old = writer(runId, 1);
    old.writer.push('"old"');
    await old.writer.flush();
    const listening = follow(runId);
    await listening.frames(1);
    const current = writer(runId, 2);
    current.writer.push('"current"');
    await current.writer.flush();
    old.writer.push('"late"');
    await old.writer.flush();
    expect(old.fenced).toEqual([runId]);
    await current.writer.end('completed');
    await listening.done;
    expect(framesOf(listening.events)).toEqual(['"old"', '"current"']);
  });

  it('tries again until Redis is back, and loses nothing', async () => {
    const runId = newId('run');
    const redis = connect({ enableOfflineQueue: false }); // refuses commands until it is connected
    const { writer: out, retries } = writer(runId, 1, redis);
    out.push('"one"');
    out.pushDelta({ itemId: 'a', contentIndex: 0, delta: 'two' });
    const flushed = out.flush();
    await flushed;
    expect(retries.length).toBeGreaterThan(0);
    expect(framesOf(await readRunLog(connect(), runId, CURSOR_START, 10))).toEqual(['"one"', '{"delta":"two","of":"a"}']);
  });

  it('never writes a position twice', async () => {
    const runId = newId('run');
    const redis = connect();
    await appendRunEvent(redis, runId, { kind: 'frames', epoch: 1, seq: 1, frames: ['1'] });
    await expect(appendRunEvent(redis, runId, { kind: 'frames', epoch: 1, seq: 1, frames: ['1'] })).rejects.toThrow(StaleLogWriteError);
  });
});

describe('the tail', () => {
  it('gives several readers that join at different times the same events, in order, once', async () => {
    const runId = newId('run');
    const { writer: out } = writer(runId);
    const reader = tail();
    const early = follow(runId, { reader });
    out.push('"0"');
    await early.frames(1);
    const second = follow(runId, { reader });
    for (let index = 1; index < 300; index += 1) {
      out.push(`"${index}"`);
      if (index % 50 === 0) {
        await out.flush();
      }
    }
    const late = follow(runId);
    await out.end('completed');
    await Promise.all([early.done, second.done, late.done]);
    const expected = Array.from({ length: 300 }, (_, index) => `"${index}"`);
    for (const reader of [early, second, late]) {
      expect(framesOf(reader.events)).toEqual(expected);
      expect(reader.events.at(-1)).toMatchObject({ kind: 'end', status: 'completed' });
    }
  });

  it('goes on behind a cursor without gap or double', async () => {
    const runId = newId('run');
    const { writer: out } = writer(runId);
    out.push('"a"');
    await out.flush();
    out.push('"b"');
    await out.flush();
    const [first] = await readRunLog(connect(), runId, CURSOR_START, 1);
    const resumed = follow(runId, { after: cursorOf(first ?? { epoch: 0, seq: 0 }) });
    await out.end('completed');
    await resumed.done;
    expect(framesOf(resumed.events)).toEqual(['"b"']);
  });

  it('of a resumed run shows only what comes after the epoch that parked', async () => {
    const runId = newId('run');
    const parked = writer(runId, 1);
    parked.writer.push('"before"');
    await parked.writer.end('waiting');
    const listening = follow(runId, { after: cursorAfterEpoch(1) });
    const resumed = writer(runId, 2);
    resumed.writer.push('"after"');
    await resumed.writer.end('completed');
    await listening.done;
    expect(framesOf(listening.events)).toEqual(['"after"']);
  });

  it('heals messages that were lost on the live channel from the log', async () => {
    const runId = newId('run');
    const redis = connect();
    const listening = follow(runId);
    await appendRunEvent(redis, runId, { kind: 'frames', epoch: 1, seq: 1, frames: ['1'] });
    await listening.frames(1);
    // Written into the log without a message, as after a dropped connection.
    await redis.xadd(`frontdesk:run:{${runId}}:log`, '1-2', 'v', '1', 'k', 'frames', 'd', '2');
    await appendRunEvent(redis, runId, { kind: 'frames', epoch: 1, seq: 3, frames: ['3'] });
    expect(await listening.frames(3)).toEqual(['1', '2', '3']);
    listening.stop();
    await listening.done;
  });

  it('catches up by itself once its own connection was lost and is back', async () => {
    const runId = newId('run');
    const subscriber = connect();
    const listening = follow(runId, { reader: new RunEventTail(connect(), new LiveChannels(subscriber)) });
    const redis = connect();
    await appendRunEvent(redis, runId, { kind: 'frames', epoch: 1, seq: 1, frames: ['1'] });
    await listening.frames(1);
    subscriber.disconnect(true);
    await appendRunEvent(redis, runId, { kind: 'frames', epoch: 1, seq: 2, frames: ['2'] });
    expect(await listening.frames(2)).toEqual(['1', '2']);
    listening.stop();
    await listening.done;
  });

  it('learns from Postgres that a run ended without a word in the log', async () => {
    const runId = newId('run');
    let status: RunStatus = 'running';
    const listening = follow(runId, { status: () => Promise.resolve(status) });
    status = 'cancelled';
    const redis = connect();
    const ended = listening.done.then(() => true);
    let over = false;
    void ended.then(() => { over = true; });
    while (!over) {
      await nudgeTails(redis, runId);
    }
    expect(listening.events).toEqual([{ kind: 'end', epoch: 0, seq: 1, status: 'cancelled', missed: true }]);
  });

  it('looks by itself when nothing is said for a while', async () => {
    const runId = newId('run');
    const listening = follow(runId, { status: () => Promise.resolve('failed'), pollMs: 20 });
    await listening.done;
    expect(listening.events.at(-1)).toMatchObject({ kind: 'end', status: 'failed' });
  });

  it('ends at once when the run may be over, is, and left nothing in the log; and waits when it is not over', async () => {
    const runId = newId('run');
    const over = follow(runId, { status: () => Promise.resolve(null), mayBeOver: true });
    await over.done;
    expect(over.events).toEqual([{ kind: 'end', epoch: 0, seq: 1, status: 'cancelled', missed: true }]);
    const onItsWay = follow(runId, { status: () => Promise.resolve('running'), mayBeOver: true });
    const { writer: out } = writer(runId);
    out.push('"x"');
    expect(await onItsWay.frames(1)).toEqual(['"x"']);
    onItsWay.stop();
    out.close();
  });

  it('ends with the run also for who came with a position that the run never gets to', async () => {
    const runId = newId('run');
    let status: RunStatus = 'running';
    const listening = follow(runId, { after: '7-7', status: () => Promise.resolve(status) });
    const { writer: out } = writer(runId);
    out.push('"x"');
    await out.flush();
    status = 'completed';
    await out.end(status);
    await listening.done;
    expect(listening.events).toEqual([{ kind: 'end', epoch: 7, seq: 8, status: 'completed', missed: true }]);
  });

  it('stops when its reader leaves, and lets go of the channel', async () => {
    const runId = newId('run');
    const listening = follow(runId);
    const { writer: out } = writer(runId);
    out.push('"x"');
    await listening.frames(1);
    listening.stop();
    await listening.done;
    const redis = connect();
    const listeners = async () => Number((await redis.pubsub('NUMSUB', `frontdesk:run:{${runId}}:live`))[1]);
    while ((await listeners()) !== 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    out.close();
  });
});

describe('a run that was deleted', () => {
  it('ends for its followers and for those who come later, and nothing can be written behind it', async () => {
    const runId = newId('run');
    const redis = connect();
    const { writer: out, fenced } = writer(runId);
    const listening = follow(runId);
    out.push('"x"');
    await listening.frames(1);
    await endDeletedRun(redis, runId);
    await endDeletedRun(redis, runId); // as two deletions at once do
    await listening.done;
    const late = follow(runId);
    await late.done;
    for (const { events } of [listening, late]) {
      expect(framesOf(events)).toEqual(['"x"']);
      expect(events.at(-1)).toMatchObject({ kind: 'end', status: 'cancelled' });
    }
    out.push('"y"');
    await out.flush();
    expect(fenced).toEqual([runId]);
  });
});

describe('a channel that nobody listens to any more', () => {
  it('is let go of without harm when the connection is closed at the same moment', async () => {
    const subscriber = connect();
    const channels = new LiveChannels(subscriber);
    const listener = { hear: () => undefined };
    await channels.listen('frontdesk:run:{gone}:live', listener);
    channels.leave('frontdesk:run:{gone}:live', listener);
    subscriber.disconnect();
    await once(subscriber, 'end');
  });
});

describe('cancellation', () => {
  it('reaches every listener', async () => {
    const heard: string[] = [];
    let wake = (): void => undefined;
    const arrived = new Promise<void>((resolve) => { wake = resolve; });
    const runId = newId('run');
    await listenForCancels(new LiveChannels(connect()), (id) => {
      heard.push(id);
      if (id === runId) {
        wake();
      }
    });
    await announceCancel(connect(), runId);
    await arrived;
    expect(heard).toContain(runId);
  });
});
