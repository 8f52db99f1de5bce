import { SignedLinks, attachmentIdIn, type AttachmentRecord } from '@frontdesk/attachments';
import type { Attachment, Page, ThreadItem } from '@frontdesk/chatkit-protocol';
import type { Owner } from '@frontdesk/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';

/** Attachments, and items with files in them, as clients see them: with addresses that work now. */
@Injectable()
export class FileLinks extends SignedLinks {
  constructor(@Inject(CONFIG) config: Pick<GatewayConfig, 'sessions' | 'files'>) {
    super(config.sessions.secret, config.files.publicUrl);
  }

  /** As clients see it: with an address for the bytes while they are missing, and of pictures one to look at. */
  toWire(record: AttachmentRecord): Attachment {
    const { id, name, mimeType: mime_type } = record;
    return {
      id,
      name,
      mime_type,
      ...(record.status === 'ready' ? {} : { upload_descriptor: { url: this.link('upload', record), method: 'POST', headers: {} } }),
      ...(record.threadId === null ? {} : { thread_id: record.threadId }),
      ...(record.kind === 'image' ? { type: 'image', preview_url: this.link('preview', record) } : { type: 'file' }),
    };
  }

  /** Items as they were kept, with addresses that work now. */
  freshen(owner: Owner, page: Page<ThreadItem>): Page<ThreadItem> {
    return { ...page, data: page.data.map((item) => this.freshItem(owner, item)) };
  }

  /** The same for one item. */
  freshItem(owner: Owner, item: ThreadItem): ThreadItem {
    if (item.type === 'user_message' && item.attachments.length > 0) {
      const fresh = (attachment: Attachment): Attachment =>
        attachment.type === 'image' ? { ...attachment, preview_url: this.link('preview', { id: attachment.id, owner }) } : attachment;
      return { ...item, attachments: item.attachments.map(fresh) };
    }
    if (item.type === 'generated_image' && item.image !== undefined) {
      const id = attachmentIdIn(item.image.url);
      return id === null ? item : { ...item, image: { ...item.image, url: this.link('content', { id, owner }) } };
    }
    return item;
  }
}
