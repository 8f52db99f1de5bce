import { PAGE_LIMIT, toWire } from '@frontdesk/chatkit-protocol';
import { Injectable } from '@nestjs/common';
import { RunAdmissionStore } from '@frontdesk/runs';
import { ThreadStore, toWireThread } from '@frontdesk/threads';
import { AttachmentSweeper } from '../../attachments/attachment-sweeper.js';
import { FileLinks } from '../../attachments/file-links.js';
import { RunCanceller } from '../../runs/run-canceller.js';
import { checkTitle } from '../limits.js';
import type { OperationGroup } from './operation.types.js';

/** Reading, renaming and deleting conversations. */
@Injectable()
export class ThreadsOperations {
  readonly table: OperationGroup<'threads.get_by_id' | 'threads.list' | 'threads.update' | 'threads.delete'> = {
    'threads.get_by_id': async ({ owner, params }) => {
      const [record, items] = await Promise.all([
        this.threads.getThread(owner, params.thread_id),
        // Always the oldest ones, oldest first: clients of the reference server count on that window.
        this.threads.listItems(owner, params.thread_id, { limit: PAGE_LIMIT.default, order: 'asc' }),
      ]);
      return toWire(toWireThread(record, this.links.freshen(owner, items)));
    },

    'threads.list': async ({ owner, params }) => {
      const page = await this.threads.listThreads(owner, params);
      return toWire({ ...page, data: page.data.map((record) => toWireThread(record)) });
    },

    'threads.update': async ({ owner, params }) => {
      checkTitle(params.title);
      return toWire(toWireThread(await this.threads.renameThread(owner, params.thread_id, params.title)));
    },

    'threads.delete': async ({ owner, params }) => {
      // Stopped first: a worker must not go on paying a model for a conversation that is gone.
      const stopped = await this.admission.requestCancel(owner, params.thread_id);
      await this.threads.deleteThread(owner, params.thread_id);
      await this.canceller.announce(stopped);
      await this.sweeper.sweep(owner);
      return {};
    },
  };

  constructor(
    private readonly threads: ThreadStore,
    private readonly admission: RunAdmissionStore,
    private readonly canceller: RunCanceller,
    private readonly links: FileLinks,
    private readonly sweeper: AttachmentSweeper,
  ) {}
}
