import { toWire } from '@frontdesk/chatkit-protocol';
import { Injectable } from '@nestjs/common';
import { ThreadStore } from '@frontdesk/threads';
import { FileLinks } from '../../attachments/file-links.js';
import { checkFeedback } from '../limits.js';
import type { OperationGroup } from './operation.types.js';

/** Reading and judging the items of a conversation. */
@Injectable()
export class ItemsOperations {
  readonly table: OperationGroup<'items.list' | 'items.feedback'> = {
    'items.list': async ({ owner, params }) => toWire(this.links.freshen(owner, await this.threads.listItems(owner, params.thread_id, params))),

    'items.feedback': async ({ owner, params }) => {
      checkFeedback(params.item_ids);
      await this.threads.addFeedback(owner, params.thread_id, params.item_ids, params.kind);
      return {};
    },
  };

  constructor(
    private readonly threads: ThreadStore,
    private readonly links: FileLinks,
  ) {}
}
