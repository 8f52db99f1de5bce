import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type OpenAI from 'openai';
import { ApiKeyStore, TenantStore } from '@frontdesk/tenants';
import { ChatClient, replyOf, says } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { apiKeyOf, officialClient, refusal } from './hosted-client.js';
import { LossyProxy } from './lossy-proxy.js';

let gateway: TestGateway;
let acme: OpenAI;
let zeta: OpenAI;

const WORKFLOW = { id: 'chatkit-guide' };

beforeAll(async () => {
  gateway = await startTestGateway();
  acme = officialClient(gateway, await apiKeyOf(gateway, 'acme'));
  zeta = officialClient(gateway, await apiKeyOf(gateway, 'zeta'));
});
afterAll(() => gateway.close());

const create = (more: Record<string, unknown> = {}, client = acme) =>
  client.beta.chatkit.sessions.create({ user: 'ada', workflow: WORKFLOW, ...more });
const chat = (session: { client_secret: string }) => new ChatClient(gateway.url, session.client_secret);
const sessionsOf = (userId: string) => gateway.db.chatSession.findMany({ where: { userId } });

describe('sessions.create', () => {
  it('answers with a session whose every option is filled in as the hosted service does', async () => {
    const session = await create();
    expect(session).toEqual({
      id: expect.stringMatching(/^cksess_/),
      object: 'chatkit.session',
      status: 'active',
      client_secret: expect.stringMatching(new RegExp(`^ck_${session.expires_at}_[\\w-]{43}$`)),
      expires_at: expect.any(Number),
      user: 'ada',
      workflow: { id: 'chatkit-guide', version: null, state_variables: null, tracing: { enabled: true } },
      rate_limits: { max_requests_per_1_minute: 10 },
      max_requests_per_1_minute: 10,
      chatkit_configuration: {
        automatic_thread_titling: { enabled: true },
        file_upload: { enabled: false, max_file_size: 512, max_files: 10 },
        history: { enabled: true, recent_threads: null },
      },
    });
    expect(Math.abs(session.expires_at - Date.now() / 1000 - 600)).toBeLessThan(20);
  });

  it('keeps every option that was given', async () => {
    const configuration = {
      automatic_thread_titling: { enabled: false },
      file_upload: { enabled: true, max_file_size: 5, max_files: 2 },
      history: { enabled: true, recent_threads: 3 },
    };
    const workflow = { id: 'chatkit-guide', version: '1', state_variables: { plan: 'pro', seats: 7, trial: false }, tracing: { enabled: false } };
    const session = await create({ workflow, chatkit_configuration: configuration, expires_after: { anchor: 'created_at', seconds: 60 }, rate_limits: { max_requests_per_1_minute: 99 } });
    expect(session).toMatchObject({ workflow, chatkit_configuration: configuration, max_requests_per_1_minute: 99, rate_limits: { max_requests_per_1_minute: 99 } });
    expect(Math.abs(session.expires_at - Date.now() / 1000 - 60)).toBeLessThan(20);
  });

  it('gives a secret that opens the conversation to its user of its tenant, here and under the hosted path', async () => {
    const client = chat(await create({ user: 'opens' }));
    await client.stream('threads.create', { input: says('Hello') });
    const { body } = await replyOf(await client.post(JSON.stringify({ type: 'threads.list', params: {} }), { path: '/v1/chatkit/conversation' }));
    expect(body.data).toHaveLength(1);
    expect(await gateway.db.thread.findMany({ where: { id: body.data[0].id } })).toMatchObject([{ tenantId: 'acme', userId: 'opens' }]);
    expect((await chat(await create({ user: 'opens' }, zeta)).ask('threads.list')).body.data).toEqual([]);
  });

  it('ends the secret when the session does', async () => {
    const client = chat(await create({ expires_after: { anchor: 'created_at', seconds: 1 }, rate_limits: { max_requests_per_1_minute: 1_000_000 } }));
    let status = 200;
    for (const deadline = Date.now() + 10_000; status === 200 && Date.now() < deadline; ) {
      ({ status } = await client.ask('threads.list'));
    }
    expect(status).toBe(401);
  });

  it.each([
    ['user', { user: '' }],
    ['user', { user: undefined }],
    ['user', { user: 7 }],
    ['user', { user: 'x'.repeat(513) }],
    ['workflow', { workflow: undefined }],
    ['workflow.id', { workflow: {} }],
    ['workflow.version', { workflow: { ...WORKFLOW, version: 1 } }],
    ['workflow.state_variables.plan', { workflow: { ...WORKFLOW, state_variables: { plan: { nested: true } } } }],
    ['workflow.state_variables', { workflow: { ...WORKFLOW, state_variables: 'text' } }],
    ['workflow.tracing.enabled', { workflow: { ...WORKFLOW, tracing: { enabled: 'yes' } } }],
    ['workflow.name', { workflow: { ...WORKFLOW, name: 'x' } }],
    ['expires_after.seconds', { expires_after: { anchor: 'created_at', seconds: 0 } }],
    ['expires_after.seconds', { expires_after: { anchor: 'created_at', seconds: 86_401 } }],
    ['expires_after.seconds', { expires_after: { anchor: 'created_at', seconds: 1.5 } }],
    ['expires_after.anchor', { expires_after: { anchor: 'last_active_at', seconds: 60 } }],
    ['rate_limits.max_requests_per_1_minute', { rate_limits: { max_requests_per_1_minute: 0 } }],
    ['rate_limits.max_requests', { rate_limits: { max_requests: 1 } }],
    ['chatkit_configuration.file_upload.max_file_size', { chatkit_configuration: { file_upload: { enabled: true, max_file_size: 513 } } }],
    ['chatkit_configuration.file_upload.max_files', { chatkit_configuration: { file_upload: { enabled: true, max_files: 0 } } }],
    ['chatkit_configuration.history.recent_threads', { chatkit_configuration: { history: { recent_threads: 0 } } }],
    ['chatkit_configuration.automatic_thread_titling.enabled', { chatkit_configuration: { automatic_thread_titling: { enabled: 1 } } }],
    ['chatkit_configuration.theme', { chatkit_configuration: { theme: 'dark' } }],
    ['model', { model: 'gpt-x' }],
  ])('refuses a wrong %s by its name, and makes nothing', async (param, wrong) => {
    const user = 'user' in wrong ? wrong.user : 'careless';
    const refused = await refusal(create({ user, ...wrong }));
    expect(refused).toMatchObject({ name: 'BadRequestError', status: 400, code: 'invalid_request', type: 'invalid_request_error', param });
    expect(refused.message).toContain(param);
    expect(refused.requestID).toMatch(/^[\w-]+$/);
    expect(await sessionsOf('careless')).toEqual([]);
  });

  it('refuses a variable whose name is longer than 64 characters, and a body that is no JSON', async () => {
    expect(await refusal(create({ workflow: { ...WORKFLOW, state_variables: { ['k'.repeat(65)]: 1 } } }))).toMatchObject({ status: 400, param: expect.stringMatching(/^workflow\.state_variables/) });
    const key = await apiKeyOf(gateway, 'acme');
    const { status, body } = await replyOf(await fetch(`${gateway.url}/v1/chatkit/sessions`, { method: 'POST', body: '{', headers: { authorization: `Bearer ${key}` } }));
    expect([status, body]).toEqual([400, { error: { code: 'invalid_request', message: 'The body is not valid JSON.', param: 'body', type: 'invalid_request_error' } }]);
  });

  it('knows no workflow but our agents, their versions, and the names that the tenant gave them', async () => {
    expect(await refusal(create({ workflow: { id: 'wf_68df' } }))).toMatchObject({
      name: 'NotFoundError',
      message: "404 Workflow with id 'wf_68df' not found.",
      type: 'invalid_request_error',
      param: 'workflow.id',
    });
    expect(await refusal(create({ workflow: { id: '__proto__' } }))).toMatchObject({ status: 404 });
    expect(await refusal(create({ workflow: { ...WORKFLOW, version: '99' } }))).toMatchObject({ status: 404, param: 'workflow.version' });
    await new TenantStore(gateway.db).configure('acme', { workflows: { wf_68df: 'chatkit-guide' } });
    expect((await create({ workflow: { id: 'wf_68df' } })).workflow.id).toBe('wf_68df');
    expect(await refusal(create({ workflow: { id: 'wf_68df' } }, zeta))).toMatchObject({ status: 404 });
  });
});

