import { AttachmentStore } from '@frontdesk/attachments';
import { toWire } from '@frontdesk/chatkit-protocol';
import { Injectable } from '@nestjs/common';
import { AttachmentSweeper } from '../../attachments/attachment-sweeper.js';
import { FileLinks } from '../../attachments/file-links.js';
import { Uploads } from '../../attachments/uploads.js';
import type { OperationGroup } from './operation.types.js';

/** Files before they are sent. Their bytes come and go by other addresses (src/attachments). */
@Injectable()
export class AttachmentsOperations {
  readonly table: OperationGroup<'attachments.create' | 'attachments.delete'> = {
    'attachments.create': async ({ owner, params }) => toWire(this.links.toWire(await this.uploads.announce(owner, params))),

    'attachments.delete': async ({ owner, params }) => {
      await this.store.doom(owner, params.attachment_id, 'params.attachment_id');
      await this.sweeper.sweep(owner);
      return {};
    },
  };

  constructor(
    private readonly uploads: Uploads,
    private readonly links: FileLinks,
    private readonly store: AttachmentStore,
    private readonly sweeper: AttachmentSweeper,
  ) {}
}
