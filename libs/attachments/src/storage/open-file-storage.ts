import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@frontdesk/config';
import { DiskStorage } from './disk.storage.js';
import type { FileStorage } from './file-storage.js';
import { incomingFolder, type FileStorageConfig } from './storage-variables.js';

/**
 * The storage that the process was configured with.
 *
 * What processes that died left on its way is removed.
 *
 * @throws ConfigError when the folder cannot be written to: better said at the start than with the first file
 */
export async function openFileStorage(config: FileStorageConfig): Promise<FileStorage> {
  await requireWritable(config);
  await removeLeftovers(incomingFolder(config));
  if (config.s3 === null) {
    return new DiskStorage(config.folder);
  }
  // Amazon's client takes time and memory to load; who keeps files on disk pays neither.
  const { S3Storage } = await import('./s3.storage.js');
  return new S3Storage(config.s3);
}

async function requireWritable(config: FileStorageConfig): Promise<void> {
  const probe = join(incomingFolder(config), `probe-${randomUUID()}`);
  try {
    await mkdir(incomingFolder(config), { recursive: true, mode: 0o700 });
    await writeFile(probe, '', { mode: 0o600 });
    await rm(probe);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw Object.assign(
      new ConfigError(`FILES_FOLDER (${config.folder}) cannot be written to (${reason}): let this process write there, or name another folder.`),
      { cause },
    );
  }
}

/** Of files that are on their way nothing is this old: an upload takes minutes at most. */
const LEFT_BEHIND_MS = 60 * 60 * 1000;

async function removeLeftovers(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity })); // another process was quicker
    if (mtimeMs < Date.now() - LEFT_BEHIND_MS) {
      await rm(path, { force: true });
    }
  }
}
