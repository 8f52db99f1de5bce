import type { ThreadItem, ThreadStreamEvent } from '@frontdesk/chatkit-protocol';
import { encodeEvent } from '@frontdesk/chatkit-protocol';
import { RunEventWriter } from '@frontdesk/run-events';
import type { Admission, ClaimedRun } from '@frontdesk/runs';
import { encodeDelta } from '../../src/publishing/run-publisher.js';
import type { WorkerRig } from './worker-rig.js';

/** A worker that claims a run, does what the test says, and is never heard of again. */
export class DeadWorker {
  private readonly writer: RunEventWriter;

  private constructor(
    private readonly rig: WorkerRig,
    readonly run: ClaimedRun,
  ) {
    this.writer = new RunEventWriter(rig.redis, {
      runId: run.id,
      epoch: run.epoch,
      encodeDelta,
      onFenced: () => undefined,
      onRetry: () => undefined,
    });
  }

  static async claim(rig: WorkerRig, admission: Admission): Promise<DeadWorker> {
    const run = await rig.lifecycle.claim(admission.runId, 'dead');
    if (run === null) {
      throw new Error('the run could not be claimed');
    }
    return new DeadWorker(rig, run);
  }

  async show(...events: ThreadStreamEvent[]): Promise<void> {
    events.forEach((event) => this.writer.push(encodeEvent(event)));
    await this.writer.flush();
  }

  async store(item: ThreadItem): Promise<void> {
    await this.rig.lifecycle.saveItem(this.run, item);
  }

  async checkpoint(value: unknown): Promise<void> {
    await this.rig.lifecycle.saveCheckpoint(this.run, value);
  }

  /** Its lease is over at once. */
  async die(): Promise<void> {
    this.writer.close();
    await this.rig.db.$executeRaw`UPDATE runs SET lease_expires_at = now() - interval '1 second' WHERE id = ${this.run.id}`;
  }
}

export const messageItem = (threadId: string, id: string, text: string): ThreadItem => ({
  id,
  thread_id: threadId,
  created_at: new Date().toISOString(),
  type: 'assistant_message',
  content: text === '' ? [] : [{ type: 'output_text', text, annotations: [] }],
});

export const workflowItem = (threadId: string, id: string): ThreadItem => ({
  id,
  thread_id: threadId,
  created_at: new Date().toISOString(),
  type: 'workflow',
  workflow: { type: 'reasoning', tasks: [], expanded: false },
});
