import type OpenAI from 'openai';
import { TenantStore } from '@frontdesk/tenants';
import { ChatClient, says } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { apiKeyOf, officialClient } from './hosted-client.js';
import { interruptible } from './interruptible.js';
import { ScriptedWorker } from './scripted-worker.js';

let gateway: TestGateway;
let worker: ScriptedWorker;
let sdk: OpenAI;

beforeAll(async () => {
  gateway = await startTestGateway();
  worker = await new ScriptedWorker(gateway.databaseUrl, gateway.redisUrl).start();
  sdk = officialClient(gateway, await apiKeyOf(gateway, 'acme'));
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
});

async function session(user: string, more: Record<string, unknown> = {}) {
  const made = await sdk.beta.chatkit.sessions.create({ user, workflow: { id: 'chatkit-guide' }, ...more });
  return new ChatClient(gateway.url, made.client_secret);
}

let count = 0;
/** A thread in the database alone. */
async function thread(userId: string): Promise<string> {
  const id = `thr_made_${(count += 1)}`;
  await gateway.db.thread.create({ data: { id, tenantId: 'acme', userId } });
  return id;
}

describe('what a session was created with', () => {
  const listed = async (client: ChatClient, params: Record<string, unknown> = {}) => {
    const { body } = await client.ask('threads.list', params);
    return { ids: body.data.map(({ id }: { id: string }) => id), more: body.has_more };
  };

  it('keeps the history away, or all of it but the newest threads', async () => {
    const made: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      made.push(await thread('history'));
    }
    const history = async (value: Record<string, unknown>) => session('history', { chatkit_configuration: { history: value } });
    expect(await listed(await history({ enabled: false }))).toEqual({ ids: [], more: false });
    const recent = await history({ recent_threads: 2 });
    expect(await listed(recent)).toEqual({ ids: [made[3], made[2]], more: false });
    expect(await listed(recent, { limit: 1, order: 'asc' })).toEqual({ ids: [made[2]], more: true });
    expect((await listed(await history({ enabled: true }))).ids).toHaveLength(4);
  });

  it('bounds its requests a minute, of this session alone', async () => {
    const bounded = await session('bounded', { rate_limits: { max_requests_per_1_minute: 3 } });
    const replies = [];
    for (let index = 0; index < 5; index += 1) {
      replies.push(await bounded.ask('threads.list'));
    }
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    expect(replies[4]!.body.error).toMatchObject({ code: 'rate_limited', type: 'rate_limit_error' });
    expect(Number(replies[4]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await bounded.ask('runs.cancel', { thread_id: await thread('bounded') })).status).toBe(200);
    expect((await (await session('bounded', { rate_limits: { max_requests_per_1_minute: 3 } })).ask('threads.list')).status).toBe(200);
  });

  it('goes with every run of the session, and the wishes of the message with it', async () => {
    const workflow = { id: 'chatkit-guide', version: '1', state_variables: { plan: 'pro' }, tracing: { enabled: false } };
    const client = await session('terms', { workflow, chatkit_configuration: { automatic_thread_titling: { enabled: false } } });
    const inference_options = { model: 'gpt-x', tool_choice: { id: 'get_weather' } };
    await (await client.stream('threads.create', { input: says('Hello', { inference_options }) })).rest();
    const { run } = worker.turns.at(-1)!;
    expect(run.context).toEqual({ agent: 'chatkit-guide', version: '1', state: { plan: 'pro' }, titles: false, allow_cancel: true, tracing: false, model: 'gpt-x', tool: 'get_weather' });
    await (await client.stream('threads.add_user_message', { thread_id: run.threadId, input: says('Again') })).rest();
    expect(worker.turns.at(-1)!.run.context).toMatchObject({ state: { plan: 'pro' }, model: null, tool: null });
    await (await client.stream('threads.retry_after_item', { thread_id: run.threadId, item_id: run.request.item_id })).rest();
    expect(worker.turns.at(-1)!.run.context).toMatchObject({ state: { plan: 'pro' }, model: 'gpt-x', tool: 'get_weather' });
  });
});

beforeEach(() => {
  worker.script = async (turn) => {
    await turn.say('Hello');
    return { status: 'completed' };
  };
});

