import { createHash } from 'node:crypto';
import { ChatClient, replyOf } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({ env: { SESSION_TTL_SECONDS: '300' } });
});
afterAll(() => gateway.close());

const ask = async (headers: Record<string, string> = {}, to: TestGateway = gateway) =>
  replyOf(await fetch(`${to.url}/api/chatkit/session`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', ...headers } }));

const cookieOf = (headers: Headers): string => headers.get('set-cookie')?.split(';')[0] ?? '';
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const list = (secret: string) => new ChatClient(gateway.url, secret).ask('threads.list');

describe('POST /api/chatkit/session', () => {
  it('gives a secret that opens /chatkit, names its own end, and is kept as a hash alone', async () => {
    const { status, body, headers } = await ask();
    expect([status, Object.keys(body).sort()]).toEqual([200, ['client_secret', 'expires_at']]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.client_secret).toMatch(new RegExp(`^ck_${body.expires_at}_[\\w-]{43}$`));
    expect(Math.abs(body.expires_at - Date.now() / 1000 - 300)).toBeLessThan(20);
    expect((await list(body.client_secret)).status).toBe(200);
    const row = await gateway.db.chatSession.findUniqueOrThrow({ where: { secretHash: hashOf(body.client_secret) } });
    expect(JSON.stringify(row)).not.toContain(body.client_secret.slice(-43));
    expect(row).toMatchObject({ id: expect.stringMatching(/^cksess_/), tenantId: 'default', userId: expect.stringMatching(/^anon_/) });
  });

  it('knows the browser again by a signed cookie that no script can read', async () => {
    const first = await ask();
    expect(first.headers.get('set-cookie')).toMatch(/^frontdesk_user=anon_[0-9a-f-]{36}\.[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/);
    const second = await ask({ cookie: `other=1; ${cookieOf(first.headers)}` });
    const users = await Promise.all(
      [first, second].map(async ({ body }) => (await gateway.db.chatSession.findUniqueOrThrow({ where: { secretHash: hashOf(body.client_secret) } })).userId),
    );
    expect(users[0]).toBe(users[1]);
    expect(first.body.client_secret).not.toBe(second.body.client_secret);
  });

  it.each(['frontdesk_user=anon_00000000-0000-0000-0000-000000000000', 'frontdesk_user=anon_00000000-0000-0000-0000-000000000000.forged', 'frontdesk_user=.', 'frontdesk_user=%E0%A4%A'])(
    'makes a new user of somebody who comes with %s',
    async (cookie) => {
      const { body } = await ask({ cookie });
      const { userId } = await gateway.db.chatSession.findUniqueOrThrow({ where: { secretHash: hashOf(body.client_secret) } });
      expect(userId).not.toBe('anon_00000000-0000-0000-0000-000000000000');
    },
  );

  it('refuses pages of other sites, whose request would make their visitor a new user here', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const reply = await ask({ 'sec-fetch-site': site });
      expect([reply.status, reply.body.error.code, reply.headers.get('set-cookie')]).toEqual([403, 'forbidden', null]);
    }
    expect((await ask({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('marks the cookie as secure behind a proxy that speaks https', async () => {
    const behindProxy = await startTestGateway({ databaseUrl: gateway.databaseUrl, redisUrl: gateway.redisUrl, env: { TRUST_PROXY: 'true' } });
    try {
      expect((await ask({ 'x-forwarded-proto': 'https' }, behindProxy)).headers.get('set-cookie')).toMatch(/; Secure/);
      expect((await ask({ 'x-forwarded-proto': 'https' })).headers.get('set-cookie')).not.toMatch(/; Secure/);
    } finally {
      await behindProxy.close();
    }
  });

  it('is switched off in production, unless it is switched on', async () => {
    const production = await startTestGateway({ databaseUrl: gateway.databaseUrl, redisUrl: gateway.redisUrl, env: { NODE_ENV: 'production' } });
    try {
      const reply = await ask({}, production);
      expect([reply.status, reply.body.error]).toEqual([
        403,
        {
          code: 'forbidden',
          type: 'permission_error',
          message: 'Anonymous sessions are switched off on this installation (FRONTDESK_ANONYMOUS_USERS).',
        },
      ]);
    } finally {
      await production.close();
    }
  });
});

describe('a bearer token', () => {
  it.each([
    ['missing', undefined],
    ['empty', 'Bearer '],
    ['of another scheme', 'Basic YTpi'],
    ['not of our form', 'Bearer sk-123'],
    ['of our form, but unknown', `Bearer ck_9999999999_${'a'.repeat(43)}`],
  ])('that is %s answers 401', async (_how, authorization) => {
    for (const [method, path] of [['POST', '/chatkit'], ['GET', '/api/facts'], ['DELETE', '/api/facts/fact_1']] as const) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const reply = await replyOf(await fetch(`${gateway.url}${path}`, { method, headers, ...(method === 'POST' ? { body: 'not even JSON' } : {}) }));
      expect([reply.status, reply.body.error]).toMatchObject([401, { code: 'unauthorized', type: 'authentication_error' }]);
    }
  });

  it('that has expired or was cancelled answers 401', async () => {
    for (const change of [{ expiresAt: new Date(Date.now() - 1_000) }, { cancelledAt: new Date() }]) {
      const { body } = await ask();
      expect((await list(body.client_secret)).status).toBe(200);
      await gateway.db.chatSession.update({ where: { secretHash: hashOf(body.client_secret) }, data: change });
      expect((await list(body.client_secret)).status).toBe(401);
    }
  });

  it('cannot be given a longer life by its holder', async () => {
    const { body } = await ask();
    const longer = body.client_secret.replace(/^ck_\d+_/, 'ck_9999999999_');
    expect((await list(longer)).status).toBe(401);
  });
});

it('forgets sessions a day after their end, and no others', async () => {
  const store = gateway.sessions;
  const owner = { tenantId: 'default', userId: 'sweep' };
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
  for (const expiresAt of [hours(-25), hours(-23), hours(1)]) {
    const { secret } = await store.issue(owner, 60);
    await gateway.db.chatSession.update({ where: { secretHash: hashOf(secret) }, data: { expiresAt } });
  }
  expect(await store.sweep()).toBe(1);
  expect(await gateway.db.chatSession.count({ where: { userId: 'sweep' } })).toBe(2);
});

describe('the rate limit', () => {
  it('answers 429 with the time to wait, to this user alone, over all gateways', async () => {
    const env = { RATE_LIMIT_PER_MINUTE: '5' };
    const stores = { databaseUrl: gateway.databaseUrl, redisUrl: gateway.redisUrl };
    const [one, two] = [await startTestGateway({ ...stores, env }), await startTestGateway({ ...stores, env })];
    try {
      const eager = await one.clientOf({ userId: 'eager' });
      const elsewhere = new ChatClient(two.url, eager.secret);
      const statuses: number[] = [];
      for (let count = 0; count < 3; count += 1) {
        statuses.push((await eager.ask('threads.list')).status, (await elsewhere.ask('threads.list')).status);
      }
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
      const refused = await eager.ask('threads.list');
      expect([refused.status, refused.body.error]).toMatchObject([429, { code: 'rate_limited', type: 'rate_limit_error' }]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect((await (await one.clientOf({ userId: 'calm' })).ask('threads.list')).status).toBe(200);
    } finally {
      await one.close();
      await two.close();
    }
  });

  it('also holds for the making of sessions', async () => {
    const limited = await startTestGateway({ databaseUrl: gateway.databaseUrl, env: { RATE_LIMIT_PER_MINUTE: '2' } });
    try {
      const { headers } = await ask({}, limited);
      const cookie = cookieOf(headers);
      const statuses: number[] = [];
      for (let count = 0; count < 3; count += 1) {
        statuses.push((await ask({ cookie }, limited)).status);
      }
      expect(statuses).toEqual([200, 200, 429]);
    } finally {
      await limited.close();
    }
  });
});
