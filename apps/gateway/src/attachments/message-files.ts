import { AttachmentStore } from '@frontdesk/attachments';
import type { Attachment } from '@frontdesk/chatkit-protocol';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../sessions/caller.js';
import { FileLinks } from './file-links.js';
import { UploadPolicy, checkCount } from './upload-limits.js';

/** What a message carries of the files that it names. */
@Injectable()
export class MessageFiles {
  constructor(
    private readonly store: AttachmentStore,
    private readonly policy: UploadPolicy,
    private readonly links: FileLinks,
  ) {}

  /**
   * @param threadId where the message goes; null for a new thread
   * @param futureThreadId the id that the thread has, or will have
   * @throws FrontdeskError naming the field when a file is not the owner's, not uploaded, or in another thread
   */
  async of(caller: Caller, ids: readonly string[], threadId: string | null, futureThreadId: string): Promise<Attachment[]> {
    checkCount(this.policy.limitsFor(caller), ids);
    const records = await this.store.forMessage(caller, ids, threadId);
    return records.map((record) => this.links.toWire({ ...record, threadId: futureThreadId }));
  }
}
