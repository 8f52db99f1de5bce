import type OpenAI from 'openai';
import type { Prisma } from '@frontdesk/database';
import { ChatClient, says } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { apiKeyOf, officialClient, refusal } from './hosted-client.js';
import { interruptible } from './interruptible.js';
import { ScriptedWorker } from './scripted-worker.js';

let gateway: TestGateway;
let worker: ScriptedWorker;
let acme: OpenAI.Beta.ChatKit.Threads;
let zeta: OpenAI.Beta.ChatKit.Threads;
let sdk: OpenAI;

beforeAll(async () => {
  gateway = await startTestGateway();
  worker = await new ScriptedWorker(gateway.databaseUrl, gateway.redisUrl).start();
  sdk = officialClient(gateway, await apiKeyOf(gateway, 'acme'));
  acme = sdk.beta.chatkit.threads;
  zeta = officialClient(gateway, await apiKeyOf(gateway, 'zeta')).beta.chatkit.threads;
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
});

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const rows: T[] = [];
  for await (const row of pages) {
    rows.push(row);
  }
  return rows;
}
const idsOf = async (pages: AsyncIterable<{ id: string }>) => (await all(pages)).map(({ id }) => id);

async function session(user: string, more: Record<string, unknown> = {}) {
  const made = await sdk.beta.chatkit.sessions.create({ user, workflow: { id: 'chatkit-guide' }, ...more });
  return new ChatClient(gateway.url, made.client_secret);
}

let count = 0;
/** A thread in the database alone. */
async function thread(userId: string, { title, status = { type: 'active' } }: { title?: string; status?: { type: string; reason?: string } } = {}, tenantId = 'acme'): Promise<string> {
  const id = `thr_made_${(count += 1)}`;
  await gateway.db.thread.create({ data: { id, tenantId, userId, createdAt: new Date('2026-11-25T10:00:00.900Z'), title: title ?? null, status } });
  return id;
}

async function item(threadId: string, type: string, data: Prisma.InputJsonObject): Promise<string> {
  const id = `item_${(count += 1)}`;
  await gateway.db.threadItem.create({ data: { threadId, id, type, data: data, createdAt: new Date('2026-11-25T10:00:01Z') } });
  return id;
}

describe('a conversation', () => {
  it('held with a client secret is read, listed and deleted by the SDK', async () => {
    await (await (await session('talks')).stream('threads.create', { input: says('Hello', { quoted_text: 'as you said' }) })).rest();
    const [found, ...others] = await all(acme.list({ user: 'talks' }));
    expect([found, others]).toEqual([
      { id: expect.stringMatching(/^thr_/), object: 'chatkit.thread', created_at: expect.any(Number), status: { type: 'active' }, title: null, user: 'talks' },
      [],
    ]);
    const { id } = found!;
    expect(Math.abs(found!.created_at - Date.now() / 1000)).toBeLessThan(30);
    expect(await acme.retrieve(id)).toEqual(found);
    expect(await all(acme.listItems(id, { order: 'asc' }))).toMatchObject([
      { type: 'chatkit.user_message', content: [{ type: 'quoted_text', text: 'as you said' }, { type: 'input_text', text: 'Hello' }], attachments: [], inference_options: null },
      { type: 'chatkit.assistant_message', content: [{ type: 'output_text', text: 'Hello', annotations: [] }] },
    ]);
    expect(await acme.delete(id)).toEqual({ id, object: 'chatkit.thread.deleted', deleted: true });
    expect(await refusal(acme.retrieve(id))).toMatchObject({ name: 'NotFoundError', message: `404 Thread with id '${id}' not found.` });
    expect(await refusal(acme.delete(id))).toMatchObject({ status: 404 });
  });

  it('that is deleted while an answer is written stops the answer', async () => {
    const turn = interruptible(worker, ['One moment'], []);
    const client = await session('deleted');
    const stream = await client.stream('threads.create', { input: says('Hello') });
    await turn.saidBefore;
    const [found] = await all(acme.list({ user: 'deleted' }));
    await acme.delete(found!.id);
    await stream.rest();
    expect(worker.turns.at(-1)!.stopped.aborted).toBe(true);
    worker.script = async (next) => {
      await next.say('Hello');
      return { status: 'completed' };
    };
  });

  it('shows its title and why it is locked or closed', async () => {
    expect(await acme.retrieve(await thread('states', { title: 'Tea', status: { type: 'locked', reason: 'Under review' } }))).toMatchObject({
      title: 'Tea',
      created_at: 1_795_600_800,
      status: { type: 'locked', reason: 'Under review' },
    });
    expect((await acme.retrieve(await thread('states', { status: { type: 'closed' } }))).status).toEqual({ type: 'closed', reason: null });
  });
});

