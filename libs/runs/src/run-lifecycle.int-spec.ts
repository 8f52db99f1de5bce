import { newId } from '@frontdesk/contracts';
import { RunRig, answer } from '../test/run-rig.js';

let rig: RunRig;

beforeAll(async () => {
  rig = await RunRig.open();
});

afterAll(() => rig.close());

describe('the items of a run', () => {
  it('are those that it wrote itself, oldest first, and only its holder sees them', async () => {
    const { runId, threadId } = await rig.start();
    const first = await rig.claimed(runId);
    await rig.lifecycle.saveItem(first, answer(threadId, 'one', 'msg_one'));
    await rig.lifecycle.saveItem(first, answer(threadId, 'two', 'msg_two'));
    expect((await rig.lifecycle.itemsOfRun(first)).map((item) => item.id)).toEqual(['msg_one', 'msg_two']);
    await rig.expireLease(runId);
    const second = await rig.claimed(runId);
    expect((await rig.lifecycle.itemsOfRun(second)).map((item) => item.id)).toEqual(['msg_one', 'msg_two']);
    expect(await rig.lifecycle.itemsOfRun(first)).toEqual([]);
  });
});

describe('a worker that lost its run', () => {
  it('can write nothing any more', async () => {
    const { runId, threadId } = await rig.start();
    const stale = await rig.claimed(runId, 'stale');
    await rig.expireLease(runId);
    const current = await rig.claimed(runId, 'current');

    expect(await rig.lifecycle.saveItem(stale, answer(threadId, 'stale'))).toBe(false);
    expect(await rig.lifecycle.removeItem(stale, 'whatever')).toBe(false);
    expect(await rig.lifecycle.saveCheckpoint(stale, { version: 1 })).toBe(false);
    expect(await rig.lifecycle.titleThread(stale, 'Stale')).toBeNull();
    expect(await rig.lifecycle.heartbeat(stale)).toBe('lost');
    expect(await rig.lifecycle.release(stale)).toBe(false);
    expect(await rig.lifecycle.finish(stale, { status: 'completed' })).toBe(false);

    expect(await rig.lifecycle.saveItem(current, answer(threadId, 'current'))).toBe(true);
    const { data } = await rig.threads.listItems(rig.owner, threadId, { limit: 10, order: 'asc' });
    expect(data.map((item) => item.type)).toEqual(['user_message', 'assistant_message']);
    expect((await rig.threads.getThread(rig.owner, threadId)).title).toBeNull();
  });

  it('never wins a race of its write against the claim that fences it', async () => {
    for (let round = 0; round < 25; round += 1) {
      const { runId, threadId } = await rig.start();
      const stale = await rig.claimed(runId, 'stale');
      await rig.expireLease(runId);
      const [written, claim] = await Promise.all([rig.lifecycle.saveItem(stale, answer(threadId, 'late')), rig.lifecycle.claim(runId, 'next')]);
      expect(claim).not.toBeNull();
      const items = await rig.threads.recentItems(rig.owner, threadId, 10);
      expect(items).toHaveLength(written ? 2 : 1);
      expect(await rig.lifecycle.saveItem(stale, answer(threadId, 'later'))).toBe(false);
    }
  });
});

describe('items of a run', () => {
  it('are replaced when the same id is saved again, and keep their place', async () => {
    const { runId, threadId } = await rig.start();
    const run = await rig.claimed(runId);
    const id = newId('msg');
    await rig.lifecycle.saveItem(run, answer(threadId, 'one', id));
    await rig.lifecycle.saveItem(run, answer(threadId, 'after'));
    await rig.lifecycle.saveItem(run, answer(threadId, 'two', id));
    const items = await rig.threads.recentItems(rig.owner, threadId, 10);
    expect(items.map((item) => (item.type === 'assistant_message' ? item.content[0]?.text : item.type))).toEqual(['user_message', 'two', 'after']);
  });

  it('come back exactly as they were saved', async () => {
    const { runId, threadId } = await rig.start();
    const run = await rig.claimed(runId);
    const item = answer(threadId, 'Grüße 🌍 "quoted" \u2028 end');
    await rig.lifecycle.saveItem(run, item);
    expect(await rig.threads.getItem(rig.owner, threadId, item.id)).toEqual(item);
  });
});

describe('ending a run', () => {
  it('is final: no later transition changes it', async () => {
    const { runId } = await rig.start();
    const run = await rig.claimed(runId);
    expect(await rig.lifecycle.finish(run, { status: 'failed', errorCode: 'model_stalled' })).toBe(true);
    expect(await rig.lifecycle.finish(run, { status: 'completed' })).toBe(false);
    expect(await rig.lifecycle.release(run)).toBe(false);
    expect(await rig.lifecycle.claim(runId, 'w2')).toBeNull();
    expect(await rig.admission.requestCancel(rig.owner, run.threadId)).toEqual([]);
    expect(await rig.statusOf(runId)).toBe('failed');
  });

  it('by handing it over keeps the checkpoint and costs no attempt', async () => {
    const { runId } = await rig.start();
    const run = await rig.claimed(runId);
    await rig.lifecycle.saveCheckpoint(run, { version: 1, history: ['x'] });
    expect(await rig.lifecycle.release(run)).toBe(true);
    expect(await rig.claimed(runId, 'w2')).toMatchObject({ epoch: 2, attempt: 1, checkpoint: { version: 1, history: ['x'] } });
  });

  it('keeps the title that a user gave', async () => {
    const { runId, threadId } = await rig.start();
    const run = await rig.claimed(runId);
    await rig.threads.renameThread(rig.owner, threadId, 'Mine');
    expect(await rig.lifecycle.titleThread(run, 'Generated')).toBeNull();
    expect((await rig.threads.getThread(rig.owner, threadId)).title).toBe('Mine');
  });
});

describe('stopping a run between two workers', () => {
  it('leaves it to the next worker, which knows what is on screen', async () => {
    const { runId, threadId } = await rig.start();
    await rig.lifecycle.release(await rig.claimed(runId));
    expect(await rig.admission.requestCancel(rig.owner, threadId, { runId })).toEqual([{ id: runId, status: 'queued', epoch: 1 }]);
    expect(await rig.claimed(runId, 'w2')).toMatchObject({ epoch: 2, cancelRequested: true });
  });
});
