import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AttachmentRecord } from '@frontdesk/attachments';
import type { Attachment, Page, ThreadItem } from '@frontdesk/chatkit-protocol';
import type { Owner } from '@frontdesk/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';

/** What an address may be used for; one is no good for another. */
export type LinkPurpose = 'upload' | 'preview' | 'content';

/** For a few tries of one upload. */
const UPLOAD_SECONDS = 15 * 60;
/** Addresses for reading are good for one to two of these, and the same for its length, so that browsers may keep what they showed. */
const READ_SECONDS = 60 * 60;

type Named = { readonly id: string; readonly owner: Owner };

/**
 * Addresses of files that work without a session, because an <img> has none: signed, for one file and one purpose, for
 * a limited time. Tenant and user are in the signature but not in the address.
 */
@Injectable()
export class FileLinks {
  private readonly key: Buffer;
  private readonly base: string;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    this.key = createHmac('sha256', config.sessions.secret).update('frontdesk files').digest();
    this.base = config.files.publicUrl;
  }

  link(purpose: LinkPurpose, file: Named, now = Date.now()): string {
    const expires = expiryOf(purpose, now / 1000);
    return `${this.base}/files/${file.id}/${purpose}?expires=${expires}&signature=${this.signatureOf(purpose, file, String(expires))}`;
  }

  /** Whether the address is one of ours and its time is not over. */
  isValid(purpose: LinkPurpose, file: Named, query: { readonly expires: string; readonly signature: string }): boolean {
    const given = Buffer.from(query.signature);
    const expected = Buffer.from(this.signatureOf(purpose, file, query.expires));
    return given.length === expected.length && timingSafeEqual(given, expected) && Number(query.expires) * 1000 > Date.now();
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

  private freshItem(owner: Owner, item: ThreadItem): ThreadItem {
    if (item.type !== 'user_message' || item.attachments.length === 0) {
      return item;
    }
    const attachments = item.attachments.map((attachment) =>
      attachment.type === 'image' ? { ...attachment, preview_url: this.link('preview', { id: attachment.id, owner }) } : attachment,
    );
    return { ...item, attachments };
  }

  private signatureOf(purpose: LinkPurpose, { id, owner }: Named, expires: string): string {
    return createHmac('sha256', this.key).update(JSON.stringify([purpose, id, owner.tenantId, owner.userId, expires])).digest('base64url');
  }
}

function expiryOf(purpose: LinkPurpose, now: number): number {
  return purpose === 'upload' ? Math.ceil(now) + UPLOAD_SECONDS : (Math.ceil(now / READ_SECONDS) + 1) * READ_SECONDS;
}