describe('pages', () => {
  let made: string[];
  beforeAll(async () => {
    made = [];
    for (let index = 0; index < 7; index += 1) {
      made.push(await thread('pages'));
      await item(made[0]!, 'assistant_message', { content: [{ type: 'output_text', text: `${index}`, annotations: [] }] });
    }
    await thread('pages', {}, 'zeta');
  });
  const list = (more: Record<string, unknown> = {}) => acme.list({ user: 'pages', ...more });

  it('come newest first, and turn by themselves in both directions', async () => {
    expect(await idsOf(list({ limit: 3 }))).toEqual([...made].reverse());
    expect(await idsOf(list({ limit: 2, order: 'asc' }))).toEqual(made);
    expect(await idsOf(list())).toEqual([...made].reverse());
  });

  it('say where they begin and end, and whether there are more', async () => {
    const page = await list({ limit: 3 }).asResponse();
    expect(await page.json()).toMatchObject({ object: 'list', first_id: made[6], last_id: made[4], has_more: true, data: [{}, {}, {}] });
    expect(await (await acme.list({ user: 'nobody' }).asResponse()).json()).toEqual({ object: 'list', data: [], first_id: null, last_id: null, has_more: false });
    expect(await (await list({ limit: 7 }).asResponse()).json()).toMatchObject({ has_more: false });
  });

  it('stand strictly between `after` and `before`, whichever is given', async () => {
    expect(await idsOf(list({ after: made[2], limit: 1 }))).toEqual([made[1], made[0]]);
    expect(await idsOf(list({ before: made[4], limit: 1 }))).toEqual([made[6], made[5]]);
    expect(await idsOf(list({ after: made[1], before: made[5], order: 'asc', limit: 2 }))).toEqual(made.slice(2, 5));
    expect(await idsOf(list({ after: made[5], before: made[1], order: 'asc' }))).toEqual([]);
  });

  it('of all users come without a filter, and of no other tenant', async () => {
    await thread('somebody-else');
    const users = (await all(acme.list({ limit: 2 }))).map(({ user }) => user);
    expect(users).toEqual(expect.arrayContaining(['pages', 'somebody-else']));
    expect(await gateway.db.thread.count({ where: { tenantId: 'acme' } })).toBe(users.length);
  });

  it('of items turn like those of threads', async () => {
    const texts = async (more: Record<string, unknown>) =>
      (await all(acme.listItems(made[0]!, more))).map((one) => (one.type === 'chatkit.assistant_message' ? one.content[0]?.text : one.type));
    expect(await texts({ limit: 3, order: 'asc' })).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(await texts({ limit: 4 })).toEqual(['6', '5', '4', '3', '2', '1', '0']);
  });

  it.each([
    ['limit', { limit: 0 }],
    ['limit', { limit: 101 }],
    ['limit', { limit: 'many' }],
    ['limit', { limit: 1.5 }],
    ['order', { order: 'up' }],
    ['user', { user: '' }],
    ['after', { after: '' }],
  ])('with a wrong %s (%j) are refused by its name', async (param, query) => {
    expect(await refusal(acme.list(query as object))).toMatchObject({ name: 'BadRequestError', status: 400, param });
    if (param !== 'user') {
      expect(await refusal(acme.listItems(made[0]!, query as object))).toMatchObject({ status: 400, param });
    }
  });

  it.each(['after', 'before'])('with a cursor (%s) that is no row of the list are refused', async (cursor) => {
    const foreign = await thread('pages', {}, 'zeta');
    for (const id of ['thr_none', foreign, await thread('others')]) {
      expect(await refusal(list({ [cursor]: id }))).toMatchObject({ name: 'NotFoundError', param: cursor });
    }
    expect(await refusal(acme.listItems(made[0]!, { [cursor]: made[0] }))).toMatchObject({ status: 404, param: cursor });
  });
});

describe('tenants', () => {
  it('never meet: another\'s thread is not there', async () => {
    const mine = await thread('ada');
    for (const call of [zeta.retrieve(mine), zeta.listItems(mine), zeta.delete(mine)]) {
      expect(await refusal(call)).toMatchObject({ name: 'NotFoundError', code: 'not_found', param: 'thread_id' });
    }
    expect(await idsOf(zeta.list({ user: 'ada' }))).toEqual([]);
    expect((await acme.retrieve(mine)).id).toBe(mine);
  });
});

