import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Owner } from '@frontdesk/contracts';

/** What an address may be used for; one is no good for another. */
export type LinkPurpose = 'upload' | 'preview' | 'content';

/** For a few tries of one upload. */
const UPLOAD_SECONDS = 15 * 60;
/** Addresses for reading are good for one to two of these, and the same for its length, so that browsers may keep what they showed. */
const READ_SECONDS = 60 * 60;

type Named = { readonly id: string; readonly owner: Owner };

/** Ids are of our making; nothing else needs to be looked for. */
export const ATTACHMENT_ID = /^atc_\w{1,40}$/;
const CONTENT_ADDRESS = /^(?:https?:\/\/[^/]+(?:\/[^/?]+)*)?\/files\/(?<id>atc_\w{1,40})\/content\?/;

/** @returns the id of the attachment whose content is at the address; null for addresses that are not ours */
export const attachmentIdIn = (url: string): string | null => CONTENT_ADDRESS.exec(url)?.groups?.['id'] ?? null;

/**
 * Addresses of files that work without a session, because an <img> has none: signed, for one file and one purpose, for
 * a limited time. Tenant and user are in the signature but not in the address.
 */
export class SignedLinks {
  private readonly key: Buffer;

  /**
   * @param secret the installation's
   * @param base where people reach the installation, without a slash at its end; empty for addresses relative to it
   */
  constructor(
    secret: string,
    private readonly base: string,
  ) {
    this.key = createHmac('sha256', secret).update('frontdesk files').digest();
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

  private signatureOf(purpose: LinkPurpose, { id, owner }: Named, expires: string): string {
    return createHmac('sha256', this.key).update(JSON.stringify([purpose, id, owner.tenantId, owner.userId, expires])).digest('base64url');
  }
}

function expiryOf(purpose: LinkPurpose, now: number): number {
  return purpose === 'upload' ? Math.ceil(now) + UPLOAD_SECONDS : (Math.ceil(now / READ_SECONDS) + 1) * READ_SECONDS;
}
