import type { ClientToolCallItem } from '@frontdesk/chatkit-protocol';
import { CURSOR_START, DEFAULT_RUN_CONTEXT, FrontdeskError, cursorAfterEpoch, newId, type Owner } from '@frontdesk/contracts';
import pg from 'pg';
import { userMessage } from '../test/messages.js';
import { RunRig } from '../test/run-rig.js';

const stranger: Owner = { tenantId: 'other', userId: 'ada' };

let rig: RunRig;

beforeAll(async () => {
  rig = await RunRig.open();
});

afterAll(() => rig.close());

const call = (threadId: string): ClientToolCallItem => ({
  id: newId('tc'),
  thread_id: threadId,
  created_at: new Date().toISOString(),
  type: 'client_tool_call',
  status: 'pending',
  call_id: 'call_1',
  name: 'record_fact',
  arguments: { fact_id: 'f', nothing: null },
});

/** A thread whose run has parked on a client tool call. */
async function waiting() {
  const { runId, threadId } = await rig.start();
  const run = await rig.claimed(runId, 'w');
  const item = call(threadId);
  await rig.lifecycle.saveItem(run, item);
  await rig.lifecycle.finish(run, { status: 'waiting', checkpoint: { version: 1 } });
  return { runId, threadId, item };
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'no error';
  } catch (cause) {
    return cause instanceof FrontdeskError ? cause.code : String(cause);
  }
};

const rows = async () => ({ threads: await rig.db.thread.count(), items: await rig.db.threadItem.count(), runs: await rig.db.run.count() });

/** Resolves when another connection waits for a row that this one holds. */
async function lockWait(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query('SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))');
    if (rows.length > 0) {
      return;
    }
  }
}

describe('admitting a message', () => {
  it('writes thread, item and run together', async () => {
    const before = await rows();
    const admitted = await rig.start();
    expect(admitted.tailFrom).toBe(CURSOR_START);
    expect(await rows()).toEqual({ threads: before.threads + 1, items: before.items + 1, runs: before.runs + 1 });
  });

  it("on another owner's thread answers not found and writes nothing", async () => {
    const { threadId } = await rig.start();
    const before = await rows();
    expect(await codeOf(rig.admission.admitUserMessage(stranger, userMessage(threadId)))).toBe('not_found');
    expect(await codeOf(rig.admission.admitUserMessage({ ...rig.owner, userId: 'eve' }, userMessage(threadId)))).toBe('not_found');
    expect(await rows()).toEqual(before);
  });

  it.each(['locked', 'closed'])('on a %s thread answers conflict and writes nothing', async (type) => {
    const { threadId } = await rig.start();
    await rig.db.thread.update({ where: { id: threadId }, data: { status: { type, reason: 'Handed to a person.' } } });
    const before = await rows();
    await expect(rig.admission.admitUserMessage(rig.owner, userMessage(threadId))).rejects.toThrow('Handed to a person.');
    expect(await rows()).toEqual(before);
  });

  it('gives up the run that waited for the client', async () => {
    const { runId, threadId } = await waiting();
    await rig.admission.admitUserMessage(rig.owner, userMessage(threadId));
    expect((await rig.admission.findRun(rig.owner, runId))?.status).toBe('cancelled');
  });
});

describe('the answers that a tenant may have on their way at once', () => {
  const bounded = (tenantId: string, userId = 'ada') => ({ tenantId, userId, maxRunningAnswers: 3 });
  const outcomesOf = async (work: ReadonlyArray<Promise<unknown>>) => (await Promise.all(work.map(codeOf))).sort();

  async function tenant(id: string) {
    await rig.db.tenant.create({ data: { id, name: id } });
    return bounded(id);
  }

  it('are never more, however many ask in the same moment, with new threads and old ones', async () => {
    const ada = await tenant('bounded');
    const known = await rig.admission.admitNewThread(ada, userMessage(newId('thr')));
    const asked = Array.from({ length: 12 }, (_, n) =>
      n % 2 === 0 ? rig.admission.admitNewThread(bounded('bounded', `u${n}`), userMessage(newId('thr'))) : rig.admission.admitUserMessage(ada, userMessage(known.threadId)),
    );
    expect(await outcomesOf(asked)).toEqual(['no error', 'no error', ...Array<string>(10).fill('rate_limited')].sort());
    expect(await rig.db.run.count({ where: { tenantId: 'bounded' } })).toBe(3);
    expect(await rig.db.thread.count({ where: { tenantId: 'bounded' } })).toBe(1 + (await rig.db.run.count({ where: { tenantId: 'bounded', userId: { not: 'ada' } } })));
  });

  it('hold up no tenant without a bound, and make room when one is over', async () => {
    const ada = await tenant('small');
    const [first] = await Promise.all([1, 2, 3].map(() => rig.admission.admitNewThread(ada, userMessage(newId('thr')))));
    expect(await codeOf(rig.admission.admitNewThread(ada, userMessage(newId('thr'))))).toBe('rate_limited');
    await rig.start();
    await rig.admission.requestCancel(ada, first?.threadId ?? '');
    expect(await codeOf(rig.admission.admitNewThread(ada, userMessage(newId('thr'))))).toBe('no error');
  });
});

