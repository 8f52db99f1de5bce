import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { FileLinks } from '../src/attachments/file-links.js';
import { loadGatewayConfig } from '../src/gateway.config.js';
import { replyOf, says, type ChatClient } from './chat-client.js';
import { SECRET, startTestGateway, type TestGateway } from './gateway.fixture.js';
import { ScriptedWorker } from './scripted-worker.js';

let folder: string;
let gateway: TestGateway;
let worker: ScriptedWorker;
let ada: ChatClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frontdesk-files-'));
  gateway = await startTestGateway({ env: { FILES_FOLDER: folder, FILES_MAX_BYTES: '2000000' } });
  worker = await new ScriptedWorker(gateway.databaseUrl, gateway.redisUrl).start();
  ada = await gateway.clientOf({ userId: 'ada' });
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
  await rm(folder, { recursive: true });
});

const formOf = (bytes: Uint8Array<ArrayBuffer> | string, name: string, type: string, field = 'file') => {
  const form = new FormData();
  form.set(field, new File([bytes], name, { type }));
  return form;
};
const at = (url: string) => (url.startsWith('/') ? gateway.url + url : url);
const get = (url: string) => fetch(at(url));
const uploadTo = async (url: string, form: FormData) => replyOf(await fetch(at(url), { method: 'POST', body: form }));
const direct = (client: ChatClient, form: FormData) => client.fetch('/chatkit/files', { method: 'POST', body: form });
const announce = async (client: ChatClient, name: string, mime_type: string, size: number) => (await client.ask('attachments.create', { name, mime_type, size })).body;
const stored = async (): Promise<string[]> => (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('original'));

/** 40 × 20, and by its orientation to be shown as 20 × 40. */
const photo = async () =>
  new Uint8Array(await sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } }).withMetadata({ orientation: 6 }).jpeg().toBuffer());

