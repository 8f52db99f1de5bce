import { TUNABLES, newId } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { userMessage as message } from '../test/messages.js';
import { RunRig, answer } from '../test/run-rig.js';
import { conversationFromRow } from './conversation.js';
import { RunLifecycleStore } from './run-lifecycle.store.js';

let rig: RunRig;

beforeAll(async () => {
  rig = await RunRig.open();
});

afterAll(() => rig.close());

describe('claiming a run', () => {
  it('is won by exactly one of many workers', async () => {
    const { runId } = await rig.start();
    const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => rig.lifecycle.claim(runId, `w${index}`)));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  });

  it('gives the worker the request and the owner, and raises the epoch', async () => {
    const { runId, threadId } = await rig.start();
    expect(await rig.claimed(runId)).toMatchObject({ id: runId, epoch: 1, attempt: 1, owner: rig.owner, threadId, request: { type: 'user_message' }, cancelRequested: false });
  });

  it('lets the later of two messages of one thread wait for the earlier one', async () => {
    const first = await rig.start();
    const second = await rig.admission.admitUserMessage(rig.owner, message(first.threadId));
    expect(await rig.lifecycle.claim(second.runId, 'w1')).toBeNull();
    const run = await rig.claimed(first.runId);
    expect(await rig.lifecycle.claim(second.runId, 'w2')).toBeNull();
    await rig.lifecycle.finish(run, { status: 'completed' });
    expect(await rig.lifecycle.nextInTurn(1_000)).toContainEqual({ id: second.runId, epoch: 0 });
    expect(await rig.lifecycle.claim(second.runId, 'w2')).not.toBeNull();
  });

  it('starts it no earlier than the run before ended, also where the claim was on its way by then', async () => {
    const first = await rig.start();
    const second = await rig.admission.admitUserMessage(rig.owner, message(first.threadId));
    const run = await rig.claimed(first.runId);
    await rig.db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT now()`; // from here on now() stands still
      await rig.lifecycle.finish(run, { status: 'completed' });
      expect(await new RunLifecycleStore(tx as Database).claim(second.runId, 'w2')).not.toBeNull();
    });
    const [times] = await rig.db.$queryRaw<Array<{ in_order: boolean }>>`
      SELECT f.finished_at <= s.started_at AS in_order FROM runs f, runs s WHERE f.id = ${first.runId} AND s.id = ${second.runId}`;
    expect(times).toEqual({ in_order: true });
  });

  it('takes over from a worker whose lease ran out, with a higher epoch', async () => {
    const { runId } = await rig.start();
    await rig.claimed(runId, 'dead');
    expect(await rig.lifecycle.claim(runId, 'w2')).toBeNull();
    await rig.expireLease(runId);
    expect(await rig.claimed(runId, 'w2')).toMatchObject({ epoch: 2, attempt: 2 });
  });

  it('takes over also where the client has answered an earlier run of the thread meanwhile, which then has its turn', async () => {
    const { threadId, runId: asking } = await rig.start();
    const later = await rig.admission.admitUserMessage(rig.owner, message(threadId));
    const asked = await rig.claimed(asking);
    const call = { id: newId('tc'), thread_id: threadId, created_at: new Date().toISOString(), type: 'client_tool_call', status: 'pending', call_id: 'c', name: 'ask', arguments: {} } as const;
    await rig.lifecycle.saveItem(asked, call);
    await rig.lifecycle.finish(asked, { status: 'waiting', checkpoint: {} });
    await rig.claimed(later.runId, 'dead');
    expect((await rig.admission.admitClientToolOutput(rig.owner, threadId, { success: true })).runId).toBe(asking);
    await rig.expireLease(later.runId);
    expect(await rig.lifecycle.claim(asking, 'w2')).toBeNull();
    await rig.lifecycle.finish(await rig.claimed(later.runId, 'w2'), { status: 'completed' });
    expect(await rig.claimed(asking, 'w2')).toMatchObject({ epoch: 2 });
  });

  it('gives up a run that outlived as many workers as are allowed', async () => {
    const { runId } = await rig.start();
    for (let attempt = 0; attempt < TUNABLES.maxAttempts; attempt += 1) {
      await rig.claimed(runId);
      await rig.expireLease(runId);
    }
    expect(await rig.lifecycle.claim(runId, 'next')).toBeNull();
    expect(await rig.lifecycle.abandonHopeless(1_000)).toContainEqual(expect.objectContaining({ id: runId, epoch: TUNABLES.maxAttempts + 1 }));
    expect(await rig.statusOf(runId)).toBe('failed');
  });
});

describe('the conversation that a run answers', () => {
  it('has each answer behind its message, whenever the next message came, and nothing of the run itself', async () => {
    const { runId, threadId } = await rig.start();
    const second = await rig.admission.admitUserMessage(rig.owner, message(threadId));
    const third = await rig.admission.admitUserMessage(rig.owner, message(threadId));
    for (const id of [runId, second.runId]) {
      const run = await rig.claimed(id);
      await rig.lifecycle.saveItem(run, answer(threadId, 'to one', `msg_${id}`));
      await rig.lifecycle.finish(run, { status: 'completed' });
    }
    const run = await rig.claimed(third.runId, 'w', { historyItems: 10 });
    expect(run.conversation).not.toBeNull();
    const brought = conversationFromRow(threadId, run.conversation);
    await rig.lifecycle.saveItem(run, answer(threadId, 'left by an earlier claim'));
    expect(await rig.lifecycle.conversation(run, 10)).toEqual(brought);
    const { items: conversation, summary } = await rig.lifecycle.conversation(run, 10);
    expect(summary).toBeNull();
    expect(conversation.map((item) => item.type)).toEqual(['user_message', 'assistant_message', 'user_message', 'assistant_message', 'user_message']);
    expect(conversation[1]?.id).toBe(`msg_${runId}`);
    expect((await rig.lifecycle.conversation(run, 2)).items.map((item) => item.id)).toEqual([`msg_${runId}`, `msg_${second.runId}`]);
  });
});

it('a claim tells what is known about the user, and of a run with a checkpoint no conversation', async () => {
  const { runId } = await rig.start();
  await rig.db.$executeRaw`INSERT INTO facts (id, tenant_id, user_id, text, status) VALUES
    ('f1', 'default', ${rig.owner.userId}, 'first', 'saved'), ('f2', 'default', ${rig.owner.userId}, 'second', 'saved'), ('f3', 'default', ${rig.owner.userId}, 'third', 'pending'),
    ('f4', 'other', ${rig.owner.userId}, 'fourth', 'saved'), ('f5', 'default', 'eve', 'fifth', 'saved')`;
  const run = await rig.claimed(runId);
  expect(run).toMatchObject({ facts: ['first', 'second'], conversation: { summary: null } });
  await rig.lifecycle.saveCheckpoint(run, { version: 1 });
  await rig.lifecycle.release(run);
  expect(await rig.claimed(runId)).toMatchObject({ checkpoint: { version: 1 }, conversation: null, facts: ['first', 'second'] });
});

describe('a checkpoint of another version', () => {
  it('newer than the worker knows leaves the run to newer workers, unless it is only to be stopped', async () => {
    const { runId, threadId } = await rig.start();
    await rig.lifecycle.saveCheckpoint(await rig.claimed(runId), { version: 2 });
    await rig.expireLease(runId);
    expect(await rig.lifecycle.claim(runId, 'old', { checkpointVersion: 1 })).toBeNull();
    await rig.admission.requestCancel(rig.owner, threadId, { runId });
    expect(await rig.lifecycle.claim(runId, 'old', { checkpointVersion: 1 })).toMatchObject({ epoch: 2, cancelRequested: true });
  });

  it('older or equal is claimed with its run', async () => {
    const { runId } = await rig.start();
    await rig.lifecycle.saveCheckpoint(await rig.claimed(runId), { version: 1 });
    await rig.expireLease(runId);
    expect(await rig.lifecycle.claim(runId, 'new', { checkpointVersion: 2 })).toMatchObject({ epoch: 2, checkpoint: { version: 1 } });
  });
});

describe('a claim that something went wrong with', () => {
  it('counts, and one that was handed over does not', async () => {
    const { runId } = await rig.start();
    await rig.lifecycle.release(await rig.claimed(runId));
    await rig.lifecycle.release(await rig.claimed(runId), true);
    expect(await rig.claimed(runId)).toMatchObject({ epoch: 3, attempt: 2 });
  });
});

describe('runs without a worker', () => {
  it('are found when their job was lost or their worker died, and not before', async () => {
    const lost = await rig.start();
    const dead = await rig.start();
    await rig.claimed(dead.runId);
    const stranded = async () => (await rig.lifecycle.findStranded(1_000)).map((run) => run.id);
    expect(await stranded()).not.toEqual(expect.arrayContaining([lost.runId]));
    expect(await stranded()).not.toEqual(expect.arrayContaining([dead.runId]));
    await rig.db.$executeRaw`UPDATE runs SET queued_at = now() - interval '1 minute' WHERE id = ${lost.runId}`;
    await rig.expireLease(dead.runId);
    expect(await stranded()).toEqual(expect.arrayContaining([lost.runId, dead.runId]));
  });
});
