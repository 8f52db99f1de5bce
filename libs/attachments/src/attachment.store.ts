import { FrontdeskError, newId, type Owner } from '@frontdesk/contracts';
import { Prisma, type DatabaseExecutor } from '@frontdesk/database';
import { attachmentFromRow, type AttachmentKind, type AttachmentRecord, type AttachmentRow } from './attachment-records.js';

/** A file that is going to be uploaded, as its user describes it. */
export interface AnnouncedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly kind: AttachmentKind;
  readonly size: number;
}

/** What an upload turned out to be. */
export type UploadedFile = Pick<AnnouncedFile, 'mimeType' | 'kind' | 'size'>;

/** Longer than any upload may take (the gateway's bound on a request). */
const UPLOAD_LEASE_MINUTES = 15;
/** Longer than the bytes of one batch take to be removed. */
const REMOVAL_LEASE_MINUTES = 5;
/** Bytes that are not there by then will not come: the address for them has long expired. */
const AWAITED_HOURS = 1;
/** An uploaded file may wait in a composer overnight. */
const UNSENT_HOURS = 24;
/** Files that one user may have uploaded, or announced, without sending them. */
const UNSENT_FILES = 100;

const FIELD = 'params.input.attachments';
const COLUMNS = Prisma.sql`id, tenant_id, user_id, kind, name, mime_type, size, status, thread_id`;
/** Sent once, and the message is gone: with its thread, or forgotten by a retry. The foreign key has emptied the reference. */
const ABANDONED = Prisma.sql`(sent_at IS NOT NULL AND item_id IS NULL)`;
const OVERDUE = Prisma.sql`(sent_at IS NULL AND (
  (status IN ('awaiting', 'uploading') AND created_at < now() - make_interval(hours => ${AWAITED_HOURS}::int)) OR
  (status = 'ready' AND created_at < now() - make_interval(hours => ${UNSENT_HOURS}::int))))`;

type AttachmentExecutor = Pick<DatabaseExecutor, '$queryRaw' | '$executeRaw'>;

const ownedBy = ({ tenantId, userId }: Owner): Prisma.Sql => Prisma.sql`tenant_id = ${tenantId} AND user_id = ${userId}`;

/**
 * The records of attachments in Postgres; their bytes are in a FileStorage. Everything is scoped by the owner, but for
 * what a signed address or the sweeper asks. It works on the database itself or inside the transaction that it is given.
 */
export class AttachmentStore {
  constructor(private readonly db: AttachmentExecutor) {}

  /** The same store inside the caller's transaction. */
  within(transaction: AttachmentExecutor): AttachmentStore {
    return new AttachmentStore(transaction);
  }

  /** Announces a file. @throws FrontdeskError rate_limited when too many of the owner's wait to be sent */
  async create(owner: Owner, file: AnnouncedFile): Promise<AttachmentRecord> {
    const [row] = await this.db.$queryRaw<AttachmentRow[]>`
      INSERT INTO attachments (id, tenant_id, user_id, kind, name, mime_type, size, status)
      SELECT ${newId('atc')}, ${owner.tenantId}, ${owner.userId}, ${file.kind}, ${file.name}, ${file.mimeType}, ${file.size}::int, 'awaiting'
      WHERE (SELECT count(*) FROM attachments WHERE ${ownedBy(owner)} AND sent_at IS NULL AND status <> 'doomed') < ${UNSENT_FILES}
      RETURNING ${COLUMNS}`;
    if (row === undefined) {
      throw new FrontdeskError('rate_limited', { detail: `More than ${UNSENT_FILES} files wait to be sent. Send or remove some first.` });
    }
    return attachmentFromRow(row);
  }

  /** A file that this installation makes itself: no limit on uploads holds, and its bytes are put by who creates it. */
  async createOwn(owner: Owner, file: AnnouncedFile): Promise<AttachmentRecord> {
    const [row] = await this.db.$queryRaw<AttachmentRow[]>`
      INSERT INTO attachments (id, tenant_id, user_id, kind, name, mime_type, size, status, lease_until)
      VALUES (${newId('atc')}, ${owner.tenantId}, ${owner.userId}, ${file.kind}, ${file.name}, ${file.mimeType}, ${file.size}::int,
        'uploading', now() + make_interval(mins => ${UPLOAD_LEASE_MINUTES}::int))
      RETURNING ${COLUMNS}`;
    if (row === undefined) {
      throw new FrontdeskError('internal'); // an insert without a condition returns its row
    }
    return attachmentFromRow(row);
  }

  /** Of whomever: for who shows an address that we signed. @returns null when it is not there, or no longer */
  async find(id: string): Promise<AttachmentRecord | null> {
    const [row] = await this.db.$queryRaw<AttachmentRow[]>`
      SELECT ${COLUMNS} FROM attachments WHERE id = ${id} AND status <> 'doomed' AND NOT ${ABANDONED}`;
    return row === undefined ? null : attachmentFromRow(row);
  }

  /** @returns those of the ids that are the owner's and uploaded */
  async ready(owner: Owner, ids: readonly string[]): Promise<AttachmentRecord[]> {
    const rows = await this.db.$queryRaw<AttachmentRow[]>`
      SELECT ${COLUMNS} FROM attachments
      WHERE id = ANY(${[...ids]}) AND ${ownedBy(owner)} AND status = 'ready' AND NOT ${ABANDONED}`;
    return rows.map(attachmentFromRow);
  }

