import { TenantStore } from '@frontdesk/tenants';
import { replyOf, says } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';

const LIMITS = { FILES_MAX_BYTES: '1000', FILES_PER_MESSAGE: '2', FILES_ACCEPT: 'image/*,application/pdf' };

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({
    env: { ...LIMITS, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_MODEL: 'large', ALLOWED_MODELS: 'small,large', ALLOWED_TOOLS: 'get_weather' },
  });
});
afterAll(() => gateway.close());

async function optionsOf(owner: { tenantId?: string }, from = gateway) {
  const { secret } = await from.clientOf(owner);
  return replyOf(await fetch(`${from.url}/api/chatkit/options`, { headers: { authorization: `Bearer ${secret}` } }));
}

it('are what the installation allows', async () => {
  const { status, body } = await optionsOf({});
  expect([status, body]).toEqual([
    200,
    {
      attachments: { enabled: true, max_size: 1000, max_count: 2, accept: ['image/*', 'application/pdf'] },
      dictation: { enabled: true },
      models: [
        { id: 'small', default: false },
        { id: 'large', default: true },
      ],
      tools: ['get_weather'],
    },
  ]);
});

it("are the tenant's where it has lists of its own, and what is not among them is refused", async () => {
  const client = await gateway.clientOf({ tenantId: 'acme' });
  await new TenantStore(gateway.db).configure('acme', { models: ['house'], tools: [], uploads: { max_files: 1, accept: ['image/png', 'text/*'] } });
  expect((await optionsOf({ tenantId: 'acme' })).body).toMatchObject({
    attachments: { enabled: true, max_size: 1000, max_count: 1, accept: ['image/png'] },
    models: [{ id: 'house', default: false }],
    tools: [],
  });
  const { body } = await client.ask('threads.create', { input: { ...says('hi'), inference_options: { model: 'large' } } });
  expect(body.error.param).toBe('params.input.inference_options.model');
});

it('leave the choice of a model out, and every tool in, where there is no list', async () => {
  const plain = await startTestGateway({ databaseUrl: gateway.databaseUrl, redisUrl: gateway.redisUrl });
  try {
    expect((await optionsOf({}, plain)).body).toMatchObject({ dictation: { enabled: false }, models: [], tools: null });
  } finally {
    await plain.close();
  }
});

it('are for sessions only', async () => {
  expect((await replyOf(await fetch(`${gateway.url}/api/chatkit/options`))).status).toBe(401);
});
