import { TenantStore } from '@frontdesk/tenants';
import { replyOf, says, type ChatClient } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { apiKeyOf } from './hosted-client.js';
import { ScriptedWorker } from './scripted-worker.js';

const SHOP = 'https://shop.example';
const CLUB = 'https://club.example';
const NOWHERE = 'https://evil.example';

let gateway: TestGateway;
let worker: ScriptedWorker;
/** Of a tenant without a list of its own, and of one with. */
let ada: ChatClient;
let bob: ChatClient;

beforeAll(async () => {
  gateway = await startTestGateway({ env: { ALLOWED_ORIGINS: SHOP } });
  worker = await new ScriptedWorker(gateway.databaseUrl, gateway.redisUrl).start();
  ada = await gateway.clientOf({ userId: 'ada' });
  bob = await gateway.clientOf({ tenantId: 'club', userId: 'bob' });
  await new TenantStore(gateway.db).configure('club', { allowed_origins: [CLUB] });
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
});

const preflight = (path: string, origin: string, method = 'POST') =>
  fetch(`${gateway.url}${path}`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization,content-type,frontdesk-resume,idempotency-key' },
  });
const allowedOrigin = ({ headers }: { readonly headers: Headers }): string | null => headers.get('access-control-allow-origin');
const CHAT_PATHS = ['/chatkit', '/v1/chatkit/conversation', '/chatkit/files', '/v1/chatkit/files', '/v1/chatkit/files/atc_1'];

describe('a browser that asks beforehand', () => {
  it.each(CHAT_PATHS)('may send everything to %s from an origin on the list, and keeps the answer', async (path) => {
    const reply = await preflight(path, SHOP);
    expect([reply.status, allowedOrigin(reply)]).toEqual([204, SHOP]);
    expect(reply.headers.get('access-control-allow-methods')).toContain('POST');
    expect(reply.headers.get('access-control-allow-headers')).toBe('authorization,content-type,frontdesk-resume,idempotency-key');
    expect(Number(reply.headers.get('access-control-max-age'))).toBeGreaterThan(600);
    expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
    expect(reply.headers.get('vary')?.toLowerCase()).toContain('origin');
  });

  it('may not from anywhere else, and may for the pages of a tenant', async () => {
    expect(allowedOrigin(await preflight('/chatkit', NOWHERE))).toBeNull();
    expect(allowedOrigin(await preflight('/chatkit', CLUB))).toBe(CLUB);
    expect(allowedOrigin(await preflight('/chatkit', 'null'))).toBeNull();
  });

  it.each(['/v1/chatkit/sessions', '/v1/chatkit/threads', '/api/chatkit/session', '/api/facts'])('may never send to %s', async (path) => {
    expect(allowedOrigin(await preflight(path, SHOP))).toBeNull();
  });

  it('may use signed addresses of files from anywhere: who may is in the address', async () => {
    const reply = await preflight('/files/atc_1/upload', NOWHERE, 'PUT');
    expect([reply.status, allowedOrigin(reply), reply.headers.get('access-control-allow-methods')]).toEqual([204, '*', expect.stringContaining('PUT')]);
    const refused = await fetch(`${gateway.url}/files/atc_1/content`, { headers: { origin: NOWHERE } });
    expect([refused.status, allowedOrigin(refused)]).toEqual([404, '*']);
  });
});

describe('a page on the list', () => {
  it('reads documents and refusals', async () => {
    const list = await ada.ask('threads.list', {}, { headers: { origin: SHOP } });
    expect([list.status, allowedOrigin(list)]).toEqual([200, SHOP]);
    expect(list.headers.get('access-control-expose-headers')).toContain('x-request-id');
    const refused = await replyOf(await fetch(`${gateway.url}/chatkit`, { method: 'POST', body: '{}', headers: { origin: SHOP } }));
    expect([refused.status, allowedOrigin(refused)]).toEqual([401, SHOP]);
  });

  it('reads streams, and the headers by which it takes them up again', async () => {
    const body = JSON.stringify({ type: 'threads.create', params: { input: says('hi') } });
    const response = await ada.post(body, { headers: { origin: SHOP }, path: '/v1/chatkit/conversation' });
    expect([response.status, allowedOrigin(response)]).toEqual([200, SHOP]);
    expect(response.headers.get('access-control-expose-headers')?.split(', ')).toEqual(expect.arrayContaining(['frontdesk-run-id', 'frontdesk-thread-id']));
    expect(await response.text()).toContain('data: {"type":"thread.created"');
  });

  it('uploads files', async () => {
    const form = new FormData();
    form.set('file', new Blob(['hello']), 'hello.txt');
    const reply = await ada.fetch('/chatkit/files', { method: 'POST', body: form, headers: { origin: SHOP } });
    expect([reply.status, allowedOrigin(reply)]).toEqual([200, SHOP]);
  });
});