describe('an upload in two steps', () => {
  it('goes from a promise to a file in a message, with addresses that work', async () => {
    const picture = await photo();
    const announced = await announce(ada, 'photo.jpg', 'image/jpeg', picture.length);
    expect(announced).toEqual({
      id: expect.stringMatching(/^atc_/),
      name: 'photo.jpg',
      mime_type: 'image/jpeg',
      type: 'image',
      preview_url: expect.stringContaining('/preview?'),
      upload_descriptor: { url: expect.stringContaining(`/files/${announced.id}/upload?`), method: 'POST', headers: {} },
    });
    const done = await uploadTo(announced.upload_descriptor.url, formOf(picture, 'photo.jpg', 'image/jpeg'));
    expect([done.status, done.body]).toEqual([200, { id: announced.id, name: 'photo.jpg', mime_type: 'image/jpeg', type: 'image', preview_url: expect.any(String) }]);
    expect((await uploadTo(announced.upload_descriptor.url, formOf('x', 'x', 'text/plain'))).status).toBe(409);

    const preview = await get(done.body.preview_url);
    const { width, height, exif } = await sharp(Buffer.from(await preview.arrayBuffer())).metadata();
    expect([preview.headers.get('content-type'), width, height, exif]).toEqual(['image/webp', 20, 40, undefined]);

    const stream = await ada.stream('threads.create', { input: says('look', { attachments: [announced.id] }) });
    const frames = await stream.rest();
    const [attachment] = frames[1]?.event.item.attachments;
    expect(attachment).toEqual({ ...done.body, thread_id: stream.threadId });
    const { body } = await ada.ask('threads.get_by_id', { thread_id: stream.threadId });
    expect(body.items.data[0].attachments).toEqual([attachment]);
    expect((await ada.ask('items.list', { thread_id: stream.threadId })).body.data.at(-1).attachments).toEqual([attachment]);
    expect((await ada.ask('attachments.delete', { attachment_id: announced.id })).status).toBe(409);
    const elsewhere = await ada.ask('threads.create', { input: says('again', { attachments: [announced.id] }) });
    expect([elsewhere.status, elsewhere.body.error.param]).toEqual([409, 'params.input.attachments']);

    expect((await ada.ask('threads.delete', { thread_id: stream.threadId })).status).toBe(200);
    expect((await get(done.body.preview_url)).status).toBe(404);
    expect((await stored()).filter((path) => path.includes(announced.id))).toEqual([]);
    expect(await gateway.db.attachment.count({ where: { id: announced.id } })).toBe(0);
  });

  it('takes no more bytes than were announced, and may be tried again', async () => {
    const { id, upload_descriptor } = await announce(ada, 'a.txt', 'text/plain', 5);
    const tooMany = await uploadTo(upload_descriptor.url, formOf('123456', 'a.txt', 'text/plain'));
    expect([tooMany.status, tooMany.body.error.param]).toEqual([413, 'file']);
    expect((await uploadTo(upload_descriptor.url, formOf('12345', 'a.txt', 'text/plain'))).body).toMatchObject({ id, type: 'file' });
  });

  it.each([
    ['POST', 'text/plain'],
    ['PUT', 'text/plain'],
    ['PUT', 'application/octet-stream'],
    ['PUT', ''],
  ])('takes the bytes as the whole body, too (%s, content type "%s")', async (method, type) => {
    const { upload_descriptor } = await announce(ada, 'a.txt', 'text/plain', 5);
    const send = (body: string) => fetch(at(upload_descriptor.url), { method, body: new Blob([body]), headers: type === '' ? {} : { 'content-type': type } });
    const tooMany = await replyOf(await send('123456'));
    expect([tooMany.status, tooMany.body.error]).toMatchObject([413, { param: 'file', message: 'The file is too large: 5 bytes at most (as it was announced).' }]);
    const done = await replyOf(await send('12345'));
    expect([done.status, done.body]).toMatchObject([200, { type: 'file', mime_type: 'text/plain' }]);
    const { download_url } = (await ada.fetch(`/v1/chatkit/files/${done.body.id}`)).body;
    expect(await (await get(download_url)).text()).toBe('12345');
  });

  it('takes a body that is larger than any request may be otherwise, and says what is wrong with none', async () => {
    const { upload_descriptor } = await announce(ada, 'a.bin', 'application/octet-stream', 1_900_000);
    const none = await replyOf(await fetch(at(upload_descriptor.url), { method: 'PUT' }));
    expect([none.status, none.body.error.param]).toEqual([400, 'file']);
    const done = await fetch(at(upload_descriptor.url), { method: 'PUT', body: new Blob([new Uint8Array(1_900_000)]) });
    expect(done.status).toBe(200);
  });

  it('refuses a message that is faster than its file', async () => {
    const { id } = await announce(ada, 'a.txt', 'text/plain', 5);
    const before = await gateway.db.thread.count();
    const reply = await ada.ask('threads.create', { input: says('look', { attachments: [id] }) });
    expect([reply.status, reply.body.error.param]).toEqual([400, 'params.input.attachments']);
    expect(await gateway.db.thread.count()).toBe(before);
  });

  it('can be taken back with its bytes, once', async () => {
    const { body } = await direct(ada, formOf('bye', 'bye.txt', 'text/plain'));
    expect((await ada.ask('attachments.delete', { attachment_id: body.id })).text).toBe('{}');
    expect((await stored()).filter((path) => path.includes(body.id))).toEqual([]);
    expect((await ada.ask('attachments.delete', { attachment_id: body.id })).status).toBe(404);
  });
});

