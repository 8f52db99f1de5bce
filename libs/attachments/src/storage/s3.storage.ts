import { createReadStream } from 'node:fs';
import { stat, unlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ByteRange, FileStorage, StoredFile } from './file-storage.js';

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** Of another service than Amazon's. */
  readonly endpoint?: string | undefined;
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. */
  readonly pathStyle: boolean;
  /** Without them the client finds its own, as everywhere at Amazon (role, profile, variables). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

const nothing = (): void => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const REMOVED_SIDE_BY_SIDE = 8;
/** A service that does not answer must not hold a person's answer for ever; it is asked three times by the client itself. */
const TIMEOUTS = { connectionTimeout: 5_000, socketTimeout: 30_000 };

/** A bucket of Amazon S3, or of anything that speaks like it. */
export class S3Storage implements FileStorage {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor({ bucket, region, endpoint, pathStyle, credentials }: S3Settings) {
    this.bucket = bucket;
    this.client = new S3Client({
      region,
      forcePathStyle: pathStyle,
      requestHandler: TIMEOUTS,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      // Checksums in trailers are Amazon's own; many other services refuse them.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      // It would write to the console past the log; what fails is thrown, and logged by whom it concerns.
      logger: SILENT,
    });
  }

  async put(key: string, path: string): Promise<void> {
    const { size } = await stat(path);
    const Body = createReadStream(path);
    await this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body, ContentLength: size }));
    await unlink(path);
  }

  async open(key: string, range?: ByteRange): Promise<StoredFile | null> {
    try {
      const Range = range === undefined ? undefined : `bytes=${range.start}-${range.end}`;
      const { Body, ContentLength } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key, Range }));
      if (!(Body instanceof Readable)) {
        throw new Error('S3 answered without a body');
      }
      return { size: ContentLength ?? 0, bytes: Body };
    } catch (cause) {
      if (cause instanceof NoSuchKey) {
        return null;
      }
      throw cause;
    }
  }

  /** One by one: not every service that speaks S3 knows how to remove several at once. */
  async remove(keys: readonly string[]): Promise<void> {
    const rest = [...keys];
    const removeRest = async (): Promise<void> => {
      for (let key = rest.pop(); key !== undefined; key = rest.pop()) {
        await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
      }
    };
    await Promise.all(Array.from({ length: REMOVED_SIDE_BY_SIDE }, removeRest));
  }
}