describe('a page of another origin', () => {
  it('is refused, whoever its session belongs to, and nothing happens', async () => {
    for (const [client, origin] of [
      [ada, NOWHERE],
      [ada, CLUB],
      [bob, SHOP],
      [bob, NOWHERE],
    ] as const) {
      const reply = await client.ask('threads.create', { input: says('hi') }, { headers: { origin } });
      expect([reply.status, reply.body.error.code]).toEqual([403, 'forbidden']);
    }
    expect(await gateway.db.thread.count({ where: { tenantId: 'club' } })).toBe(0);
    expect((await bob.ask('threads.list', {}, { headers: { origin: CLUB } })).status).toBe(200);
  });

  it.each([
    ['says so', { origin: 'https://chat.example', 'sec-fetch-site': 'same-origin' }],
    ['has our host, whatever the scheme of a proxy', { origin: 'HOST' }],
    ['sends none, as servers do', {}],
  ])('is none when the request %s', async (_how, headers) => {
    const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value === 'HOST' ? gateway.url.replace('http:', 'https:') : value]));
    expect((await ada.ask('threads.list', {}, { headers: own })).status).toBe(200);
  });
});

it('no list: our own pages alone', async () => {
  const plain = await startTestGateway({ databaseUrl: gateway.databaseUrl, redisUrl: gateway.redisUrl });
  try {
    const reply = await fetch(`${plain.url}/chatkit`, { method: 'OPTIONS', headers: { origin: SHOP, 'access-control-request-method': 'POST' } });
    expect(allowedOrigin(reply)).toBeNull();
    const client = await plain.clientOf({ userId: 'ada' });
    expect((await client.ask('threads.list', {}, { headers: { origin: SHOP } })).status).toBe(403);
    expect((await client.ask('threads.list', {}, { headers: { origin: plain.url } })).status).toBe(200);
  } finally {
    await plain.close();
  }
});

it('the address of the installation is one of its own, and one that only begins like it is not', async () => {
  const named = await startTestGateway({ env: { PUBLIC_URL: 'https://chat.example.com:8443/desk' } });
  try {
    const client = await named.clientOf({ userId: 'ada' });
    const statusFrom = async (origin: string) => (await client.ask('threads.list', {}, { headers: { origin } })).status;
    expect(await statusFrom('https://chat.example.com:8443')).toBe(200);
    for (const origin of ['https://chat.example.co', 'https://chat.example.com', 'https://chat.example.com:844', 'https://c']) {
      expect([origin, await statusFrom(origin)]).toEqual([origin, 403]);
    }
  } finally {
    await named.close();
  }
});

it('a list with what is no origin is refused by its name', async () => {
  const configured = new TenantStore(gateway.db).configure('club', { allowed_origins: ['shop.example'] });
  await expect(configured).rejects.toMatchObject({ param: 'settings.allowed_origins.0', message: expect.stringContaining('https://shop.example') });
  await expect(startTestGateway({ env: { ALLOWED_ORIGINS: 'shop.example' } })).rejects.toThrow('ALLOWED_ORIGINS');
});

it('keys have no business in pages: the REST API is not answered across origins', async () => {
  const key = await apiKeyOf(gateway, 'club');
  const reply = await fetch(`${gateway.url}/v1/chatkit/threads`, { headers: { origin: CLUB, authorization: `Bearer ${key}` } });
  expect(allowedOrigin(reply)).toBeNull();
});
