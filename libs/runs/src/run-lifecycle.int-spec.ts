import type { AssistantMessageItem } from '@frontdesk/chatkit-protocol';
import { TUNABLES, newId, type Owner } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import { ThreadStore } from '@frontdesk/threads';
import { userMessage as message } from '../test/messages.js';
import { conversationFromRow } from './conversation.js';
import { RunAdmissionStore } from './run-admission.store.js';
import { RunLifecycleStore } from './run-lifecycle.store.js';
import type { ClaimedRun } from './run-records.js';

const owner: Owner = { tenantId: 'default', userId: 'ada' };

let db: Database;
let admission: RunAdmissionStore;
let lifecycle: RunLifecycleStore;
let threads: ThreadStore;

beforeAll(async () => {
  db = createDatabase((await createTestDatabase()).url);
  admission = new RunAdmissionStore(db);
  lifecycle = new RunLifecycleStore(db);
  threads = new ThreadStore(db);
});

afterAll(() => db.$disconnect());

const answer = (threadId: string, text: string, id = newId('msg')): AssistantMessageItem => ({
  id,
  thread_id: threadId,
  created_at: new Date().toISOString(),
  type: 'assistant_message',
  content: [{ type: 'output_text', text, annotations: [] }],
});

const start = () => admission.admitNewThread(owner, message(newId('thr')));

async function claimed(runId: string, workerId = 'w1'): Promise<ClaimedRun> {
  const run = await lifecycle.claim(runId, workerId);
  if (run === null) {
    throw new Error(`run ${runId} could not be claimed`);
  }
  return run;
}

/** As if the worker had been dead for longer than its lease. */
const expireLease = (runId: string) => db.$executeRaw`UPDATE runs SET lease_expires_at = now() - interval '1 second' WHERE id = ${runId}`;

const statusOf = async (runId: string) => (await admission.findRun(owner, runId))?.status;

