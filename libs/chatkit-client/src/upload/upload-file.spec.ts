import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChatKitClient, ChatKitHttpError } from '../index.js';
import type { CustomApi } from '../index.js';

interface Upload {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A server that takes files, at the address of the chat and at a foreign one. */
class FileServer {
  readonly uploads: Upload[] = [];
  method = 'PUT';
  refuse = 0;
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const body = Buffer.concat(chunks).toString();
      this.uploads.push({ method, path: url, type: headers['content-type'] ?? '', authorization: headers.authorization, body });
      const attachment = { type: 'file', id: 'atc_1', name: 'a.txt', mime_type: 'text/plain' };
      if (this.refuse > 0) {
        response.writeHead(this.refuse, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: { code: 'file_type', message: 'No such files here.' } }));
        this.refuse = 0;
      } else if (body.includes('attachments.create')) {
        const upload_descriptor = { url: `${this.store}/bytes/atc_1`, method: this.method, headers: { 'x-signed': 'yes' } };
        response.end(JSON.stringify({ ...attachment, upload_descriptor }));
      } else {
        response.end(JSON.stringify(attachment));
      }
    });
  });
  /** The origin that descriptors name; another one than the chat's for a foreign store. */
  store = '';

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    this.store = origin;
    return origin;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const server = new FileServer();
let origin = '';
const file = new File(['hello'], 'a.txt', { type: 'text/plain' });

beforeAll(async () => {
  origin = await server.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.uploads.length = 0;
  server.store = origin;
  server.method = 'PUT';
});

/** The page's own fetch, which adds what its server wants. */
const withLogin: NonNullable<CustomApi['fetch']> = (url, init) => {
  const headers = new Headers(init.headers);
  headers.set('authorization', 'Login');
  return fetch(url, { ...init, headers });
};
const client = (): ChatKitClient => new ChatKitClient({ api: { kind: 'custom', url: `${origin}/chatkit`, fetch: withLogin } });

test('direct: one form with the file, through the fetch of the page; its answer is the attachment', async () => {
  const attachment = await client().upload(file, { type: 'direct', uploadUrl: `${origin}/files` });
  expect(attachment).toMatchObject({ id: 'atc_1', type: 'file' });
  expect(server.uploads).toEqual([
    expect.objectContaining({
      method: 'POST',
      path: '/files',
      authorization: 'Login',
      type: expect.stringContaining('multipart/form-data'),
    }),
  ]);
  expect(server.uploads[0]?.body).toContain('name="file"; filename="a.txt"');
});

test('two-phase: announced with name, size and type, then sent as the answer says, raw for PUT and as a form for POST', async () => {
  expect(await client().upload(file, { type: 'two_phase' })).toEqual({ id: 'atc_1', type: 'file', name: 'a.txt', mime_type: 'text/plain' });
  server.method = 'POST';
  await client().upload(file, { type: 'two_phase' });
  expect(JSON.parse(server.uploads[0]?.body ?? '')).toEqual({
    type: 'attachments.create',
    params: { name: 'a.txt', size: 5, mime_type: 'text/plain' },
  });
  expect(server.uploads[1]).toMatchObject({ method: 'PUT', path: '/bytes/atc_1', body: 'hello', authorization: 'Login' });
  expect(server.uploads[3]).toMatchObject({ method: 'POST', type: expect.stringContaining('multipart/form-data') });
});

test('a foreign store never sees what the page adds for its own server', async () => {
  server.store = origin.replace('127.0.0.1', 'localhost');
  await client().upload(file, { type: 'two_phase' });
  expect(server.uploads.map(({ authorization }) => authorization)).toEqual(['Login', undefined]);
});

test('hosted: the client secret goes with a direct upload, is replaced when refused, and stays away from the store', async () => {
  const secrets = ['one', 'two'];
  const hosted = new ChatKitClient({
    api: { kind: 'hosted', url: `${origin}/v1/chatkit/conversation`, getClientSecret: async () => secrets.shift() ?? '' },
  });
  server.refuse = 401;
  await hosted.upload(file, { type: 'direct', uploadUrl: `${origin}/v1/chatkit/files` });
  await hosted.upload(file, { type: 'two_phase' });
  expect(server.uploads.map(({ authorization }) => authorization)).toEqual(['Bearer one', 'Bearer two', 'Bearer two', undefined]);
});

test('a refusal carries the sentence of the server, and an upload that is given up ends with the reason', async () => {
  server.refuse = 415;
  const error = await client()
    .upload(file, { type: 'direct', uploadUrl: `${origin}/files` })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ChatKitHttpError);
  expect(error).toMatchObject({ status: 415, message: 'No such files here.' });
  const abort = new AbortController();
  abort.abort(new Error('taken away'));
  await expect(client().upload(file, { type: 'two_phase' }, { signal: abort.signal })).rejects.toThrow('taken away');
});