describe('the output of a client tool', () => {
  it('completes the call and lets the same run go on behind what it has shown', async () => {
    const { runId, threadId, item } = await waiting();
    const admitted = await rig.admission.admitClientToolOutput(rig.owner, threadId, { success: true });
    expect(admitted).toEqual({ threadId, runId, epoch: 1, tailFrom: cursorAfterEpoch(1), mayBeStopped: true, needsWakeUp: true });
    expect(await rig.threads.getItem(rig.owner, threadId, item.id)).toEqual({ ...item, status: 'completed', output: { success: true } });
    expect(await rig.lifecycle.claim(runId, 'w2')).toMatchObject({
      epoch: 2, attempt: 1, checkpoint: { version: 1 }, request: { type: 'client_tool_output', item_id: item.id },
    });
  });

  it('may be null', async () => {
    const { threadId, item } = await waiting();
    await rig.admission.admitClientToolOutput(rig.owner, threadId, null);
    expect(await rig.threads.getItem(rig.owner, threadId, item.id)).toMatchObject({ status: 'completed' });
  });

  it('is taken once: of two posts at the same time one is refused', async () => {
    const { threadId } = await waiting();
    const outcomes = await Promise.all([1, 2].map((n) => codeOf(rig.admission.admitClientToolOutput(rig.owner, threadId, n))));
    expect(outcomes.sort()).toEqual(['conflict', 'no error']);
  });

  it('is refused when nothing waits for it, and for strangers', async () => {
    const { threadId } = await rig.start();
    expect(await codeOf(rig.admission.admitClientToolOutput(rig.owner, threadId, 1))).toBe('conflict');
    const other = await waiting();
    expect(await codeOf(rig.admission.admitClientToolOutput(stranger, other.threadId, 1))).toBe('not_found');
  });

  it('starts a new run when the one that waited is gone, and drops older pending calls', async () => {
    const { runId, threadId, item } = await waiting();
    await rig.admission.requestCancel(rig.owner, threadId);
    const older = { ...call(threadId), id: 'tc_older' };
    await rig.db.$executeRaw`INSERT INTO thread_items (thread_id, id, seq, type, data) SELECT ${threadId}, ${older.id}, seq - 1000000, 'client_tool_call',
      '{"status":"pending","call_id":"c0","name":"n","arguments":{}}'::jsonb FROM thread_items WHERE id = ${item.id}`;
    const admitted = await rig.admission.admitClientToolOutput(rig.owner, threadId, 'ok');
    expect(admitted.runId).not.toBe(runId);
    expect(await codeOf(rig.threads.getItem(rig.owner, threadId, older.id))).toBe('not_found');
  });
});

describe('retrying', () => {
  it('removes everything after the message and answers it again', async () => {
    const first = await rig.start();
    const run = await rig.lifecycle.claim(first.runId, 'w');
    await rig.lifecycle.finish(run ?? { id: '', epoch: 0 }, { status: 'completed' });
    const second = userMessage(first.threadId);
    const later = await rig.admission.admitUserMessage(rig.owner, second);
    const laterRun = await rig.lifecycle.claim(later.runId, 'w');
    await rig.lifecycle.finish(laterRun ?? { id: '', epoch: 0 }, { status: 'failed', errorCode: 'model_stalled' });
    const [original] = (await rig.threads.listItems(rig.owner, first.threadId, { limit: 1, order: 'asc' })).data;
    const retried = await rig.admission.admitRetry(rig.owner, first.threadId, original?.id ?? '');
    expect((await rig.threads.recentItems(rig.owner, first.threadId, 10)).map((item) => item.id)).toEqual([original?.id]);
    expect(await rig.lifecycle.claim(retried.runId, 'w')).toMatchObject({ request: { type: 'retry', item_id: original?.id } });
  });

  it('is refused while an answer is on its way, for other items, and for strangers; nothing is deleted', async () => {
    const { threadId, item } = await waiting();
    expect(await codeOf(rig.admission.admitRetry(rig.owner, threadId, item.id))).toBe('invalid_request');
    expect(await codeOf(rig.admission.admitRetry(rig.owner, threadId, 'msg_unknown'))).toBe('not_found');
    expect(await codeOf(rig.admission.admitRetry(stranger, threadId, item.id))).toBe('not_found');
    const busy = await rig.start();
    const [original] = (await rig.threads.listItems(rig.owner, busy.threadId, { limit: 1, order: 'asc' })).data;
    expect(await codeOf(rig.admission.admitRetry(rig.owner, busy.threadId, original?.id ?? ''))).toBe('conflict');
    expect(await rig.threads.recentItems(rig.owner, threadId, 10)).toHaveLength(2);
  });
});