describe('claiming a run', () => {
  it('is won by exactly one of many workers', async () => {
    const { runId } = await start();
    const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => lifecycle.claim(runId, `w${index}`)));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  });

  it('gives the worker the request and the owner, and raises the epoch', async () => {
    const { runId, threadId } = await start();
    expect(await claimed(runId)).toMatchObject({ id: runId, epoch: 1, attempt: 1, owner, threadId, request: { type: 'user_message' }, cancelRequested: false });
  });

  it('lets the later of two messages of one thread wait for the earlier one', async () => {
    const first = await start();
    const second = await admission.admitUserMessage(owner, message(first.threadId));
    expect(await lifecycle.claim(second.runId, 'w1')).toBeNull();
    const run = await claimed(first.runId);
    expect(await lifecycle.claim(second.runId, 'w2')).toBeNull();
    await lifecycle.finish(run, { status: 'completed' });
    expect(await lifecycle.nextInTurn(1_000)).toContainEqual({ id: second.runId, epoch: 0 });
    expect(await lifecycle.claim(second.runId, 'w2')).not.toBeNull();
  });

  it('starts it no earlier than the run before ended, also where the claim was on its way by then', async () => {
    const first = await start();
    const second = await admission.admitUserMessage(owner, message(first.threadId));
    const run = await claimed(first.runId);
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT now()`; // from here on now() stands still
      await lifecycle.finish(run, { status: 'completed' });
      expect(await new RunLifecycleStore(tx as Database).claim(second.runId, 'w2')).not.toBeNull();
    });
    const [times] = await db.$queryRaw<Array<{ in_order: boolean }>>`
      SELECT f.finished_at <= s.started_at AS in_order FROM runs f, runs s WHERE f.id = ${first.runId} AND s.id = ${second.runId}`;
    expect(times).toEqual({ in_order: true });
  });

  it('takes over from a worker whose lease ran out, with a higher epoch', async () => {
    const { runId } = await start();
    await claimed(runId, 'dead');
    expect(await lifecycle.claim(runId, 'w2')).toBeNull();
    await expireLease(runId);
    expect(await claimed(runId, 'w2')).toMatchObject({ epoch: 2, attempt: 2 });
  });

  it('takes over also where the client has answered an earlier run of the thread meanwhile, which then has its turn', async () => {
    const { threadId, runId: asking } = await start();
    const later = await admission.admitUserMessage(owner, message(threadId));
    const asked = await claimed(asking);
    const call = { id: newId('tc'), thread_id: threadId, created_at: new Date().toISOString(), type: 'client_tool_call', status: 'pending', call_id: 'c', name: 'ask', arguments: {} } as const;
    await lifecycle.saveItem(asked, call);
    await lifecycle.finish(asked, { status: 'waiting', checkpoint: {} });
    await claimed(later.runId, 'dead');
    expect((await admission.admitClientToolOutput(owner, threadId, { success: true })).runId).toBe(asking);
    await expireLease(later.runId);
    expect(await lifecycle.claim(asking, 'w2')).toBeNull();
    await lifecycle.finish(await claimed(later.runId, 'w2'), { status: 'completed' });
    expect(await claimed(asking, 'w2')).toMatchObject({ epoch: 2 });
  });

  it('gives up a run that outlived as many workers as are allowed', async () => {
    const { runId } = await start();
    for (let attempt = 0; attempt < TUNABLES.maxAttempts; attempt += 1) {
      await claimed(runId);
      await expireLease(runId);
    }
    expect(await lifecycle.claim(runId, 'next')).toBeNull();
    expect(await lifecycle.abandonHopeless(1_000)).toContainEqual(expect.objectContaining({ id: runId, epoch: TUNABLES.maxAttempts + 1 }));
    expect(await statusOf(runId)).toBe('failed');
  });
});

describe('the items of a run', () => {
  it('are those that it wrote itself, oldest first, and only its holder sees them', async () => {
    const { runId, threadId } = await start();
    const first = await claimed(runId);
    await lifecycle.saveItem(first, answer(threadId, 'one', 'msg_one'));
    await lifecycle.saveItem(first, answer(threadId, 'two', 'msg_two'));
    expect((await lifecycle.itemsOfRun(first)).map((item) => item.id)).toEqual(['msg_one', 'msg_two']);
    await expireLease(runId);
    const second = await claimed(runId);
    expect((await lifecycle.itemsOfRun(second)).map((item) => item.id)).toEqual(['msg_one', 'msg_two']);
    expect(await lifecycle.itemsOfRun(first)).toEqual([]);
  });
});

describe('the conversation that a run answers', () => {
  it('has each answer behind its message, whenever the next message came, and nothing of the run itself', async () => {
    const { runId, threadId } = await start();
    const second = await admission.admitUserMessage(owner, message(threadId));
    const third = await admission.admitUserMessage(owner, message(threadId));
    for (const id of [runId, second.runId]) {
      const run = await claimed(id);
      await lifecycle.saveItem(run, answer(threadId, 'to one', `msg_${id}`));
      await lifecycle.finish(run, { status: 'completed' });
    }
    const run = await lifecycle.claim(third.runId, 'w', { historyItems: 10 });
    if (run === null) {
      throw new Error('not claimed');
    }
    expect(run.conversation).not.toBeNull();
    const brought = conversationFromRow(threadId, run.conversation);
    await lifecycle.saveItem(run, answer(threadId, 'left by an earlier claim'));
    expect(await lifecycle.conversation(run, 10)).toEqual(brought);
    const { items: conversation, summary } = await lifecycle.conversation(run, 10);
    expect(summary).toBeNull();
    expect(conversation.map((item) => item.type)).toEqual(['user_message', 'assistant_message', 'user_message', 'assistant_message', 'user_message']);
    expect(conversation[1]?.id).toBe(`msg_${runId}`);
    expect((await lifecycle.conversation(run, 2)).items.map((item) => item.id)).toEqual([`msg_${runId}`, `msg_${second.runId}`]);
  });
});

it('a claim tells what is known about the user, and of a run with a checkpoint no conversation', async () => {
  const { runId } = await start();
  await db.$executeRaw`INSERT INTO facts (id, tenant_id, user_id, text, status) VALUES
    ('f1', 'default', ${owner.userId}, 'first', 'saved'), ('f2', 'default', ${owner.userId}, 'second', 'saved'), ('f3', 'default', ${owner.userId}, 'third', 'pending'),
    ('f4', 'other', ${owner.userId}, 'fourth', 'saved'), ('f5', 'default', 'eve', 'fifth', 'saved')`;
  const run = await claimed(runId);
  expect(run).toMatchObject({ facts: ['first', 'second'], conversation: { summary: null } });
  await lifecycle.saveCheckpoint(run, { version: 1 });
  await lifecycle.release(run);
  expect(await claimed(runId)).toMatchObject({ checkpoint: { version: 1 }, conversation: null, facts: ['first', 'second'] });
});

describe('a worker that lost its run', () => {
  it('can write nothing any more', async () => {
    const { runId, threadId } = await start();
    const stale = await claimed(runId, 'stale');
    await expireLease(runId);
    const current = await claimed(runId, 'current');

    expect(await lifecycle.saveItem(stale, answer(threadId, 'stale'))).toBe(false);
    expect(await lifecycle.removeItem(stale, 'whatever')).toBe(false);
    expect(await lifecycle.saveCheckpoint(stale, { version: 1 })).toBe(false);
    expect(await lifecycle.titleThread(stale, 'Stale')).toBeNull();
    expect(await lifecycle.heartbeat(stale)).toBe('lost');
    expect(await lifecycle.release(stale)).toBe(false);
    expect(await lifecycle.finish(stale, { status: 'completed' })).toBe(false);

    expect(await lifecycle.saveItem(current, answer(threadId, 'current'))).toBe(true);
    const { data } = await threads.listItems(owner, threadId, { limit: 10, order: 'asc' });
    expect(data.map((item) => item.type)).toEqual(['user_message', 'assistant_message']);
    expect((await threads.getThread(owner, threadId)).title).toBeNull();
  });

  it('never wins a race of its write against the claim that fences it', async () => {
    for (let round = 0; round < 25; round += 1) {
      const { runId, threadId } = await start();
      const stale = await claimed(runId, 'stale');
      await expireLease(runId);
      const [written, claim] = await Promise.all([lifecycle.saveItem(stale, answer(threadId, 'late')), lifecycle.claim(runId, 'next')]);
      expect(claim).not.toBeNull();
      const items = await threads.recentItems(owner, threadId, 10);
      expect(items).toHaveLength(written ? 2 : 1);
      expect(await lifecycle.saveItem(stale, answer(threadId, 'later'))).toBe(false);
    }
  });
});

describe('items of a run', () => {
  it('are replaced when the same id is saved again, and keep their place', async () => {
    const { runId, threadId } = await start();
    const run = await claimed(runId);
    const id = newId('msg');
    await lifecycle.saveItem(run, answer(threadId, 'one', id));
    await lifecycle.saveItem(run, answer(threadId, 'after'));
    await lifecycle.saveItem(run, answer(threadId, 'two', id));
    const items = await threads.recentItems(owner, threadId, 10);
    expect(items.map((item) => (item.type === 'assistant_message' ? item.content[0]?.text : item.type))).toEqual(['user_message', 'two', 'after']);
  });

  it('come back exactly as they were saved', async () => {
    const { runId, threadId } = await start();
    const run = await claimed(runId);
    const item = answer(threadId, 'Grüße 🌍 "quoted" \u2028 end');
    await lifecycle.saveItem(run, item);
    expect(await threads.getItem(owner, threadId, item.id)).toEqual(item);
  });
});

describe('ending a run', () => {
  it('is final: no later transition changes it', async () => {
    const { runId } = await start();
    const run = await claimed(runId);
    expect(await lifecycle.finish(run, { status: 'failed', errorCode: 'model_stalled' })).toBe(true);
    expect(await lifecycle.finish(run, { status: 'completed' })).toBe(false);
    expect(await lifecycle.release(run)).toBe(false);
    expect(await lifecycle.claim(runId, 'w2')).toBeNull();
    expect(await admission.requestCancel(owner, run.threadId)).toEqual([]);
    expect(await statusOf(runId)).toBe('failed');
  });

  it('by handing it over keeps the checkpoint and costs no attempt', async () => {
    const { runId } = await start();
    const run = await claimed(runId);
    await lifecycle.saveCheckpoint(run, { version: 1, history: ['x'] });
    expect(await lifecycle.release(run)).toBe(true);
    expect(await claimed(runId, 'w2')).toMatchObject({ epoch: 2, attempt: 1, checkpoint: { version: 1, history: ['x'] } });
  });

  it('keeps the title that a user gave', async () => {
    const { runId, threadId } = await start();
    const run = await claimed(runId);
    await threads.renameThread(owner, threadId, 'Mine');
    expect(await lifecycle.titleThread(run, 'Generated')).toBeNull();
    expect((await threads.getThread(owner, threadId)).title).toBe('Mine');
  });
});

describe('a checkpoint of another version', () => {
  it('newer than the worker knows leaves the run to newer workers, unless it is only to be stopped', async () => {
    const { runId, threadId } = await start();
    await lifecycle.saveCheckpoint(await claimed(runId), { version: 2 });
    await expireLease(runId);
    expect(await lifecycle.claim(runId, 'old', { checkpointVersion: 1 })).toBeNull();
    await admission.requestCancel(owner, threadId, { runId });
    expect(await lifecycle.claim(runId, 'old', { checkpointVersion: 1 })).toMatchObject({ epoch: 2, cancelRequested: true });
  });

  it('older or equal is claimed with its run', async () => {
    const { runId } = await start();
    await lifecycle.saveCheckpoint(await claimed(runId), { version: 1 });
    await expireLease(runId);
    expect(await lifecycle.claim(runId, 'new', { checkpointVersion: 2 })).toMatchObject({ epoch: 2, checkpoint: { version: 1 } });
  });
});

describe('stopping a run between two workers', () => {
  it('leaves it to the next worker, which knows what is on screen', async () => {
    const { runId, threadId } = await start();
    await lifecycle.release(await claimed(runId));
    expect(await admission.requestCancel(owner, threadId, { runId })).toEqual([{ id: runId, status: 'queued', epoch: 1 }]);
    expect(await claimed(runId, 'w2')).toMatchObject({ epoch: 2, cancelRequested: true });
  });
});

describe('a claim that something went wrong with', () => {
  it('counts, and one that was handed over does not', async () => {
    const { runId } = await start();
    await lifecycle.release(await claimed(runId));
    await lifecycle.release(await claimed(runId), true);
    expect(await claimed(runId)).toMatchObject({ epoch: 3, attempt: 2 });
  });
});

describe('runs without a worker', () => {
  it('are found when their job was lost or their worker died, and not before', async () => {
    const lost = await start();
    const dead = await start();
    await claimed(dead.runId);
    const stranded = async () => (await lifecycle.findStranded(1_000)).map((run) => run.id);
    expect(await stranded()).not.toEqual(expect.arrayContaining([lost.runId]));
    expect(await stranded()).not.toEqual(expect.arrayContaining([dead.runId]));
    await db.$executeRaw`UPDATE runs SET queued_at = now() - interval '1 minute' WHERE id = ${lost.runId}`;
    await expireLease(dead.runId);
    expect(await stranded()).toEqual(expect.arrayContaining([lost.runId, dead.runId]));
  });
});