describe('items', () => {
  const textOf = (text: string) => [{ type: 'output_text', text, annotations: [] }];

  it('have the forms of the hosted API, and only those that have one are listed', async () => {
    const id = await thread('forms');
    await item(id, 'user_message', {
      content: [{ type: 'input_text', text: 'Ask ' }, { type: 'input_tag', id: 't', text: 'Ada', data: {}, interactive: false }],
      attachments: [
        { type: 'image', id: 'atc_1', name: 'a.png', mime_type: 'image/png', preview_url: 'https://x.example/a' },
        { type: 'file', id: 'atc_2', name: 'b.pdf', mime_type: 'application/pdf' },
      ],
      inference_options: { model: 'm', tool_choice: { id: 'get_weather' } },
    });
    await item(id, 'hidden_context_item', { content: 'not for anybody' });
    await item(id, 'assistant_message', {
      content: [
        {
          type: 'output_text',
          text: 'See',
          annotations: [
            { type: 'annotation', source: { type: 'url', title: 'T', url: 'https://x.example' }, index: 1 },
            { type: 'annotation', source: { type: 'file', title: 'F', filename: 'f.txt' } },
            { type: 'annotation', source: { type: 'entity', title: 'E', id: 'e' } },
          ],
        },
      ],
    });
    await item(id, 'widget', { widget: { type: 'Card', children: [{ type: 'Text', value: 'Hi' }] } });
    await item(id, 'client_tool_call', { status: 'pending', call_id: 'c1', name: 'go', arguments: { to: 'x' } });
    await item(id, 'client_tool_call', { status: 'completed', call_id: 'c2', name: 'go', arguments: {}, output: { ok: true } });
    await item(id, 'client_tool_call', { status: 'completed', call_id: 'c3', name: 'go', arguments: {} });
    await item(id, 'task', { task: { type: 'web_search', title: 'Search', queries: ['tea'], sources: [{ type: 'url', title: 'Leaves', url: 'https://x.example' }] } });
    await item(id, 'workflow', { workflow: { type: 'reasoning', tasks: [{ type: 'thought', content: 'Hm' }, { type: 'custom', title: 'Look', content: 'closer' }, { type: 'image', title: 'Draw' }], expanded: false } });
    await item(id, 'generated_image', { image: { id: 'i', url: 'https://x.example/i' } });
    await item(id, 'end_of_turn', {});
    const items = await all(acme.listItems(id, { order: 'asc', limit: 3 }));
    const head = { id: expect.stringMatching(/^item_/), object: 'chatkit.thread_item', thread_id: id, created_at: 1_795_600_801 };
    expect(items).toEqual([
      {
        ...head,
        type: 'chatkit.user_message',
        content: [{ type: 'input_text', text: 'Ask ' }, { type: 'input_text', text: 'Ada' }],
        attachments: [
          { id: 'atc_1', type: 'image', name: 'a.png', mime_type: 'image/png', preview_url: expect.stringMatching(/^\/files\/atc_1\/preview\?/) },
          { id: 'atc_2', type: 'file', name: 'b.pdf', mime_type: 'application/pdf', preview_url: null },
        ],
        inference_options: { model: 'm', tool_choice: { id: 'get_weather' } },
      },
      {
        ...head,
        type: 'chatkit.assistant_message',
        content: [{ type: 'output_text', text: 'See', annotations: [{ type: 'url', source: { type: 'url', url: 'https://x.example' } }, { type: 'file', source: { type: 'file', filename: 'f.txt' } }] }],
      },
      { ...head, type: 'chatkit.widget', widget: expect.stringContaining('"type":"Card"') },
      { ...head, type: 'chatkit.client_tool_call', status: 'in_progress', call_id: 'c1', name: 'go', arguments: '{"to":"x"}', output: null },
      { ...head, type: 'chatkit.client_tool_call', status: 'completed', call_id: 'c2', name: 'go', arguments: '{}', output: '{"ok":true}' },
      { ...head, type: 'chatkit.client_tool_call', status: 'completed', call_id: 'c3', name: 'go', arguments: '{}', output: 'null' },
      { ...head, type: 'chatkit.task', task_type: 'custom', heading: 'Search', summary: 'tea\nLeaves' },
      {
        ...head,
        type: 'chatkit.task_group',
        tasks: [{ type: 'thought', heading: null, summary: 'Hm' }, { type: 'custom', heading: 'Look', summary: 'closer' }, { type: 'custom', heading: 'Draw', summary: null }],
      },
    ]);
  });

  it('are not shown of a thread that is not there', async () => {
    expect(await refusal(acme.listItems('thr_none'))).toMatchObject({ name: 'NotFoundError', param: 'thread_id' });
    expect(await refusal(acme.listItems(`thr_${'x'.repeat(300)}`))).toMatchObject({ status: 404 });
    const id = await thread('texts');
    await item(id, 'assistant_message', { content: textOf('€ ✓') });
    expect(await all(acme.listItems(id))).toMatchObject([{ content: [{ text: '€ ✓' }] }]);
  });
});
