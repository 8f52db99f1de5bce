import { newId } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import { ThreadStore } from '@frontdesk/threads';
import { RunAdmissionStore, RunLifecycleStore } from '../src/index.js';
import { userMessage } from './messages.js';

const OWNER = { tenantId: 'default', userId: 'ada' };
const ROUNDS = 150;

let db: Database;
let admission: RunAdmissionStore;
let lifecycle: RunLifecycleStore;
let threads: ThreadStore;

beforeAll(async () => {
  db = createDatabase((await createTestDatabase()).url, { poolSize: 12 });
  admission = new RunAdmissionStore(db);
  lifecycle = new RunLifecycleStore(db);
  threads = new ThreadStore(db);
});
afterAll(() => db.$disconnect());

/** A worker that takes the run if it may, says something and ends it. */
async function work(runId: string): Promise<void> {
  const run = await lifecycle.claim(runId, 'w');
  if (run === null) {
    return;
  }
  await lifecycle.saveItem(run, { id: newId('msg'), thread_id: run.threadId, created_at: new Date().toISOString(), type: 'assistant_message', content: [] });
  await lifecycle.updateThread(run, { metadata: { said: true } });
  await lifecycle.titleThread(run, 'A title');
  await lifecycle.finish(run, { status: 'completed' });
}

it('of a conversation gets on with messages, stops and workers of the same moment', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = await admission.admitNewThread(OWNER, userMessage(newId('thr')));
    const { threadId } = first;
    const running = await lifecycle.claim(first.runId, 'w');
    const second = await admission.admitUserMessage(OWNER, userMessage(threadId));
    const outcomes = await Promise.allSettled([
      admission.admitUserMessage(OWNER, userMessage(threadId)).then(({ runId }) => work(runId)),
      lifecycle.finish(running!, { status: 'completed' }).then(() => work(second.runId)),
      admission.requestCancel(OWNER, threadId),
      threads.deleteThread(OWNER, threadId),
      admission.admitUserMessage(OWNER, userMessage(threadId)).then(({ runId }) => work(runId)),
      threads.deleteThread(OWNER, threadId),
      admission.requestCancel(OWNER, threadId),
    ]);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') {
        expect(outcome.reason).toMatchObject({ code: 'not_found' });
      }
    }
    expect(await db.thread.count({ where: { id: threadId } })).toBe(0);
  }
});