describe('a session of an agent whose answers may not be stopped', () => {
  const triage = () => session('triage', { workflow: { id: 'support-triage', state_variables: { plan: 'pro' } } });

  it('says so in every stream, refuses a stop, and leaving stops nothing', async () => {
    const client = await triage();
    const turn = interruptible(worker, ['One moment'], [', done.']);
    const stream = await client.stream('threads.create', { input: says('Hello') });
    await turn.saidBefore;
    const frames = await stream.take(4);
    expect(frames[2]!.event).toEqual({ type: 'stream_options', stream_options: { allow_cancel: false } });
    expect(worker.turns.at(-1)!.run.context).toMatchObject({ agent: 'support-triage', state: { plan: 'pro' }, allow_cancel: false });
    const { threadId, runId } = stream;
    const [again] = await (await client.stream('runs.stream', { thread_id: threadId })).take(1);
    expect(again!.event).toEqual({ type: 'stream_options', stream_options: { allow_cancel: false } });
    for (const params of [{ thread_id: threadId }, { thread_id: threadId, run_id: runId }]) {
      const refused = await client.ask('runs.cancel', params);
      expect([refused.status, refused.body.error.code]).toEqual([403, 'forbidden']);
    }
    const onlooker = await client.stream('runs.stream', { thread_id: threadId, run_id: runId });
    stream.leave();
    turn.goOn();
    expect((await onlooker.rest()).at(-1)!.event).toMatchObject({ type: 'thread.item.done', item: { type: 'assistant_message' } });
    expect((await client.ask('runs.cancel', { thread_id: threadId })).status).toBe(200); // there is nothing left that may not be stopped
  });
});

describe('a conversation', () => {
  const of = (agent: string) => session('stays', { workflow: { id: agent } });
  const contextAfter = async (client: ChatClient, type: string, params: Record<string, unknown>) => {
    await (await client.stream(type, params)).rest();
    return worker.turns.at(-1)!.run;
  };

  it('stays with its agent when a session that names none goes on with it, and goes with the one that a session names', async () => {
    const page = await gateway.clientOf({ tenantId: 'acme', userId: 'stays' });
    const { threadId: thread_id, request } = await contextAfter(await of('support-triage'), 'threads.create', { input: says('Hello') });
    const goOn = (client: ChatClient) => contextAfter(client, 'threads.add_user_message', { thread_id, input: says('More') });
    expect((await goOn(page)).context).toMatchObject({ agent: 'support-triage', allow_cancel: false, state: {} });
    expect((await contextAfter(page, 'threads.retry_after_item', { thread_id, item_id: request.item_id })).context).toMatchObject({ agent: 'support-triage' });
    expect((await contextAfter(page, 'threads.custom_action', { thread_id, action: { type: 'page.go' } })).context).toMatchObject({ agent: 'support-triage' });
    expect((await goOn(await of('chatkit-guide'))).context).toMatchObject({ agent: 'chatkit-guide', allow_cancel: true });
    expect((await goOn(page)).context).toMatchObject({ agent: 'chatkit-guide' });
    expect((await contextAfter(page, 'threads.create', { input: says('Hello') })).context).toMatchObject({ agent: 'chatkit-guide' });
  });

  it('whose agent was taken out of service is answered by the one that answers where nothing chooses another', async () => {
    const page = await gateway.clientOf({ tenantId: 'acme', userId: 'left' });
    const { threadId: thread_id } = await contextAfter(page, 'threads.create', { input: says('Hello') });
    await gateway.db.$executeRaw`UPDATE runs SET context = context || '{"agent": "retired"}' WHERE thread_id = ${thread_id}`;
    expect((await contextAfter(page, 'threads.add_user_message', { thread_id, input: says('More') })).context).toMatchObject({ agent: 'chatkit-guide' });
  });
});

describe('what is fixed for a tenant', () => {
  const wish = (inference_options: Record<string, unknown>) => ({ input: says('Hello', { inference_options }) });

  it('is which models and tools a message may wish for', async () => {
    await new TenantStore(gateway.db).configure('acme', { models: ['good'], tools: ['get_weather'] });
    const client = await session('wishes');
    const model = await client.ask('threads.create', wish({ model: 'bad' }));
    expect([model.status, model.body.error]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid_request', param: 'params.input.inference_options.model', message: 'params.input.inference_options.model: this model is not available here.' }),
    ]);
    expect((await client.ask('threads.create', wish({ tool_choice: { id: 'rm_rf' } }))).body.error.param).toBe('params.input.inference_options.tool_choice.id');
    expect(await gateway.db.thread.count({ where: { userId: 'wishes' } })).toBe(0);
    await (await client.stream('threads.create', wish({ model: 'good', tool_choice: { id: 'get_weather' } }))).rest();
    expect(worker.turns.at(-1)!.run.context).toMatchObject({ model: 'good', tool: 'get_weather' });
    await new TenantStore(gateway.db).configure('acme', {});
  });

  it('is how many answers may be on their way at once', async () => {
    await new TenantStore(gateway.db).configure('acme', { max_running_answers: 1 });
    const turn = interruptible(worker, ['One moment'], []);
    const [first, second] = [await session('busy-1'), await session('busy-2')];
    const stream = await first.stream('threads.create', wish({}));
    await turn.saidBefore;
    expect((await second.ask('threads.create', wish({}))).body.error).toMatchObject({ code: 'rate_limited' });
    turn.goOn();
    await stream.rest();
    const allowed = await second.post(JSON.stringify({ type: 'threads.create', params: wish({}) }));
    expect(allowed.status).toBe(200);
    await allowed.body?.cancel();
    await new TenantStore(gateway.db).configure('acme', {});
  });
});
