import { PAGE_LIMIT, toWire } from '@frontdesk/chatkit-protocol';
import { Injectable } from '@nestjs/common';
import { ThreadStore, toWireThread } from '@frontdesk/threads';
import { FileLinks } from '../../attachments/file-links.js';
import { checkTitle } from '../limits.js';
import { ThreadRemoval } from '../thread-removal.js';
import type { OperationGroup } from './operation.types.js';

/** What a session sees for which nobody said otherwise. */
const WHOLE_HISTORY = { enabled: true, recent_threads: null };

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
      const { enabled, recent_threads: newest } = owner.session?.chatkit_configuration.history ?? WHOLE_HISTORY;
      if (!enabled) {
        return { data: [], has_more: false };
      }
      const page = await this.threads.listThreads(owner, params, newest);
      return toWire({ ...page, data: page.data.map((record) => toWireThread(record)) });
    },

    'threads.update': async ({ owner, params }) => {
      checkTitle(params.title);
      return toWire(toWireThread(await this.threads.renameThread(owner, params.thread_id, params.title)));
    },

    'threads.delete': async ({ owner, params }) => {
      await this.removal.remove(owner, params.thread_id);
      return {};
    },
  };

  constructor(
    private readonly threads: ThreadStore,
    private readonly removal: ThreadRemoval,
    private readonly links: FileLinks,
  ) {}
}
