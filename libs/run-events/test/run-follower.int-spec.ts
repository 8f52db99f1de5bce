import { newId, type RunStatus } from '@frontdesk/contracts';
import { LiveChannels } from '../src/live-channels.js';
import { RunEventTail } from '../src/run-event-tail.js';
import { appendRunEvent } from '../src/run-log.js';
import { connect, follow, framesOf, writer } from './following.js';

/** A door that is shut until it is opened. */
function door(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => { open = resolve; });
  return { passed, open };
}

describe('a reader without room', () => {
  it('is given nothing until it has some, and then all that came meanwhile, read from the log at once', async () => {
    const runId = newId('run');
    const redis = connect();
    let reads = 0;
    const xrange = redis.xrange.bind(redis) as (...args: unknown[]) => unknown;
    Object.assign(redis, { xrange: (...args: unknown[]) => ((reads += 1), xrange(...args)) });
    const { passed, open } = door();
    let isFull = true;
    const listening = follow(runId, { reader: new RunEventTail(redis, new LiveChannels(connect())), room: () => (isFull ? passed : undefined) });
    const writing = connect();
    for (let seq = 1; seq <= 150; seq += 1) {
      await appendRunEvent(writing, runId, { kind: 'frames', epoch: 1, seq, frames: [String(seq)] });
      if (seq === 1) {
        await listening.frames(1);
      }
    }
    const readsBefore = reads;
    expect(framesOf(listening.events)).toEqual(['1']);
    isFull = false;
    open();
    await listening.frames(150);
    expect(framesOf(listening.events)).toEqual(Array.from({ length: 150 }, (_, index) => String(index + 1)));
    expect(reads).toBeLessThanOrEqual(readsBefore + 2); // a second one, when the last messages came during the first
    listening.stop();
  });

  it('is left in peace once its follower is closed', async () => {
    const runId = newId('run');
    const { passed, open } = door();
    const listening = follow(runId, { room: () => passed });
    const { writer: out } = writer(runId);
    out.push('"1"');
    await listening.frames(1);
    out.push('"2"');
    await out.end('completed');
    listening.stop();
    open();
    await passed;
    expect(framesOf(listening.events)).toEqual(['"1"']);
  });
});

describe('stores that are away', () => {
  it('are asked again, and nothing is missed', async () => {
    let asked = 0;
    const status = (): Promise<RunStatus> => (++asked < 3 ? Promise.reject(new Error('away')) : Promise.resolve('failed'));
    const listening = follow(newId('run'), { mayBeOver: true, status });
    await listening.done;
    expect(listening.retries).toHaveLength(2);
    expect(listening.events).toMatchObject([{ kind: 'end', status: 'failed' }]);
  });

  it('end the following when that takes too long', async () => {
    const listening = follow(newId('run'), { mayBeOver: true, patienceMs: 0, status: () => Promise.reject(new Error('gone for good')) });
    await expect(listening.done).rejects.toThrow('gone for good');
    expect(listening.events).toEqual([]);
  });

  it('at the very end have the end given again', async () => {
    const runId = newId('run');
    let tries = 0;
    const listening = follow(runId, { room: () => (++tries < 3 ? Promise.reject(new Error('away')) : undefined) });
    const { writer: out } = writer(runId);
    await out.end('completed');
    await listening.done;
    expect(listening.events.map(({ kind }) => kind)).toEqual(['end', 'end', 'end']);
    expect(listening.retries).toHaveLength(2);
  });
});

describe('the end of an earlier part', () => {
  const twoParts = async (runId: string): Promise<void> => {
    const parked = writer(runId, 1).writer;
    parked.push('"before"');
    await parked.end('waiting');
    const resumed = writer(runId, 2).writer;
    resumed.push('"after"');
    await resumed.end('completed');
  };

  it('is passed by who wants the whole run, also when that is over already', async () => {
    const runId = newId('run');
    await twoParts(runId);
    const whole = follow(runId, { passesEarlierEnds: true, status: () => Promise.resolve('completed') });
    const part = follow(runId, { status: () => Promise.resolve('completed') });
    await Promise.all([whole.done, part.done]);
    expect(framesOf(whole.events)).toEqual(['"before"', '"after"']);
    expect(whole.events.at(-1)).toEqual({ kind: 'end', epoch: 2, seq: 2, status: 'completed' });
    expect(framesOf(part.events)).toEqual(['"before"']);
  });

  it('is the end while the run waits', async () => {
    const runId = newId('run');
    const { writer: out } = writer(runId);
    await out.end('waiting');
    const whole = follow(runId, { passesEarlierEnds: true, status: () => Promise.resolve('waiting') });
    await whole.done;
    expect(whole.events).toMatchObject([{ kind: 'end', status: 'waiting' }]);
  });

  it('is followed by what Postgres says when the run was stopped while it waited, which no worker writes', async () => {
    const runId = newId('run');
    const { writer: out } = writer(runId);
    await out.end('waiting');
    const whole = follow(runId, { passesEarlierEnds: true, status: () => Promise.resolve('cancelled') });
    await whole.done;
    expect(whole.events).toMatchObject([{ kind: 'end', status: 'cancelled', missed: true }]);
  });
});

it('tells a reader that fails that it is over, and the others of the same message nothing', async () => {
  const runId = newId('run');
  const reader = new RunEventTail(connect(), new LiveChannels(connect()));
  const failing = follow(runId, { reader, room: () => { throw new Error('a mistake'); } });
  const other = follow(runId, { reader });
  const failed = expect(failing.done).rejects.toThrow('a mistake');
  const { writer: out } = writer(runId);
  out.push('"1"');
  await failed;
  await out.end('completed');
  await other.done;
  expect(framesOf(other.events)).toEqual(['"1"']);
});