  /** Takes the upload of an announced file upon oneself. @returns false when it is uploaded, or somebody is about to */
  async beginUpload(id: string): Promise<boolean> {
    const count = await this.db.$executeRaw`
      UPDATE attachments SET status = 'uploading', lease_until = now() + make_interval(mins => ${UPLOAD_LEASE_MINUTES}::int)
      WHERE id = ${id} AND (status = 'awaiting' OR (status = 'uploading' AND lease_until < now()))`;
    return count === 1;
  }

  /** The bytes are in the storage. @returns null when the file was removed meanwhile; the bytes are then to be removed, too */
  async finishUpload(id: string, file: UploadedFile): Promise<AttachmentRecord | null> {
    const [row] = await this.db.$queryRaw<AttachmentRow[]>`
      UPDATE attachments SET status = 'ready', lease_until = NULL, kind = ${file.kind}, mime_type = ${file.mimeType}, size = ${file.size}::int
      WHERE id = ${id} AND status = 'uploading' RETURNING ${COLUMNS}`;
    return row === undefined ? null : attachmentFromRow(row);
  }

  /** The upload failed; it may be tried again. */
  async giveUpUpload(id: string): Promise<void> {
    await this.db.$executeRaw`UPDATE attachments SET status = 'awaiting', lease_until = NULL WHERE id = ${id} AND status = 'uploading'`;
  }

  /**
   * The files that a message names, in its order.
   *
   * @param threadId where the message goes; null for a new thread
   * @throws FrontdeskError not_found; invalid_request when one is not uploaded; conflict when one is in another thread
   */
  async forMessage(owner: Owner, ids: readonly string[], threadId: string | null): Promise<AttachmentRecord[]> {
    if (ids.length === 0) {
      return [];
    }
    const rows = await this.db.$queryRaw<AttachmentRow[]>`
      SELECT ${COLUMNS} FROM attachments WHERE id = ANY(${[...ids]}) AND ${ownedBy(owner)} AND status <> 'doomed' AND NOT ${ABANDONED}`;
    const byId = new Map(rows.map((row) => [row.id, attachmentFromRow(row)]));
    return ids.map((id) => sendable(byId.get(id), threadId));
  }

  /**
   * Ties files to the message that they were sent with. Where the message is written, in the same transaction.
   *
   * @throws FrontdeskError conflict when one of them was sent elsewhere or removed since it was looked at
   */
  async bind(owner: Owner, ids: readonly string[], threadId: string, itemId: string): Promise<void> {
    const count = await this.db.$executeRaw`
      UPDATE attachments SET
        thread_id = coalesce(thread_id, ${threadId}), item_id = coalesce(item_id, ${itemId}), sent_at = coalesce(sent_at, now())
      WHERE id = ANY(${[...ids]}) AND ${ownedBy(owner)} AND status = 'ready' AND (sent_at IS NULL OR thread_id = ${threadId})`;
    if (count !== ids.length) {
      throw new FrontdeskError('conflict', { detail: 'A file of this message was just removed, or sent elsewhere.', param: FIELD });
    }
  }

  /**
   * Takes an unsent file back; its bytes are removed by whoever claims what is doomed.
   *
   * @throws FrontdeskError not_found; conflict when it belongs to a message
   */
  async doom(owner: Owner, id: string, param: string): Promise<void> {
    const count = await this.db.$executeRaw`
      UPDATE attachments SET status = 'doomed', lease_until = NULL
      WHERE id = ${id} AND ${ownedBy(owner)} AND status <> 'doomed' AND sent_at IS NULL`;
    if (count === 1) {
      return;
    }
    const found = await this.find(id);
    if (found?.owner.tenantId === owner.tenantId && found.owner.userId === owner.userId) {
      throw new FrontdeskError('conflict', { detail: 'The file belongs to a message. It goes when the conversation is deleted.', param });
    }
    throw new FrontdeskError('not_found', { detail: 'There is no such attachment.', param });
  }

  /**
   * Takes over files that nobody can reach any more: taken back, without their message, never uploaded, never sent.
   * They are held for some minutes, so that of several sweepers each does other work; what is not forgotten by then comes again.
   *
   * @param owner only files of this owner
   */
  async claimDoomed(limit: number, owner?: Owner): Promise<AttachmentRecord[]> {
    const whose = owner === undefined ? Prisma.empty : Prisma.sql`AND ${ownedBy(owner)}`;
    const rows = await this.db.$queryRaw<AttachmentRow[]>`
      UPDATE attachments SET status = 'doomed', lease_until = now() + make_interval(mins => ${REMOVAL_LEASE_MINUTES}::int)
      WHERE id IN (
        SELECT id FROM attachments
        WHERE item_id IS NULL AND (lease_until IS NULL OR lease_until < now()) AND (status = 'doomed' OR ${ABANDONED} OR ${OVERDUE}) ${whose}
        ORDER BY created_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING ${COLUMNS}`;
    return rows.map(attachmentFromRow);
  }

  /** Deletes the records of doomed files whose bytes are gone. */
  async forget(ids: readonly string[]): Promise<void> {
    await this.db.$executeRaw`DELETE FROM attachments WHERE id = ANY(${[...ids]}) AND status = 'doomed'`;
  }
}

function sendable(attachment: AttachmentRecord | undefined, threadId: string | null): AttachmentRecord {
  if (attachment === undefined) {
    throw new FrontdeskError('not_found', { detail: 'There is no such attachment.', param: FIELD });
  }
  if (attachment.status !== 'ready') {
    throw new FrontdeskError('invalid_request', { detail: 'A file of this message is not uploaded yet.', param: FIELD });
  }
  if (attachment.threadId !== null && attachment.threadId !== threadId) {
    throw new FrontdeskError('conflict', { detail: 'A file of this message belongs to another conversation.', param: FIELD });
  }
  return attachment;
}
