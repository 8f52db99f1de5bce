import type { AssistantMessageItem } from '@frontdesk/chatkit-protocol';
import { newId, type Owner } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import { ThreadStore } from '@frontdesk/threads';
import { RunAdmissionStore } from '../src/run-admission.store.js';
import { RunLifecycleStore } from '../src/run-lifecycle.store.js';
import type { ClaimedRun } from '../src/run-records.js';
import { userMessage } from './messages.js';

/** One user's runs in a database of their own, and what workers do with them. */
export class RunRig {
  readonly owner: Owner = { tenantId: 'default', userId: 'ada' };
  readonly admission: RunAdmissionStore;
  readonly lifecycle: RunLifecycleStore;
  readonly threads: ThreadStore;

  private constructor(
    readonly db: Database,
    readonly databaseUrl: string,
  ) {
    this.admission = new RunAdmissionStore(db);
    this.lifecycle = new RunLifecycleStore(db);
    this.threads = new ThreadStore(db);
  }

  static async open(): Promise<RunRig> {
    const { url } = await createTestDatabase();
    return new RunRig(createDatabase(url), url);
  }

  close(): Promise<void> {
    return this.db.$disconnect();
  }

  /** A new thread with one message, whose run is queued. */
  start(): ReturnType<RunAdmissionStore['admitNewThread']> {
    return this.admission.admitNewThread(this.owner, userMessage(newId('thr')));
  }

  /** @throws when there was nothing to claim */
  async claimed(runId: string, workerId = 'w1', options?: Parameters<RunLifecycleStore['claim']>[2]): Promise<ClaimedRun> {
    const run = await this.lifecycle.claim(runId, workerId, options);
    if (run === null) {
      throw new Error(`run ${runId} could not be claimed`);
    }
    return run;
  }

  /** As if the worker had been dead for longer than its lease. */
  async expireLease(runId: string): Promise<void> {
    await this.db.$executeRaw`UPDATE runs SET lease_expires_at = now() - interval '1 second' WHERE id = ${runId}`;
  }

  async statusOf(runId: string): Promise<string | undefined> {
    return (await this.admission.findRun(this.owner, runId))?.status;
  }
}

/** What an assistant said in a thread. */
export const answer = (threadId: string, text: string, id = newId('msg')): AssistantMessageItem => ({
  id,
  thread_id: threadId,
  created_at: new Date().toISOString(),
  type: 'assistant_message',
  content: [{ type: 'output_text', text, annotations: [] }],
});