describe('a create that is repeated', () => {
  const withKey = (key: string, more: Record<string, unknown> = {}, client = acme) =>
    client.beta.chatkit.sessions.create({ user: 'again', workflow: WORKFLOW, ...more }, { headers: { 'Idempotency-Key': key } });

  it('under the same key gets the same session, secret and all, also when all come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => withKey('key-1')));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await sessionsOf('again')).toHaveLength(1);
    expect((await chat(answers[7]!).ask('threads.list')).status).toBe(200);
  });

  it('with another body is refused, in words that no client takes for "try again"', async () => {
    await withKey('key-2');
    expect(await refusal(withKey('key-2', { user: 'other' }))).toMatchObject({ name: 'UnprocessableEntityError', code: 'idempotency_key_reused', param: 'Idempotency-Key' });
    expect(await sessionsOf('other')).toEqual([]);
    expect((await withKey('key-3', { user: 'other' })).user).toBe('other');
  });

  it('is another one in another tenant', async () => {
    const [here, there] = [await withKey('key-4'), await withKey('key-4', {}, zeta)];
    expect(here.id).not.toBe(there.id);
  });

  it('is known as long as its session is kept, and shows what became of that', async () => {
    const first = await withKey('key-5');
    await acme.beta.chatkit.sessions.cancel(first.id);
    expect(await withKey('key-5')).toEqual({ ...first, status: 'cancelled' });
    await gateway.db.chatSession.delete({ where: { id: first.id } });
    expect((await withKey('key-5')).id).not.toBe(first.id);
  });

  it.each([['a key'], ['x'.repeat(256)]])('needs a key that is one', async (key) => {
    expect(await refusal(withKey(key))).toMatchObject({ status: 400, param: 'Idempotency-Key' });
  });

  it('by the SDK itself, after its connection was lost behind our back, makes one session', async () => {
    const proxy = await LossyProxy.before(gateway.url);
    try {
      const client = officialClient(gateway, await apiKeyOf(gateway, 'acme'), { baseURL: `${proxy.url}/v1`, maxRetries: 2 });
      proxy.loseNextAnswers(2);
      const session = await client.beta.chatkit.sessions.create({ user: 'dropped', workflow: WORKFLOW }, { headers: { 'Idempotency-Key': 'key-6' } });
      expect(proxy.requests).toBe(3);
      expect(await sessionsOf('dropped')).toMatchObject([{ id: session.id }]);
      expect((await chat(session).ask('threads.list')).status).toBe(200);
    } finally {
      await proxy.close();
    }
  });
});

