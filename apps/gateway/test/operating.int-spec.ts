import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChatClient, replyOf, says } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { ScriptedWorker, deltaOf } from './scripted-worker.js';
import { eventually } from './signals.js';

const PAGE = '<!doctype html><title>Chat</title><script src="/chatkit.js" async></script>';

let gateway: TestGateway;
let worker: ScriptedWorker;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frontdesk-web-'));
  await mkdir(join(folder, 'web/assets'), { recursive: true });
  await mkdir(join(folder, 'chatkit-parts'));
  await Promise.all([
    writeFile(join(folder, 'web/index.html'), PAGE),
    writeFile(join(folder, 'web/docs.html'), '<!doctype html><title>Docs</title>'),
    writeFile(join(folder, 'web/gallery.html'), '<!doctype html><title>Gallery</title>'),
    writeFile(join(folder, 'web/favicon.svg'), '<svg/>'),
    writeFile(join(folder, 'web/.env'), 'SECRET=1'),
    writeFile(join(folder, 'web/assets/index-Bx12_abc.js'), 'export {};'),
    writeFile(join(folder, 'chatkit.js'), '/* the element */'),
    writeFile(join(folder, 'chatkit-parts/charts.js'), 'export const charts = 1;'),
    writeFile(join(folder, 'outside.txt'), 'not yours'),
  ]);
  gateway = await startTestGateway({
    env: {
      WEB_ROOT: join(folder, 'web'),
      ELEMENT_FILE: join(folder, 'chatkit.js'),
      OPENAI_MODEL: 'demo',
      FRONTDESK_DEMO_MODEL: 'true',
      LOG_LEVEL: 'debug',
    },
  });
  worker = await new ScriptedWorker(gateway.databaseUrl, gateway.redisUrl).start();
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
  await rm(folder, { recursive: true });
});

