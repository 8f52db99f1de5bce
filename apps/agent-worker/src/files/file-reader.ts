import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { drawForModel, storageKey, type AttachmentRecord, type AttachmentStore, type FileStorage, type StoredFile } from '@frontdesk/attachments';
import type { ModelForm } from './model-form.js';
import { patiently } from './patiently.js';

export interface FileReaderOptions {
  readonly attachments: Pick<AttachmentStore, 'ready'>;
  readonly storage: FileStorage;
  /** Where files lie while a picture is drawn. */
  readonly scratchFolder: string;
  /** A failure of the storage; it is tried again. */
  readonly onRetry: (cause: unknown) => void;
}

/** The bytes of a file, or why there are none. */
export type ReadFile = Buffer | 'gone' | 'too_large' | 'broken';

/** Reads files for a model. */
export class FileReader {
  constructor(private readonly options: FileReaderOptions) {}

  /**
   * @param room bytes that may be read at most
   * @throws FrontdeskError files_unavailable when the storage failed again and again
   */
  read(record: AttachmentRecord, form: ModelForm, room: number, signal?: AbortSignal): Promise<ReadFile> {
    return patiently(() => this.tryToRead(record, form, room), this.options.onRetry, signal);
  }

  private async tryToRead(record: AttachmentRecord, { rendition, maxBytes }: ModelForm, room: number): Promise<ReadFile> {
    const key = storageKey(record, rendition);
    const range = rendition === 'original' && record.size > maxBytes ? { start: 0, end: maxBytes - 1 } : undefined;
    let file = await this.options.storage.open(key, range);
    if (file === null && rendition === 'model') {
      const drawn = await this.draw(record);
      file = drawn === 'there' ? await this.options.storage.open(key) : null;
      if (drawn === 'broken') {
        return 'broken';
      }
    }
    return file === null ? 'gone' : bytesOf(file, room);
  }

  /** Pictures of agents are drawn for models when one first looks at them, those of people when they come. */
  private async draw(record: AttachmentRecord): Promise<'there' | 'gone' | 'broken'> {
    const { storage, scratchFolder, attachments } = this.options;
    const original = await storage.open(storageKey(record, 'original'));
    if (original === null) {
      return 'gone';
    }
    const path = join(scratchFolder, randomUUID());
    try {
      await pipeline(original.bytes, createWriteStream(path, { mode: 0o600 }));
      const isDrawn = await drawForModel(path, `${path}.model`).then(
        () => true,
        () => false,
      );
      if (!isDrawn) {
        return 'broken';
      }
      await storage.put(storageKey(record, 'model'), `${path}.model`);
    } finally {
      await Promise.all([rm(path, { force: true }), rm(`${path}.model`, { force: true })]);
    }
    const [isStillThere] = await attachments.ready(record.owner, [record.id]);
    if (isStillThere === undefined) {
      await storage.remove([storageKey(record, 'model')]); // whoever removed the others did not know of it
      return 'gone';
    }
    return 'there';
  }
}

async function bytesOf({ size, bytes }: StoredFile, room: number): Promise<ReadFile> {
  if (size > room) {
    bytes.destroy();
    return 'too_large';
  }
  return buffer(bytes);
}
