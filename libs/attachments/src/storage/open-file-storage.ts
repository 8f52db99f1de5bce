import { DiskStorage } from './disk.storage.js';
import type { FileStorage } from './file-storage.js';
import type { FileStorageConfig } from './storage-variables.js';

/** The storage that the process was configured with. */
export async function openFileStorage({ folder, s3 }: FileStorageConfig): Promise<FileStorage> {
  if (s3 === null) {
    return new DiskStorage(folder);
  }
  // Amazon's client takes time and memory to load; who keeps files on disk pays neither.
  const { S3Storage } = await import('./s3.storage.js');
  return new S3Storage(s3);
}
