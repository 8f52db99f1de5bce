import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type OpenAI from 'openai';
import { TenantStore } from '@frontdesk/tenants';
import sharp from 'sharp';
import { ChatClient, replyOf, says } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { apiKeyOf, officialClient } from './hosted-client.js';
import { ScriptedWorker } from './scripted-worker.js';

const MB = 1_048_576;

let folder: string;
let gateway: TestGateway;
let worker: ScriptedWorker;
let sdk: OpenAI;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frontdesk-limits-'));
  gateway = await startTestGateway({ env: { FILES_FOLDER: folder, FILES_MAX_BYTES: String(4 * MB), FILES_PER_MESSAGE: '3' } });
  worker = await new ScriptedWorker(gateway.databaseUrl, gateway.redisUrl).start();
  sdk = officialClient(gateway, await apiKeyOf(gateway, 'acme'));
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => tenant({}));

const tenant = (uploads: Record<string, unknown>) => new TenantStore(gateway.db).configure('acme', { uploads });

let users = 0;
async function session(file_upload?: OpenAI.Beta.ChatKit.ChatSessionChatKitConfigurationParam.FileUpload, more: Record<string, unknown> = {}) {
  const made = await sdk.beta.chatkit.sessions.create({
    user: `user ${(users += 1)}`,
    workflow: { id: 'chatkit-guide' },
    rate_limits: { max_requests_per_1_minute: 1_000 },
    ...(file_upload === undefined ? {} : { chatkit_configuration: { file_upload } }),
    ...more,
  });
  return new ChatClient(gateway.url, made.client_secret);
}

function formOf(size: number, name = 'a.txt', type = 'text/plain'): FormData {
  const form = new FormData();
  form.set('file', new File(['x'.repeat(size)], name, { type }));
  return form;
}
const direct = (client: ChatClient, form: FormData) => client.fetch('/v1/chatkit/files', { method: 'POST', body: form });
const announce = (client: ChatClient, size: number, mime_type = 'text/plain') => client.ask('attachments.create', { name: 'a', mime_type, size });
const refusal = ({ status, body }: { status: number; body: { error: { code: string; message: string } } }) => [status, body.error.code, body.error.message];

it('a session uploads nothing unless its creator said so', async () => {
  const message = 'Files cannot be uploaded here (chatkit_configuration.file_upload.enabled of the session is false).';
  for (const client of [await session(), await session({ enabled: false })]) {
    expect(refusal(await announce(client, 5))).toEqual([400, 'chatkit.file_upload_disabled', message]);
    expect(refusal(await direct(client, formOf(5)))).toEqual([400, 'chatkit.file_upload_disabled', message]);
  }
});

it('a file has the size that session, tenant and installation all allow', async () => {
  const session2 = await session({ enabled: true, max_file_size: 2 });
  const bySession = `The file is too large: ${2 * MB} bytes at most (chatkit_configuration.file_upload.max_file_size of the session).`;
  expect(refusal(await announce(session2, 2 * MB + 1))).toEqual([413, 'payload_too_large', bySession]);
  expect(refusal(await direct(session2, formOf(2 * MB + 1)))).toEqual([413, 'payload_too_large', bySession]);
  expect((await announce(session2, 2 * MB)).status).toBe(200);
  expect((await direct(session2, formOf(2 * MB))).status).toBe(200);
  await tenant({ max_file_size: 1 });
  expect(refusal(await announce(session2, MB + 1))).toEqual([
    413,
    'payload_too_large',
    `The file is too large: ${MB} bytes at most (the tenant's uploads.max_file_size).`,
  ]);
  await tenant({ max_file_size: 500 });
  expect(refusal(await announce(await session({ enabled: true }), 4 * MB + 1))).toEqual([
    413,
    'payload_too_large',
    `The file is too large: ${4 * MB} bytes at most (FILES_MAX_BYTES).`,
  ]);
});