describe('an upload in one step', () => {
  it('answers with the attachment; under the hosted address in the hosted shape', async () => {
    const own = await direct(ada, formOf('hello', 'Grüße.txt', 'text/plain'));
    expect([own.status, own.body]).toEqual([200, { id: expect.stringMatching(/^atc_/), name: 'Grüße.txt', mime_type: 'text/plain', type: 'file' }]);
    const hosted = await ada.fetch('/v1/chatkit/files', { method: 'POST', body: formOf('hello', 'a.txt', 'text/plain') });
    expect(hosted.body).toEqual({ id: expect.any(String), type: 'file', name: 'a.txt', mime_type: 'text/plain', preview_url: null, upload_url: null });
    const described = await ada.fetch(`/v1/chatkit/files/${own.body.id}`);
    expect(described.body).toMatchObject({ size: 5, download_url: expect.any(String) });
    const download = await get(described.body.download_url);
    expect([await download.text(), download.headers.get('content-disposition')]).toEqual([
      'hello',
      `attachment; filename="Gr__e.txt"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt`,
    ]);
    expect(download.headers.get('x-content-type-options')).toBe('nosniff');
    expect(download.headers.get('content-security-policy')).toContain('sandbox');
  });

  it.each([
    ['no form', 'x', 400],
    ['another field', formOf('x', 'a.txt', 'text/plain', 'upload'), 400],
    ['an empty file', formOf('', 'a.txt', 'text/plain'), 400],
    ['a file above the limit', formOf('x'.repeat(2_000_001), 'a.txt', 'text/plain'), 413],
    ['a picture that is none', formOf('<script>alert(1)</script>', 'a.png', 'image/png'), 400],
    ['a broken picture', formOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0]), 'a.png', 'image/png'), 400],
  ])('refuses %s and keeps nothing of it', async (_what, body, status) => {
    const before = await stored();
    const reply = await ada.fetch('/chatkit/files', { method: 'POST', body });
    expect([reply.status, reply.body.error.param]).toEqual([status, 'file']);
    expect(await stored()).toEqual(before);
  });

  it('refuses a picture that unfolds into more than any camera takes', async () => {
    const bomb = await sharp({ create: { width: 20_000, height: 10_000, channels: 3, background: 'white' }, limitInputPixels: false }).png({ compressionLevel: 9 }).toBuffer();
    const reply = await direct(ada, formOf(new Uint8Array(bomb), 'bomb.png', 'image/png'));
    expect([reply.status, reply.body.error.param]).toEqual([400, 'file']);
  });

  it.each([
    ['a JPEG called PNG', photo, 'image/png', 'image/jpeg', 'image'],
    ['a picture called bytes', photo, 'application/octet-stream', 'image/jpeg', 'image'],
    ['text called PDF', async () => 'just text', 'application/pdf', 'text/plain', 'file'],
    ['bytes called text', async () => new Uint8Array([0, 1, 255, 254]), 'text/plain', 'application/octet-stream', 'file'],
    ['an SVG', async () => '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml', 'image/svg+xml', 'file'],
  ])('calls %s what it is', async (_what, bytes, declared, mime_type, type) => {
    expect((await direct(ada, formOf(await bytes(), 'a', declared))).body).toMatchObject({ mime_type, type });
  });
});

describe('somebody else', () => {
  it.each([{ userId: 'eve' }, { tenantId: 'other', userId: 'ada' }])('(%j) finds no file of Ada, by whatever operation', async (who) => {
    const { body } = await direct(ada, formOf('secret', 'a.txt', 'text/plain'));
    const stranger = await gateway.clientOf(who);
    expect((await stranger.fetch(`/v1/chatkit/files/${body.id}`)).status).toBe(404);
    expect((await stranger.ask('attachments.delete', { attachment_id: body.id })).status).toBe(404);
    expect((await stranger.ask('threads.create', { input: says('x', { attachments: [body.id] }) })).status).toBe(404);
    expect((await ada.fetch(`/v1/chatkit/files/${body.id}`)).status).toBe(200);
    expect((await replyOf(await fetch(`${gateway.url}/chatkit/files`, { method: 'POST', body: formOf('x', 'x', 'text/plain') }))).status).toBe(401);
  });
});

describe('an address', () => {
  it('is good for one file, one purpose and its time alone', async () => {
    const { body } = await direct(ada, formOf('secret', 'a.txt', 'text/plain'));
    const other = await direct(ada, formOf('other', 'b.txt', 'text/plain'));
    const { download_url } = (await ada.fetch(`/v1/chatkit/files/${body.id}`)).body;
    const links = new FileLinks(loadGatewayConfig({ DATABASE_URL: 'postgresql://x@y/z', REDIS_URL: 'redis://y', FRONTDESK_SECRET: SECRET }));
    const owner = { tenantId: 'default', userId: 'ada' };
    expect((await get(links.link('content', { id: body.id, owner }))).status).toBe(200);
    const bad = [
      links.link('content', { id: body.id, owner }, Date.now() - 3 * 3_600_000),
      links.link('content', { id: body.id, owner: { ...owner, userId: 'eve' } }),
      links.link('preview', { id: body.id, owner }).replace('/preview', '/content'),
      download_url.replace(body.id, other.body.id),
      download_url.replace(/expires=\d/, 'expires=9'),
      download_url.slice(0, -2),
      download_url.split('?')[0],
      `${download_url}&signature=x`,
    ];
    for (const url of bad) {
      const reply = await replyOf(await get(url));
      expect([url, reply.status, reply.body?.error.code]).toEqual([url, 403, 'forbidden']);
    }
    expect((await get(download_url.replace(body.id, 'atc_none'))).status).toBe(404);
  });
});

