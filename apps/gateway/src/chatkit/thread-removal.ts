import type { Owner } from '@frontdesk/contracts';
import { Injectable } from '@nestjs/common';
import { RunAdmissionStore } from '@frontdesk/runs';
import { ThreadStore } from '@frontdesk/threads';
import { AttachmentSweeper } from '../attachments/attachment-sweeper.js';
import { RunCanceller } from '../runs/run-canceller.js';

/** Deletes conversations with their files, whoever asks: their own user, or the tenant's backend. */
@Injectable()
export class ThreadRemoval {
  constructor(
    private readonly threads: ThreadStore,
    private readonly admission: RunAdmissionStore,
    private readonly canceller: RunCanceller,
    private readonly sweeper: AttachmentSweeper,
  ) {}

  /** @throws FrontdeskError not_found */
  async remove(owner: Owner, threadId: string): Promise<void> {
    // Stopped first: a worker must not go on paying a model for a conversation that is gone.
    const stopped = await this.admission.requestCancel(owner, threadId);
    await this.threads.deleteThread(owner, threadId);
    await this.canceller.announce(stopped);
    await this.sweeper.sweep(owner);
  }
}
