import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pictureType, storageKey, type AttachmentStore, type FileStorage, type SignedLinks } from '@frontdesk/attachments';
import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import type { Owner } from '@frontdesk/contracts';
import { patiently } from './patiently.js';

export interface KeptPicturesOptions {
  readonly attachments: Pick<AttachmentStore, 'createOwn' | 'finishUpload'>;
  readonly storage: FileStorage;
  readonly links: Pick<SignedLinks, 'link'>;
  /** Where a picture lies on its way into the storage. */
  readonly scratchFolder: string;
  /** A failure of the storage; it is tried again. */
  readonly onRetry: (cause: unknown) => void;
}

const DATA_URL = /^data:[\w/+.-]*;base64,/;

/** Pictures that agents make: megabytes, which belong with other files and not into rows and logs. */
export class KeptPictures {
  constructor(private readonly options: KeptPicturesOptions) {}

  /**
   * Puts the bytes of an item's picture into the storage. They belong to the item once it is stored with their address.
   *
   * @returns the item with an address for them; null when they are no picture that can be opened
   * @throws FrontdeskError files_unavailable when the storage failed again and again
   */
  async keep(owner: Owner, item: ThreadItem): Promise<ThreadItem | null> {
    const image = item.type === 'generated_image' ? item.image : undefined;
    const head = image === undefined ? null : DATA_URL.exec(image.url);
    if (item.type !== 'generated_image' || image === undefined || head === null) {
      return item;
    }
    const path = join(this.options.scratchFolder, randomUUID());
    try {
      const url = await this.store(owner, path, Buffer.from(image.url.slice(head[0].length), 'base64'));
      return url === null ? null : { ...item, image: { ...image, url } };
    } finally {
      await rm(path, { force: true });
    }
  }

  private async store(owner: Owner, path: string, bytes: Buffer): Promise<string | null> {
    const { attachments, storage, links, onRetry } = this.options;
    await patiently(() => writeFile(path, bytes, { mode: 0o600 }), onRetry);
    const mimeType = await pictureType(path).catch(() => null);
    if (mimeType === null) {
      return null;
    }
    const file = { mimeType, kind: 'image', size: bytes.length } as const;
    const record = await attachments.createOwn(owner, { ...file, name: `picture.${mimeType.replace('image/', '')}` });
    await patiently(() => storage.put(storageKey(record, 'original'), path), onRetry);
    await attachments.finishUpload(record.id, file);
    return links.link('content', record);
  }
}
