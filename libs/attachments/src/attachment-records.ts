import { createHash } from 'node:crypto';
import type { Owner } from '@frontdesk/contracts';

/**
 * `awaiting` its bytes, `uploading` them under a lease, `ready` to be sent and read, or `doomed`: no longer there for
 * anybody, its bytes about to be removed.
 */
export type AttachmentStatus = 'awaiting' | 'uploading' | 'ready' | 'doomed';
export type AttachmentKind = 'file' | 'image';

/** What was uploaded, or is going to be. */
export interface AttachmentRecord {
  readonly id: string;
  readonly owner: Owner;
  readonly kind: AttachmentKind;
  readonly name: string;
  readonly mimeType: string;
  /** Bytes: as announced, then as they came. */
  readonly size: number;
  readonly status: AttachmentStatus;
  /** Of the message that it was sent with; null before that. */
  readonly threadId: string | null;
}

/** A row of `attachments` as SQL returns it. */
export interface AttachmentRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly user_id: string;
  readonly kind: string;
  readonly name: string;
  readonly mime_type: string;
  readonly size: number;
  readonly status: string;
  readonly thread_id: string | null;
}

export const attachmentFromRow = (row: AttachmentRow): AttachmentRecord => ({
  id: row.id,
  owner: { tenantId: row.tenant_id, userId: row.user_id },
  kind: row.kind === 'image' ? 'image' : 'file',
  name: row.name,
  mimeType: row.mime_type,
  size: row.size,
  status: row.status as AttachmentStatus, // a check constraint of the table knows the same four
  threadId: row.thread_id,
});

/** What is kept of one attachment: what came, and of pictures a small one for people and one that fits a model. */
export const RENDITIONS = ['original', 'preview', 'model'] as const;
export type Rendition = (typeof RENDITIONS)[number];

/** Where the bytes are, in every storage: tenant, user, attachment, rendition. */
export function storageKey(attachment: { readonly owner: Owner; readonly id: string }, rendition: Rendition): string {
  const { tenantId, userId } = attachment.owner;
  return [tenantId, userId, attachment.id].map(segment).concat(rendition).join('/');
}

/** Ids come from other people's systems: what is no plain name, on disk or in a URL, is replaced by its hash. */
const segment = (id: string): string =>
  /^[A-Za-z0-9_-]{1,80}$/.test(id) ? id : `~${createHash('sha256').update(id).digest('hex')}`;
