import type { ByteRange, FileStorage, StoredFile } from '@frontdesk/attachments';
import { FrontdeskError } from '@frontdesk/contracts';

/** A storage whose failures are told as what they are: not our defect, and worth another try. */
export class ToldStorage implements FileStorage {
  constructor(private readonly storage: FileStorage) {}

  put(key: string, path: string): Promise<void> {
    return told(this.storage.put(key, path));
  }

  open(key: string, range?: ByteRange): Promise<StoredFile | null> {
    return told(this.storage.open(key, range));
  }

  remove(keys: readonly string[]): Promise<void> {
    return told(this.storage.remove(keys));
  }
}

/** @throws FrontdeskError files_unavailable */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new FrontdeskError('files_unavailable', { cause });
  }
}