describe('a download', () => {
  it('may be of a part', async () => {
    const { body } = await direct(ada, formOf('0123456789', 'a.txt', 'text/plain'));
    const { download_url } = (await ada.fetch(`/v1/chatkit/files/${body.id}`)).body;
    const part = async (range: string) => {
      const response = await fetch(at(download_url), { headers: { range } });
      return [response.status, response.headers.get('content-range'), response.headers.get('content-length'), await response.text()];
    };
    expect((await get(download_url)).headers.get('accept-ranges')).toBe('bytes');
    expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '3', '234']);
    expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '3', '789']);
    expect(await part('bytes=-2')).toEqual([206, 'bytes 8-9/10', '2', '89']);
    expect(await part('bytes=10-')).toEqual([416, 'bytes */10', '0', '']);
    expect(await part('bytes=0-1,4-5')).toEqual([200, null, '10', '0123456789']);
  });
});

it('says when files are not wanted', async () => {
  const picky = await startTestGateway({ databaseUrl: gateway.databaseUrl, redisUrl: gateway.redisUrl, env: { FILES_FOLDER: folder, FILES_ACCEPT: 'image/*' } });
  const client = await picky.clientOf({ userId: 'ada' });
  const refused = await client.ask('attachments.create', { name: 'a.pdf', mime_type: 'application/pdf', size: 1 });
  expect([refused.status, refused.body.error]).toMatchObject([400, { code: 'chatkit.file_upload_type_rejected', param: 'params.mime_type' }]);
  await picky.close();
});

it('forgets with a retry what later messages carried, and keeps what the answered one did', async () => {
  const [first, second] = [await direct(ada, formOf('1', '1.txt', 'text/plain')), await direct(ada, formOf('2', '2.txt', 'text/plain'))];
  const stream = await ada.stream('threads.create', { input: says('one', { attachments: [first.body.id] }) });
  const frames = await stream.rest();
  await (await ada.stream('threads.add_user_message', { thread_id: stream.threadId, input: says('two', { attachments: [second.body.id] }) })).rest();
  await (await ada.stream('threads.retry_after_item', { thread_id: stream.threadId, item_id: frames[1]?.event.item.id })).rest();
  expect((await ada.fetch(`/v1/chatkit/files/${first.body.id}`)).status).toBe(200);
  expect((await ada.fetch(`/v1/chatkit/files/${second.body.id}`)).status).toBe(404);
});

it('says of a storage that is away what it is, and takes the upload when it is back', async () => {
  const { port, close } = await new Promise<{ port: number; close: () => void }>((resolve) => {
    const server = createServer((_request, response) => response.writeHead(503).end()).listen(0, '127.0.0.1', () => {
      resolve({ port: (server.address() as AddressInfo).port, close: () => void server.close().closeAllConnections() });
    });
  });
  const env = { FILES_FOLDER: folder, FILES_STORAGE: 's3', S3_BUCKET: 'b', S3_ENDPOINT: `http://127.0.0.1:${port}`, S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' };
  const away = await startTestGateway({ databaseUrl: gateway.databaseUrl, redisUrl: gateway.redisUrl, env });
  const client = await away.clientOf({ userId: 'ada' });
  const { body: announced } = await client.ask('attachments.create', { name: 'a.txt', mime_type: 'text/plain', size: 5 });
  const refused = await replyOf(await fetch(away.url + announced.upload_descriptor.url, { method: 'PUT', body: 'hello' }));
  expect([refused.status, refused.body.error.code, refused.headers.get('retry-after')]).toEqual([503, 'files_unavailable', '2']);
  const again = await fetch(at(announced.upload_descriptor.url), { method: 'PUT', body: 'hello' }); // the same file by a gateway whose storage works
  expect(again.status).toBe(200);
  await away.close();
  close();
});
