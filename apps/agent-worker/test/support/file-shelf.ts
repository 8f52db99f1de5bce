import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AttachmentStore,
  drawForModel,
  openFileStorage,
  storageKey,
  type AttachmentRecord,
  type FileStorage,
  type Rendition,
} from '@frontdesk/attachments';
import type { Attachment } from '@frontdesk/chatkit-protocol';
import type { Owner } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';

/** Files as the gateway leaves them for workers, in a folder of the test's own. */
export class FileShelf {
  private constructor(
    readonly folder: string,
    readonly storage: FileStorage,
    readonly attachments: AttachmentStore,
  ) {}

  static async open(db: Database): Promise<FileShelf> {
    const folder = await mkdtemp(join(tmpdir(), 'frontdesk-worker-files-'));
    return new FileShelf(folder, await openFileStorage({ folder, s3: null }), new AttachmentStore(db));
  }

  /** What a worker is told. */
  get variables(): Record<string, string> {
    return { FILES_FOLDER: this.folder };
  }

  /** Uploads a file; of a picture also what a model gets of it. @returns the attachment as a message holds it */
  async upload(owner: Owner, name: string, mimeType: string, bytes: Buffer): Promise<Attachment> {
    const kind = mimeType.startsWith('image/') ? 'image' : 'file';
    const record = await this.attachments.create(owner, { name, mimeType, kind, size: bytes.length });
    await this.attachments.beginUpload(record.id);
    const path = await this.write(bytes);
    if (kind === 'image') {
      const drawn = join(this.folder, randomUUID());
      await drawForModel(path, drawn);
      await this.storage.put(storageKey(record, 'model'), drawn);
    }
    await this.storage.put(storageKey(record, 'original'), path);
    await this.attachments.finishUpload(record.id, { mimeType, kind, size: bytes.length });
    const wire = { id: record.id, name, mime_type: mimeType };
    return kind === 'image' ? { ...wire, type: 'image', preview_url: 'https://frontdesk.example/p' } : { ...wire, type: 'file' };
  }

  /** Where the bytes lie on disk. */
  pathOf(file: Pick<AttachmentRecord, 'id' | 'owner'>, rendition: Rendition): string {
    return join(this.folder, storageKey(file, rendition));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  private async write(bytes: Buffer): Promise<string> {
    const path = join(this.folder, randomUUID());
    await writeFile(path, bytes);
    return path;
  }
}
