// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- the package has no types, and whoever imports this file needs ours
/// <reference path="./s3rver.d.ts" />
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { onTestFileEnd } from './cleanup.js';

const BUCKET = 'frontdesk';
/** What that server knows as its one account; a wrong signature is refused. */
const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
/** How it calls the bytes of an object, beside its metadata. */
const OBJECT_FILE = /\._S3rver_object$/;

/** A server that speaks S3, with one bucket. */
export interface TestObjectStore {
  readonly endpoint: string;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** What a process is told to keep its files there. */
  readonly env: Readonly<Record<string, string>>;
  /** Keys of all objects in the bucket. */
  keys(): Promise<string[]>;
}

/** Starts it on a free port with an empty bucket. Ends by itself when the test file does. */
export async function startObjectStore(): Promise<TestObjectStore> {
  const directory = await mkdtemp(join(tmpdir(), 'frontdesk-s3-'));
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, vhostBuckets: false, configureBuckets: [{ name: BUCKET }] });
  const endpoint = `http://127.0.0.1:${(await server.run()).port}`;
  onTestFileEnd(async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });
  return {
    endpoint,
    bucket: BUCKET,
    credentials: CREDENTIALS,
    env: {
      FILES_STORAGE: 's3',
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: endpoint,
      S3_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      S3_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    },
    keys: async () => {
      const files = await readdir(join(directory, BUCKET), { recursive: true });
      return files.filter((file) => OBJECT_FILE.test(file)).map((file) => file.replace(OBJECT_FILE, ''));
    },
  };
}
