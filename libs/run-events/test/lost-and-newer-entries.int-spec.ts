import { RUN_EVENT_VERSION, newId, runLogChannel, runLogKey } from '@frontdesk/contracts';
import { RunEventWriter } from '../src/run-event-writer.js';
import { appendRunEvent, decodeLiveMessage } from '../src/run-log.js';
import { connect, encodeDelta, follow, framesOf, writer } from './following.js';

describe('a log that Redis lost', () => {
  it('begins again with all that is unfinished, so that deltas have something to belong to', async () => {
    const runId = newId('run');
    const redis = connect();
    let text = '';
    const out: RunEventWriter = new RunEventWriter(redis, {
      runId, epoch: 1, encodeDelta, onFenced: () => undefined, onRetry: () => undefined,
      onLogLost: () => [`{"so far":"${text}"}`],
    });
    const say = async (delta: string): Promise<void> => {
      text += delta;
      out.pushDelta({ itemId: 'a', contentIndex: 0, delta });
      await out.flush();
    };
    out.push('"added"');
    await say('one ');
    await redis.del(runLogKey(runId));
    await say('two ');
    await say('three');
    await out.end('completed');
    const late = follow(runId);
    await late.done;
    expect(framesOf(late.events)).toEqual(['{"delta":"two ","of":"a"}', '{"so far":"one two "}', '{"delta":"three","of":"a"}']);
    expect(late.events.at(-1)).toMatchObject({ kind: 'end', status: 'completed', missed: true });
  });

  it('is not begun again by a worker that lost the run: nothing there would refuse it', async () => {
    const runId = newId('run');
    const redis = connect();
    let isMine = true;
    let fenced = 0;
    const asked: boolean[] = [];
    const out = new RunEventWriter(redis, {
      runId, epoch: 1, encodeDelta, onFenced: () => (fenced += 1), onRetry: () => undefined,
      mayWrite: (isLogGone) => {
        asked.push(isLogGone);
        return isLogGone ? Promise.resolve(isMine) : true;
      },
    });
    out.push('"1"');
    await out.flush();
    isMine = false;
    out.push('"2"');
    await out.flush();
    expect(fenced).toBe(0); // while there is a log, that decides
    await redis.del(runLogKey(runId));
    out.push('"3"');
    await out.flush();
    expect(fenced).toBe(1);
    expect(asked).toEqual([true, false, false, true]);
    expect(await redis.exists(runLogKey(runId))).toBe(0);
  });

  it('tells a reader that was in the middle of it, and not one that had it all', async () => {
    const runId = newId('run');
    const redis = connect();
    const { writer: out } = writer(runId, 1, redis);
    for (const frame of ['"1"', '"2"', '"3"']) {
      out.push(frame);
      await out.flush();
    }
    await redis.del(runLogKey(runId));
    out.push('"4"');
    await out.end('completed');
    const had = follow(runId, { after: '1-3' });
    const behind = follow(runId, { after: '1-2' });
    await Promise.all([had.done, behind.done]);
    expect(had.events.at(-1)).not.toHaveProperty('missed');
    expect(behind.events.at(-1)).toMatchObject({ missed: true });
  });
});

describe('entries of a newer version', () => {
  const NEWER = String(RUN_EVENT_VERSION + 1);

  it('are passed over, live and from the log, and the end tells that something was missed', async () => {
    const runId = newId('run');
    const redis = connect();
    const live = follow(runId);
    const { writer: out } = writer(runId, 1, redis);
    out.push('"1"');
    await live.frames(1);
    await redis.xadd(runLogKey(runId), '1-2', 'v', NEWER, 'k', 'pictures', 'd', 'whatever');
    await redis.publish(runLogChannel(runId), `1-2 ${NEWER} pictures\nwhatever`);
    await appendRunEvent(redis, runId, { kind: 'frames', epoch: 1, seq: 3, frames: ['"3"'] });
    await appendRunEvent(redis, runId, { kind: 'end', epoch: 1, seq: 4, status: 'completed' });
    const late = follow(runId);
    await Promise.all([live.done, late.done]);
    for (const { events } of [live, late]) {
      expect(framesOf(events)).toEqual(['"1"', '"3"']);
      expect(events.at(-1)).toMatchObject({ kind: 'end', missed: true });
    }
  });

  it.each([`1-1 ${NEWER} frames\n{}`, `1-1 1 pictures\n{}`, `1-1 1 end\nunheard-of`])('are recognised: %j', (message) => {
    expect(decodeLiveMessage(message)).toEqual({ kind: 'unreadable', epoch: 1, seq: 1 });
  });
});
