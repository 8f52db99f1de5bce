import type { Owner } from '@frontdesk/contracts';
import { Injectable } from '@nestjs/common';
import { ThreadStore } from '@frontdesk/threads';
import { AttachmentSweeper } from '../attachments/attachment-sweeper.js';
import { RunCanceller } from '../runs/run-canceller.js';

/** Deletes conversations with their files, whoever asks: their own user, or the tenant's backend. */
@Injectable()
export class ThreadRemoval {
  constructor(
    private readonly threads: ThreadStore,
    private readonly canceller: RunCanceller,
    private readonly sweeper: AttachmentSweeper,
  ) {}

  /** @throws FrontdeskError not_found */
  async remove(owner: Owner, threadId: string): Promise<void> {
    const unfinished = await this.threads.deleteThread(owner, threadId);
    await this.canceller.announceDeleted(unfinished);
    await this.sweeper.sweep(owner);
  }
}
