import { copyFile, mkdir, open, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { ByteRange, FileStorage, StoredFile } from './file-storage.js';

/** Files below one folder, which every gateway and worker must share. */
export class DiskStorage implements FileStorage {
  constructor(private readonly folder: string) {}

  async put(key: string, path: string): Promise<void> {
    const target = join(this.folder, key);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    try {
      await rename(path, target);
    } catch (cause) {
      if (codeOf(cause) !== 'EXDEV') {
        throw cause;
      }
      await this.moveAcross(path, target);
    }
  }

  async open(key: string, range?: ByteRange): Promise<StoredFile | null> {
    try {
      const file = await open(join(this.folder, key), 'r');
      const { size } = await file.stat();
      return { size: range === undefined ? size : range.end - range.start + 1, bytes: file.createReadStream(range) };
    } catch (cause) {
      return onlyWhenMissing(cause, null);
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await rm(join(this.folder, key), { force: true });
    }
    for (const folder of new Set(keys.map((key) => dirname(join(this.folder, key))))) {
      await rmdir(folder).catch((cause: unknown) => onlyWhen(['ENOENT', 'ENOTEMPTY', 'EEXIST'], cause));
    }
  }

  /** From another file system: a copy beside the target first, so that nobody reads half a file. */
  private async moveAcross(path: string, target: string): Promise<void> {
    const beside = `${target}.${randomUUID()}`;
    await copyFile(path, beside);
    await rename(beside, target);
    await unlink(path);
  }
}

const codeOf = (cause: unknown): string | undefined => (cause as NodeJS.ErrnoException).code;

function onlyWhen(codes: readonly string[], cause: unknown): void {
  if (!codes.includes(codeOf(cause) ?? '')) {
    throw cause;
  }
}

function onlyWhenMissing<T>(cause: unknown, value: T): T {
  onlyWhen(['ENOENT', 'ENOTDIR'], cause);
  return value;
}