it('a tenant’s limits hold for an address that was given before them', async () => {
  const client = await session({ enabled: true });
  const { body } = await announce(client, 2 * MB);
  const upload = async () => replyOf(await fetch(gateway.url + body.upload_descriptor.url, { method: 'PUT', body: 'x'.repeat(2 * MB) }));
  await tenant({ max_file_size: 1 });
  expect((await upload()).status).toBe(413);
  await tenant({ enabled: false });
  expect(refusal(await upload())).toEqual([400, 'chatkit.file_upload_disabled', "Files cannot be uploaded here (the tenant's uploads.enabled is false)."]);
  await tenant({});
  expect((await upload()).status).toBe(200);
});

it('a message has as many files as session, tenant and installation all allow', async () => {
  const client = await session({ enabled: true, max_files: 2 });
  const ids = await Promise.all([1, 2, 3, 4].map(async () => (await direct(client, formOf(1))).body.id as string));
  const say = (count: number) => client.ask('threads.create', { input: says('x', { attachments: ids.slice(0, count) }) });
  expect(refusal(await say(3))).toEqual([
    400,
    'invalid_request',
    'A message may have 2 files at most (chatkit_configuration.file_upload.max_files of the session).',
  ]);
  await tenant({ max_files: 1 });
  expect(refusal(await say(2))[2]).toBe("A message may have 1 files at most (the tenant's uploads.max_files).");
  await tenant({});
  await (await client.stream('threads.create', { input: says('x', { attachments: ids.slice(0, 2) }) })).rest();
});

it('a tenant says which types may come, by their bytes too', async () => {
  await tenant({ accept: ['image/*', 'application/pdf'] });
  const client = await session({ enabled: true });
  const message = "Files of the type text/plain cannot be uploaded here (the tenant's uploads.accept).";
  expect(refusal(await announce(client, 5))).toEqual([400, 'chatkit.file_upload_type_rejected', message]);
  const disguised = await direct(client, formOf(5, 'a.pdf', 'application/pdf'));
  expect(refusal(disguised)).toEqual([400, 'chatkit.file_upload_type_rejected', message]);
  const { body } = await announce(client, 5, 'application/pdf');
  const late = await fetch(gateway.url + body.upload_descriptor.url, { method: 'PUT', body: 'hello' });
  expect(refusal(await replyOf(late))).toEqual([400, 'chatkit.file_upload_type_rejected', message]);
  await expect(tenant({ accept: ['images'] })).rejects.toMatchObject({ param: 'settings.uploads.accept.0' });
});

it('uploads count as requests of the session', async () => {
  const client = await session({ enabled: true }, { rate_limits: { max_requests_per_1_minute: 2 } });
  const replies = [await direct(client, formOf(1)), await direct(client, formOf(1)), await direct(client, formOf(1))];
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(Number(replies[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
});

it('a picture of a message has an address that works in the backend’s list, however old the message is', async () => {
  const client = await session({ enabled: true });
  const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } }).png().toBuffer();
  const form = new FormData();
  form.set('file', new File([new Uint8Array(png)], 'a.png', { type: 'image/png' }));
  const { body } = await direct(client, form);
  const stream = await client.stream('threads.create', { input: says('look', { attachments: [body.id] }) });
  await stream.rest();
  await gateway.db.$executeRaw`
    UPDATE thread_items SET data = jsonb_set(data, '{attachments,0,preview_url}', '"/files/old"') WHERE thread_id = ${stream.threadId} AND type = 'user_message'`;
  const { data } = await sdk.beta.chatkit.threads.listItems(stream.threadId, { order: 'asc', limit: 1 });
  expect(data[0]).toMatchObject({ type: 'chatkit.user_message', attachments: [{ id: body.id, type: 'image', preview_url: expect.stringContaining('/preview?') }] });
  const address = data[0]?.type === 'chatkit.user_message' ? String(data[0].attachments[0]?.preview_url) : '';
  expect((await fetch(gateway.url + address)).headers.get('content-type')).toBe('image/webp');
});
