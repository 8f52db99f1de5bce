import { says, type ChatClient } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { ScriptedWorker } from './scripted-worker.js';

let gateway: TestGateway;
let worker: ScriptedWorker;

beforeAll(async () => {
  gateway = await startTestGateway();
  worker = await new ScriptedWorker(gateway.databaseUrl, gateway.redisUrl).start();
  worker.script = async (turn) => {
    await turn.hide('for the model alone');
    await turn.done(turn.message('Hello'));
    return { status: 'completed' };
  };
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
});

let users = 0;
/** A user without history. */
const somebody = (): Promise<ChatClient> => gateway.clientOf({ userId: `user_${(users += 1)}` });

/** A finished conversation. @returns its id and the two items that clients may see */
async function talk(client: ChatClient, text = 'hi') {
  const stream = await client.stream('threads.create', { input: says(text) });
  const frames = await stream.rest();
  return { threadId: stream.threadId, items: [frames[1]?.event.item, frames[3]?.event.item] as Array<{ id: string }> };
}

/** Rows as a long conversation leaves them, quicker than by talking. */
async function fill(threadId: string, count: number): Promise<void> {
  await gateway.db.$executeRaw`
    INSERT INTO thread_items (thread_id, id, type, data, created_at)
    SELECT ${threadId}, 'msg_row' || n, 'assistant_message', jsonb_build_object('content', jsonb_build_array(jsonb_build_object('type', 'output_text', 'text', n::text, 'annotations', '[]'::jsonb))), now()
    FROM generate_series(1, ${count}::int) n ORDER BY n`;
}

const ids = (page: { data: Array<{ id: string }> }): string[] => page.data.map(({ id }) => id);

describe('threads.get_by_id', () => {
  it('shows exactly what the stream showed, and nothing hidden', async () => {
    const client = await somebody();
    const { threadId, items } = await talk(client);
    const reply = await client.ask('threads.get_by_id', { thread_id: threadId });
    expect(reply.body).toEqual({
      id: threadId,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      status: { type: 'active' },
      metadata: {},
      items: { data: items, has_more: false },
    });
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(reply.text).not.toContain('for the model alone');
    expect(reply.text).toBe(JSON.stringify(reply.body));
  });

  it('of a long thread gives the oldest 20, oldest first, and a cursor', async () => {
    const client = await somebody();
    const { threadId, items } = await talk(client);
    await fill(threadId, 44);
    const { body } = await client.ask('threads.get_by_id', { thread_id: threadId });
    expect(ids(body.items)).toEqual([...ids({ data: items }), ...Array.from({ length: 18 }, (_, index) => `msg_row${index + 1}`)]);
    expect(body.items).toMatchObject({ has_more: true, after: 'msg_row18' });
    const next = await client.ask('items.list', { thread_id: threadId, order: 'asc', after: body.items.after, limit: 100 });
    expect(ids(next.body)).toEqual(Array.from({ length: 26 }, (_, index) => `msg_row${index + 19}`));
    expect(next.body).toMatchObject({ has_more: false });
    expect(next.body).not.toHaveProperty('after');
  });

  it('never shows private metadata', async () => {
    const client = await somebody();
    const { threadId } = await talk(client);
    await gateway.db.$executeRaw`UPDATE threads SET metadata = '{"internal":"note"}' WHERE id = ${threadId}`;
    for (const [type, params] of [['threads.get_by_id', { thread_id: threadId }], ['threads.list', {}], ['threads.update', { thread_id: threadId, title: 't' }]] as const) {
      const reply = await client.ask(type, params);
      expect(reply.text).toContain('"metadata":{}');
      expect(reply.text).not.toContain('internal');
    }
  });
});

describe('threads.list', () => {
  it('gives the newest first, with empty items, in pages of 20', async () => {
    const client = await somebody();
    const created: string[] = [];
    for (let index = 0; index < 23; index += 1) {
      created.unshift((await talk(client)).threadId);
    }
    const first = await client.ask('threads.list');
    expect(ids(first.body)).toEqual(created.slice(0, 20));
    expect(first.body).toMatchObject({ has_more: true, after: created[19] });
    expect(first.body.data[0]).toMatchObject({ metadata: {}, items: { data: [], has_more: false } });
    const second = await client.ask('threads.list', { after: first.body.after });
    expect(ids(second.body)).toEqual(created.slice(20));
    expect(second.body).not.toHaveProperty('after');
    expect(ids((await client.ask('threads.list', { order: 'asc', limit: '2' })).body)).toEqual(created.slice(-2).reverse());
  });

  it.each([
    [undefined, 20],
    [null, 20],
    [0, 20],
    ['5', 5],
    [2.0, 2],
    [-3, 1],
    [1_000_000, 26],
  ])('takes the limit %p as %p rows', async (limit, rows) => {
    const client = await somebody();
    const { threadId } = await talk(client);
    await fill(threadId, 24);
    expect((await client.ask('items.list', { thread_id: threadId, limit })).body.data).toHaveLength(rows);
  });

  it('of somebody new is an empty page', async () => {
    expect((await (await somebody()).ask('threads.list')).text).toBe('{"data":[],"has_more":false}');
  });
});

