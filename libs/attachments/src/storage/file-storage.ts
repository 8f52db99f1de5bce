import type { Readable } from 'node:stream';

export interface StoredFile {
  readonly size: number;
  /** Must be read to its end or destroyed. */
  readonly bytes: Readable;
}

/** Bytes of a file from one place to another, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where bytes are kept. Keys are relative paths of plain segments (see storageKey). A new kind of storage implements these three. */
export interface FileStorage {
  /** Keeps the bytes of a local file, which is gone afterwards. What was under the key is replaced, at once or not at all. */
  put(key: string, path: string): Promise<void>;
  /**
   * @param range of the file's bytes; all of them without it. `size` is then theirs
   * @returns null when there is nothing under the key
   */
  open(key: string, range?: ByteRange): Promise<StoredFile | null>;
  /** Removes what is under the keys; what is not there is no error. */
  remove(keys: readonly string[]): Promise<void>;
}