describe('sessions.cancel', () => {
  it('ends the secret at once; again, it changes nothing', async () => {
    const session = await create();
    const client = chat(session);
    expect((await client.ask('threads.list')).status).toBe(200);
    const cancelled = await acme.beta.chatkit.sessions.cancel(session.id);
    expect(cancelled).toEqual({ ...session, status: 'cancelled' });
    expect((await client.ask('threads.list')).body.error).toMatchObject({ code: 'unauthorized' });
    expect(await acme.beta.chatkit.sessions.cancel(session.id)).toEqual(cancelled);
  });

  it('ends the secret also for a request that began before and whose body comes later', async () => {
    const { id, client_secret } = await create();
    const body = JSON.stringify({ type: 'threads.list', params: { limit: 5, order: 'desc' } });
    const outgoing = request(`${gateway.url}/chatkit`, { method: 'POST', headers: { authorization: `Bearer ${client_secret}`, 'content-length': body.length } });
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    outgoing.write(body.slice(0, 1));
    await acme.beta.chatkit.sessions.cancel(id);
    await new Promise((resolve) => setTimeout(resolve, 1_200)); // as long as what was seen at its beginning may count
    outgoing.end(body.slice(1));
    const [response] = await answered;
    expect(response.statusCode).toBe(401);
    response.resume();
  });

  it('shows a session of the built-in page with the defaults', async () => {
    const { client_secret } = await (await fetch(`${gateway.url}/api/chatkit/session`, { method: 'POST', body: '{}' })).json() as { client_secret: string };
    const own = officialClient(gateway, await apiKeyOf(gateway, 'default'));
    const { id } = await gateway.db.chatSession.findFirstOrThrow({ where: { tenantId: 'default' }, orderBy: { createdAt: 'desc' } });
    expect(await own.beta.chatkit.sessions.cancel(id)).toMatchObject({ client_secret, status: 'cancelled', workflow: WORKFLOW });
  });

  it('finds no session that is not there, or another tenant\'s', async () => {
    const { id, client_secret } = await create();
    expect(await refusal(zeta.beta.chatkit.sessions.cancel(id))).toMatchObject({ name: 'NotFoundError', message: `404 Chatkit Session with id '${id}' not found.` });
    expect(await refusal(acme.beta.chatkit.sessions.cancel('cksess_none'))).toMatchObject({ status: 404, param: 'session_id', code: 'not_found' });
    expect((await chat({ client_secret }).ask('threads.list')).status).toBe(200);
  });
});

describe('an API key', () => {
  it('that is missing, unknown, revoked, or no key but a client secret, is refused everywhere', async () => {
    const revoked = await apiKeyOf(gateway, 'acme');
    const client = officialClient(gateway, revoked);
    await create({}, client);
    await new ApiKeyStore(gateway.db).revoke((await gateway.db.apiKey.findFirstOrThrow({ where: { tenantId: 'acme' }, orderBy: { createdAt: 'desc' } })).id);
    const { client_secret } = await create();
    for (const key of [revoked, client_secret, 'sk-proj-nothing', `fdk_${'x'.repeat(43)}`]) {
      const { sessions, threads } = officialClient(gateway, key).beta.chatkit;
      const calls = [sessions.create({ user: 'x', workflow: WORKFLOW }), sessions.cancel('cksess_1'), threads.list(), threads.retrieve('thr_1'), threads.listItems('thr_1'), threads.delete('thr_1')];
      for (const refused of await Promise.all(calls.map(refusal))) {
        expect(refused).toMatchObject({ name: 'AuthenticationError', status: 401, code: 'invalid_api_key', type: 'authentication_error', param: null });
      }
    }
    expect((await fetch(`${gateway.url}/v1/chatkit/threads`)).status).toBe(401);
    expect((await new ChatClient(gateway.url, revoked).ask('threads.list')).status).toBe(401);
  });

  it('never gets into the log, nor do secrets and variables', async () => {
    const key = await apiKeyOf(gateway, 'acme');
    const session = await create({ workflow: { ...WORKFLOW, state_variables: { token: 'very-secret-variable' } } }, officialClient(gateway, key));
    await chat(session).ask('threads.list');
    for (const secret of [key, session.client_secret, 'very-secret-variable']) {
      expect(gateway.logText()).not.toContain(secret);
    }
  });
});
