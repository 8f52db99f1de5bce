import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { startObjectStore, type TestObjectStore } from '@frontdesk/testing';
import { storageKey } from '../src/attachment-records.js';
import type { FileStorage } from '../src/storage/file-storage.js';
import { openFileStorage } from '../src/storage/open-file-storage.js';

let folder: string;
let store: TestObjectStore;

const s3 = (more: Partial<Parameters<typeof openFileStorage>[0]['s3'] & object> = {}) => {
  const { bucket, endpoint, credentials } = store;
  return openFileStorage({ folder, s3: { bucket, region: 'us-east-1', endpoint, pathStyle: true, credentials, ...more } });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frontdesk-storage-'));
  store = await startObjectStore();
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(bytes: string | Buffer): Promise<string> {
  const path = join(folder, `upload-${Math.random()}`);
  await writeFile(path, bytes);
  return path;
}

async function contentOf(storage: FileStorage, key: string): Promise<string | null> {
  const file = await storage.open(key);
  if (file === null) {
    return null;
  }
  const bytes = await buffer(file.bytes);
  expect(file.size).toBe(bytes.length);
  return bytes.toString('utf8');
}

describe.each([
  ['on disk', () => openFileStorage({ folder: join(folder, 'files'), s3: null })],
  ['in S3', () => s3()],
])('a file %s', (_where, open) => {
  const owner = { tenantId: 'acme', userId: 'ann@example.com/../ü' };
  const key = (id: string) => storageKey({ owner, id }, 'original');
  let storage: FileStorage;
  beforeAll(async () => {
    storage = await open();
  });

  it('is there as it was put, and gone from where it came', async () => {
    const path = await fileOf('Grüße\0\xff');
    await storage.put(key('atc_1'), path);
    expect(existsSync(path)).toBe(false);
    expect(await contentOf(storage, key('atc_1'))).toBe('Grüße\0\xff');
  });

  it('may be large', async () => {
    await storage.put(key('atc_2'), await fileOf(Buffer.alloc(9_000_000, 'ab')));
    expect(await contentOf(storage, key('atc_2'))).toHaveLength(9_000_000);
  });

  it('is replaced by a later one', async () => {
    await storage.put(key('atc_3'), await fileOf('old'));
    await storage.put(key('atc_3'), await fileOf('new'));
    expect(await contentOf(storage, key('atc_3'))).toBe('new');
  });

  it('may be read in part', async () => {
    await storage.put(key('atc_7'), await fileOf('0123456789'));
    const part = await storage.open(key('atc_7'), { start: 2, end: 4 });
    expect([part?.size, part === null ? null : (await buffer(part.bytes)).toString()]).toEqual([3, '234']);
  });

  it('is removed with others, once or twice', async () => {
    await storage.put(key('atc_4'), await fileOf('a'));
    await storage.put(key('atc_5'), await fileOf('b'));
    for (let times = 0; times < 2; times += 1) {
      await storage.remove([key('atc_4'), key('atc_never'), key('atc_5')]);
      expect(await contentOf(storage, key('atc_4'))).toBeNull();
      expect(await contentOf(storage, key('atc_5'))).toBeNull();
    }
  });

  it('that was never put is not there', async () => {
    expect(await storage.open(key('atc_6'))).toBeNull();
  });
});

it('leaves no empty folder behind on disk', async () => {
  const root = join(folder, 'tidy');
  const storage = await openFileStorage({ folder: root, s3: null });
  await storage.put('tenant/user/atc_1/original', await fileOf('x'));
  await storage.put('tenant/user/atc_1/preview', await fileOf('y'));
  await storage.remove(['tenant/user/atc_1/original', 'tenant/user/atc_1/preview', 'tenant/user/atc_1/model']);
  expect(await readdir(join(root, 'tenant/user'))).toEqual([]);
});

it('removes what a process that died left on its way, and nothing that is under way', async () => {
  const root = join(folder, 'left');
  await openFileStorage({ folder: root, s3: null });
  const [old, young] = ['old', 'young'].map((name) => join(root, 'incoming', name));
  await Promise.all([old, young].map((path) => writeFile(path ?? '', 'x')));
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await utimes(old ?? '', longAgo, longAgo);
  await openFileStorage({ folder: root, s3: null });
  expect(await readdir(join(root, 'incoming'))).toEqual(['young']);
});

it('keeps what people call themselves inside the folder', () => {
  const [tenant, user, id] = storageKey({ owner: { tenantId: '..', userId: '/etc' }, id: 'atc_1' }, 'preview').split('/');
  expect([tenant, user, id]).toEqual([expect.stringMatching(/^~[0-9a-f]{64}$/), expect.stringMatching(/^~[0-9a-f]{64}$/), 'atc_1']);
});

it('says when the bucket is not there, or the key is wrong', async () => {
  await expect((await s3({ bucket: 'nobody' })).open('a')).rejects.toThrow(/bucket/i);
  const wrong = await s3({ credentials: { ...store.credentials, secretAccessKey: 'guess' } });
  await expect(wrong.put('a', await fileOf('x'))).rejects.toThrow(/signature/i);
  await expect(wrong.open('a')).rejects.toThrow(/signature/i);
});