/** One figure of the metrics; null when there is none with these labels. */
function figure(text: string, name: string, labels = ''): number | null {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}{`) && candidate.includes(labels));
  return line === undefined ? null : Number(line.slice(line.lastIndexOf(' ')));
}

const get = async (path: string, headers: Record<string, string> = {}) => replyOf(await fetch(`${gateway.url}${path}`, { headers }));

/** As the bytes say: fetch would tidy the path, and switch caching off for conditional requests. */
function rawGet(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    asked.on('error', reject).end();
  });
}

describe('the web app', () => {
  it('is served at the root, and asked for again each time', async () => {
    const reply = await get('/');
    expect([reply.status, reply.text]).toEqual([200, PAGE]);
    expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
    expect(reply.headers.get('cache-control')).toBe('no-cache');
    expect((await rawGet('/', { 'if-none-match': String(reply.headers.get('etag')) })).status).toBe(304);
  });

  it('has a gallery where the setting says so, and nothing at its addresses where it says no', async () => {
    expect((await get('/gallery', { accept: 'text/html' })).text).toContain('Gallery');
    const closed = await startTestGateway({ env: { WEB_ROOT: join(folder, 'web'), FRONTDESK_GALLERY: 'false' } });
    try {
      for (const path of ['/gallery', '/gallery.html']) {
        expect((await fetch(closed.url + path, { headers: { accept: 'text/html' } })).status).toBe(404);
      }
    } finally {
      await closed.close();
    }
  });

  it('keeps files whose names carry a hash for ever, others not', async () => {
    expect((await get('/assets/index-Bx12_abc.js')).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/assets/index-Bx12_abc.js')).headers.get('content-type')).toMatch(/javascript/);
    expect((await get('/favicon.svg?v=1')).headers.get('cache-control')).toBe('no-cache');
    expect((await get('/docs.html')).text).toContain('Docs');
  });

  it('answers addresses of its pages with the page, to who asks for a page', async () => {
    expect((await get('/settings/profile', { accept: 'text/html,*/*' })).text).toContain('Chat');
    expect((await get('/settings/profile', { accept: 'application/json' })).status).toBe(404);
    expect((await get('/missing.js', { accept: 'text/html' })).status).toBe(404);
    expect((await get('/assets/index-gone1234.js')).body.error.code).toBe('not_found');
  });

  it.each(['/../outside.txt', '/%2e%2e/outside.txt', '/..%2foutside.txt', '/assets/..%5c..%5c..%5coutside.txt', '/.env', '/%00.html'])(
    'gives nothing away at %s',
    async (path) => {
      const reply = await rawGet(path);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
      expect(reply.text).not.toMatch(/not yours|SECRET/);
    },
  );

  it('serves the element to pages of other sites, too', async () => {
    const reply = await get('/chatkit.js');
    expect(reply.text).toBe('/* the element */');
    expect(reply.headers.get('content-type')).toMatch(/javascript/);
    expect(reply.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(reply.headers.get('cache-control')).toBe('no-cache');
  });

  it('serves the parts of the element to pages of other sites, too, and nothing beside them', async () => {
    const reply = await get('/chatkit-parts/charts.js');
    expect(reply.text).toBe('export const charts = 1;');
    expect(reply.headers.get('content-type')).toMatch(/javascript/);
    expect(reply.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    expect((await get('/chatkit-parts/maths.js')).status).toBe(404);
    expect((await rawGet('/chatkit-parts/..%2foutside.txt')).text).not.toContain('not yours');
  });

  it("shows OpenAI's element where that is wished for, under the policy that it needs; ours stays for other pages", async () => {
    const cdn = await startTestGateway({
      databaseUrl: gateway.databaseUrl,
      redisUrl: gateway.redisUrl,
      env: { WEB_ROOT: join(folder, 'web'), ELEMENT_FILE: join(folder, 'chatkit.js'), CHATKIT_ELEMENT: 'cdn', CHATKIT_DOMAIN_KEY: 'domain_pk_1' },
    });
    try {
      const page = await replyOf(await fetch(cdn.url));
      expect(page.text).toBe(
        PAGE.replace('src="/chatkit.js"', 'src="https://cdn.platform.openai.com/deployments/chatkit/chatkit.js" data-element="cdn" data-domain-key="domain_pk_1"'),
      );
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self' https://cdn.platform.openai.com;");
      expect(page.headers.get('content-security-policy')).toContain("frame-src 'self' https://cdn.platform.openai.com;");
      expect((await replyOf(await fetch(`${cdn.url}/api/info`))).body.element).toBe('cdn');
      expect((await replyOf(await fetch(`${cdn.url}/chatkit.js`))).text).toBe('/* the element */');
    } finally {
      await cdn.close();
    }
  });

  it('says what to do when it was not built', async () => {
    const env = { WEB_ROOT: join(folder, 'nothing'), ELEMENT_FILE: join(folder, 'nothing.js') };
    const bare = await startTestGateway({ databaseUrl: gateway.databaseUrl, redisUrl: gateway.redisUrl, env });
    try {
      for (const path of ['/', '/chatkit.js']) {
        const reply = await replyOf(await fetch(`${bare.url}${path}`));
        expect([reply.status, reply.body.error.message]).toEqual([404, expect.stringContaining('npm run build')]);
      }
    } finally {
      await bare.close();
    }
  });
});

describe('every answer', () => {
  it('carries strict security headers', async () => {
    for (const path of ['/', '/api/info', '/nowhere', '/healthz']) {
      const { headers } = await get(path);
      const policy = String(headers.get('content-security-policy'));
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('carries the request id that it was given, if that is fit for a log, or a new one', async () => {
    expect((await get('/healthz', { 'x-request-id': 'abc-123.x' })).headers.get('x-request-id')).toBe('abc-123.x');
    expect((await get('/healthz', { 'x-request-id': 'a b"c' })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

it('says what this installation is', async () => {
  expect((await get('/api/info')).body).toEqual({ name: 'Frontdesk', version: expect.stringMatching(/^\d+\.\d+\.\d+/), model: 'demo', demo_model: true, element: 'bundled' });
});

describe('health', () => {
  it('is alive', async () => {
    expect((await get('/healthz')).body).toEqual({ status: 'ok' });
  });

  it('is ready when stores and a worker are there', async () => {
    const reply = await get('/readyz');
    expect([reply.status, reply.body]).toEqual([200, { ready: true, checks: { postgres: 'up', redis: 'up', worker: 'up', intake: 'up' } }]);
  });
});

describe('metrics', () => {
  it('tell runs, queue, waits, first deltas, streams and requests', async () => {
    const client = await gateway.clientOf({ userId: 'metrics' });
    worker.script = async (turn) => {
      await turn.say('Hello');
      return { status: 'completed' };
    };
    const stream = await client.stream('threads.create', { input: says('hi') });
    await stream.rest();
    await client.ask('threads.get_by_id', { thread_id: stream.threadId });
    await gateway.db.run.create({ data: { id: 'run_metrics', tenantId: 'default', userId: 'm', threadId: stream.threadId, status: 'waiting', request: {} } });
    const reply = await eventually(() => get('/metrics'), ({ text }) => figure(text, 'frontdesk_open_streams') === 0);
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain/);
    const queue = { waiting: figure(reply.text, 'frontdesk_run_queue_jobs', 'state="waiting"'), active: figure(reply.text, 'frontdesk_run_queue_jobs', 'state="active"') };
    expect(queue).toEqual({ waiting: 0, active: 0 });
    expect(figure(reply.text, 'frontdesk_runs', 'status="waiting"')).toBe(1);
    expect(figure(reply.text, 'frontdesk_runs', 'status="queued"')).toBe(0);
    expect(figure(reply.text, 'frontdesk_time_to_first_event_seconds_count')).toBe(1);
    expect(figure(reply.text, 'frontdesk_time_to_first_delta_seconds_count')).toBe(1);
    expect(figure(reply.text, 'frontdesk_streams_total', 'end="finished"')).toBe(1);
    expect(figure(reply.text, 'frontdesk_run_workers', 'queue="runs"')).toBeGreaterThan(0);
    const labels = 'method="POST",route="/chatkit",status="200",operation="threads.get_by_id"';
    expect(figure(reply.text, 'frontdesk_http_request_duration_seconds_count', labels)).toBe(1);
    expect(figure(reply.text, 'frontdesk_http_request_duration_seconds_count', 'operation="threads.create"')).toBe(null);
    expect(figure(reply.text, 'process_cpu_seconds_total')).toBeGreaterThan(0);
  });

  it('do not take a word of a person for a delta, nor count an onlooker', async () => {
    const client = await gateway.clientOf({ userId: 'metrics' });
    const counted = async () => Number(figure((await get('/metrics')).text, 'frontdesk_time_to_first_delta_seconds_count'));
    const before = await counted();
    const trick = '"type":"assistant_message.content_part.text_delta"';
    worker.script = async (turn) => {
      await turn.done(turn.message(trick));
      return { status: 'completed' };
    };
    const stream = await client.stream('threads.create', { input: says(trick) });
    await stream.rest();
    worker.script = async (turn) => {
      await turn.emit(deltaOf('msg_1', 'x'));
      return { status: 'completed' };
    };
    const second = await client.stream('threads.add_user_message', { thread_id: stream.threadId, input: says('again') });
    await second.rest();
    await (await client.stream('runs.stream', { thread_id: second.threadId, run_id: second.runId })).rest();
    expect(await counted()).toBe(before + 1);
  });
});

describe('the log', () => {
  it('has one line a request, with ids and numbers, and neither words nor secrets', async () => {
    const client = await gateway.clientOf({ userId: 'logged' });
    worker.script = async (turn) => {
      await turn.say('my private answer');
      return { status: 'completed' };
    };
    const body = JSON.stringify({ type: 'threads.create', params: { input: says('my private question') } });
    const response = await client.post(body, { headers: { 'x-request-id': 'log-test-1', cookie: 'frontdesk_user=private-cookie' } });
    await response.text();
    const lines = await eventually(() => gateway.logs.filter((line) => line['requestId'] === 'log-test-1' && line['msg'] === 'request'), (found) => found.length > 0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'info',
      name: 'frontdesk-gateway',
      method: 'POST',
      route: '/chatkit',
      status: 200,
      operation: 'threads.create',
      tenantId: 'default',
      userId: 'logged',
      threadId: response.headers.get('frontdesk-thread-id'),
      runId: response.headers.get('frontdesk-run-id'),
      streamEnd: 'finished',
      durationMs: expect.any(Number),
    });
    const refused = await new ChatClient(gateway.url, `ck_1_${'s'.repeat(43)}`).ask('threads.list');
    expect(refused.status).toBe(401);
    for (const word of ['private', client.secret.slice(-43), 'sssssssss']) {
      expect(gateway.logText()).not.toContain(word);
    }
  });

  it('names the route of a request, not its address, and keeps health questions to itself', async () => {
    await get('/some/page?token=verysecret', { accept: 'text/html', 'x-request-id': 'log-test-2' });
    await get('/healthz', { 'x-request-id': 'log-test-3' });
    const lineOf = (id: string) => eventually(() => gateway.logs.find((line) => line['requestId'] === id), (line) => line !== undefined);
    expect(await lineOf('log-test-2')).toMatchObject({ route: '/*', level: 'info' });
    expect(await lineOf('log-test-3')).toMatchObject({ route: '/healthz', level: 'debug' });
    expect(gateway.logText()).not.toContain('verysecret');
  });
});