describe('deleting a conversation while its answer is written', () => {
  it('waits for the write that is under way, and is no deadlock with it', async () => {
    const { threadId, runId } = await rig.start();
    const run = await rig.lifecycle.claim(runId, 'w');
    const writer = new pg.Client({ connectionString: rig.databaseUrl });
    await writer.connect();
    try {
      // A worker's write, halfway: it holds its run and comes to the thread's row only when the item is in.
      await writer.query('BEGIN');
      await writer.query('SELECT 1 FROM runs WHERE id = $1 FOR SHARE', [runId]);
      const deleted = rig.threads.deleteThread(rig.owner, threadId);
      await lockWait(writer);
      await writer.query(`INSERT INTO thread_items (thread_id, id, type, data, run_id) VALUES ($1, 'msg_late', 'assistant_message', '{}', $2)`, [threadId, runId]);
      await writer.query('COMMIT');
      await deleted;
    } finally {
      await writer.end();
    }
    expect(await rig.db.threadItem.count({ where: { threadId } })).toBe(0);
    expect(await rig.lifecycle.heartbeat(run!)).toBe('lost');
  });
});

describe('asking for a stop', () => {
  it('flags a running run and ends one that nobody holds', async () => {
    const held = await rig.start();
    const run = await rig.lifecycle.claim(held.runId, 'w');
    const queued = await rig.admission.admitUserMessage(rig.owner, userMessage(held.threadId));
    const touched = await rig.admission.requestCancel(rig.owner, held.threadId);
    expect(touched).toEqual(expect.arrayContaining([
      { id: held.runId, status: 'running', epoch: 1 },
      { id: queued.runId, status: 'cancelled', epoch: 0 },
    ]));
    expect(await rig.lifecycle.heartbeat(run ?? { id: '', epoch: 0 })).toBe('cancel_requested');
  });

  it('by a person leaves alone what people may not stop: as the thread says, else as the terms of the run do', async () => {
    const unstoppable = { ...rig.owner, context: { ...DEFAULT_RUN_CONTEXT, allow_cancel: false } };
    const { threadId, runId, mayBeStopped } = await rig.admission.admitNewThread(unstoppable, userMessage(newId('thr')));
    expect(mayBeStopped).toBe(false);
    expect(await rig.admission.requestCancel(rig.owner, threadId, { runId, byUser: true })).toEqual([]);
    expect(await rig.admission.hasUnstoppable(rig.owner, threadId, runId)).toBe(true);
    await rig.db.thread.update({ where: { id: threadId }, data: { allowCancel: true } });
    const next = await rig.admission.admitUserMessage(unstoppable, userMessage(threadId));
    expect(next.mayBeStopped).toBe(true);
    expect(await rig.admission.hasUnstoppable(rig.owner, threadId)).toBe(false);
    expect(await rig.admission.requestCancel(rig.owner, threadId, { byUser: true })).toHaveLength(2);
  });

  it('by the server stops what people may not', async () => {
    const { threadId } = await rig.start();
    await rig.db.thread.update({ where: { id: threadId }, data: { allowCancel: false } });
    expect(await rig.admission.requestCancel(rig.owner, threadId, { byUser: true })).toEqual([]);
    expect(await rig.admission.requestCancel(rig.owner, threadId)).toHaveLength(1);
  });

  it("cannot touch another owner's run", async () => {
    const { threadId, runId } = await rig.start();
    expect(await rig.admission.requestCancel(stranger, threadId)).toEqual([]);
    expect((await rig.admission.findRun(rig.owner, runId))?.status).toBe('queued');
    expect(await rig.admission.findRun(stranger, runId)).toBeNull();
    expect(await rig.admission.findActiveRun(stranger, threadId)).toBeNull();
  });

  it('finds a run within its own thread alone, when a thread is named', async () => {
    const { threadId, runId } = await rig.start();
    const other = await rig.start();
    expect((await rig.admission.findRun(rig.owner, runId, threadId))?.id).toBe(runId);
    expect(await rig.admission.findRun(rig.owner, runId, other.threadId)).toBeNull();
  });
});

describe('the terms of a run', () => {
  const context = { ...DEFAULT_RUN_CONTEXT, state: { plan: 'pro' }, model: 'gpt-x', titles: false };

  it('are the default ones where nobody set any, and go with the claim where somebody did', async () => {
    const plain = await rig.lifecycle.claim((await rig.start()).runId, 'w');
    expect(plain?.context).toEqual(DEFAULT_RUN_CONTEXT);
    const { runId } = await rig.admission.admitNewThread({ ...rig.owner, context }, userMessage(newId('thr')));
    expect((await rig.lifecycle.claim(runId, 'w'))?.context).toEqual(context);
  });

  it('stay with a run that is resumed, whoever brings the answer of the client', async () => {
    const { runId, threadId } = await rig.admission.admitNewThread({ ...rig.owner, context }, userMessage(newId('thr')));
    const run = await rig.lifecycle.claim(runId, 'w');
    await rig.lifecycle.saveItem(run!, call(threadId));
    await rig.lifecycle.finish(run!, { status: 'waiting', checkpoint: { version: 1 } });
    await rig.admission.admitClientToolOutput(rig.owner, threadId, {});
    expect((await rig.lifecycle.claim(runId, 'w'))?.context).toEqual(context);
  });
});