describe('items.list', () => {
  it('gives the newest first by default', async () => {
    const client = await somebody();
    const { threadId, items } = await talk(client);
    await fill(threadId, 24);
    const first = await client.ask('items.list', { thread_id: threadId });
    expect(ids(first.body)).toEqual(Array.from({ length: 20 }, (_, index) => `msg_row${24 - index}`));
    expect(first.body).toMatchObject({ has_more: true, after: 'msg_row5' });
    const second = await client.ask('items.list', { thread_id: threadId, after: 'msg_row5' });
    expect(ids(second.body)).toEqual(['msg_row4', 'msg_row3', 'msg_row2', 'msg_row1', ...ids({ data: items }).reverse()]);
  });

  it('refuses a cursor of another list', async () => {
    const client = await somebody();
    const { threadId } = await talk(client);
    const reply = await client.ask('items.list', { thread_id: threadId, after: 'msg_elsewhere' });
    expect([reply.status, reply.body.error.param]).toEqual([404, 'params.after']);
  });
});

describe('threads.update', () => {
  it('renames, also to nothing, and answers with the thread without its items', async () => {
    const client = await somebody();
    const { threadId } = await talk(client);
    for (const title of ['A new name ✓', '']) {
      const reply = await client.ask('threads.update', { thread_id: threadId, title });
      expect(reply.body).toMatchObject({ id: threadId, title, metadata: {}, items: { data: [], has_more: false } });
      expect((await client.ask('threads.get_by_id', { thread_id: threadId })).body.title).toBe(title);
    }
  });
});

describe('items.feedback', () => {
  it('keeps the latest verdict of the user', async () => {
    const client = await somebody();
    const { threadId, items } = await talk(client);
    const item_ids = [items[1]?.id];
    for (const kind of ['positive', 'negative']) {
      expect((await client.ask('items.feedback', { thread_id: threadId, item_ids, kind })).text).toBe('{}');
    }
    expect(await gateway.db.feedback.findMany({ where: { threadId } })).toMatchObject([{ itemId: item_ids[0], kind: 'negative' }]);
    expect((await client.ask('items.feedback', { thread_id: threadId, item_ids: [], kind: 'positive' })).text).toBe('{}');
  });

  it('is refused for items that are not in the thread', async () => {
    const client = await somebody();
    const { threadId } = await talk(client);
    const reply = await client.ask('items.feedback', { thread_id: threadId, item_ids: ['msg_none'], kind: 'positive' });
    expect([reply.status, reply.body.error.param]).toEqual([404, 'params.item_ids']);
  });
});

describe('threads.delete', () => {
  it('removes the thread with all that is in it', async () => {
    const client = await somebody();
    const { threadId } = await talk(client);
    expect((await client.ask('threads.delete', { thread_id: threadId })).text).toBe('{}');
    expect(await gateway.db.threadItem.count({ where: { threadId } })).toBe(0);
    for (const [type, params] of everyOperationOn(threadId, 'msg_x')) {
      const reply = await client.ask(type, params);
      expect([type, reply.status, reply.body?.error.code]).toEqual([type, 404, 'not_found']);
    }
  });
});

/** Every operation that names a thread. */
function everyOperationOn(threadId: string, itemId: string): Array<[string, Record<string, unknown>]> {
  const thread_id = threadId;
  return [
    ['threads.get_by_id', { thread_id }],
    ['items.list', { thread_id }],
    ['items.feedback', { thread_id, item_ids: [itemId], kind: 'positive' }],
    ['threads.update', { thread_id, title: 'mine' }],
    ['threads.add_user_message', { thread_id, input: says('hi') }],
    ['threads.add_client_tool_output', { thread_id, result: 1 }],
    ['threads.retry_after_item', { thread_id, item_id: itemId }],
    ['runs.stream', { thread_id }],
    ['runs.cancel', { thread_id }],
    ['threads.delete', { thread_id }],
  ];
}

describe.each([
  ['another user', { userId: 'mallory' }],
  ['a user of the same name of another tenant', { tenantId: 'elsewhere', userId: 'victim' }],
])('%s', (_who, stranger) => {
  it('sees nothing of a thread and changes nothing, whatever the operation', async () => {
    const victim = await gateway.clientOf({ userId: 'victim' });
    const { threadId, items } = await talk(victim, 'my secret');
    const before = (await victim.ask('threads.get_by_id', { thread_id: threadId })).text;
    const client = await gateway.clientOf(stranger);
    for (const [type, params] of everyOperationOn(threadId, String(items[0]?.id))) {
      const reply = await client.ask(type, params);
      expect([type, reply.status, reply.body?.error.code]).toEqual([type, 404, 'not_found']);
      expect(reply.text).not.toContain('secret');
    }
    const runId = (await gateway.db.run.findFirstOrThrow({ where: { threadId } })).id;
    expect((await client.ask('runs.stream', { thread_id: threadId, run_id: runId })).status).toBe(404);
    expect((await client.ask('threads.list', { after: threadId })).status).toBe(404);
    expect((await client.ask('threads.list')).body.data).toEqual([]);
    expect((await victim.ask('threads.get_by_id', { thread_id: threadId })).text).toBe(before);
    expect(await gateway.db.feedback.count({ where: { threadId } })).toBe(0);
  });
});
