import { says, type ChatClient } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { ScriptedWorker } from './scripted-worker.js';
import { typesOf } from './sse-reader.js';

let gateway: TestGateway;
let worker: ScriptedWorker;
let client: ChatClient;

beforeAll(async () => {
  gateway = await startTestGateway();
  worker = await new ScriptedWorker(gateway.databaseUrl, gateway.redisUrl).start();
  client = await gateway.clientOf({ userId: 'ada' });
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
});

beforeEach(() => {
  worker.script = async (turn) => {
    await turn.done(turn.message('hello'));
    return { status: 'completed' };
  };
});

/** A thread with one message and one answer. */
async function talk(text = 'hi') {
  const stream = await client.stream('threads.create', { input: says(text) });
  const frames = await stream.rest();
  return { threadId: stream.threadId, userItemId: String(frames[1]?.event.item.id), answerId: String(frames[3]?.event.item.id) };
}

describe('threads.create', () => {
  it('streams exactly the four frames of a finished message', async () => {
    const stream = await client.stream('threads.create', { input: says('hi ✓') });
    const frames = await stream.rest();
    expect(typesOf(frames)).toEqual(['thread.created', 'thread.item.done', 'stream_options', 'thread.item.done']);
    const [created, user, options, answer] = frames.map(({ raw }) => raw);
    const at = '"created_at":"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"';
    expect(created).toMatch(
      new RegExp(`^data: {"type":"thread.created","thread":{"id":"thr_\\w+",${at},"status":{"type":"active"},"metadata":{},"items":{"data":\\[\\],"has_more":false}}}$`),
    );
    expect(user).toMatch(
      new RegExp(
        `^data: {"type":"thread.item.done","item":{"id":"msg_\\w+","thread_id":"${stream.threadId}",${at},"type":"user_message",` +
          `"content":\\[{"type":"input_text","text":"hi ✓"}\\],"attachments":\\[\\],"inference_options":{}}}$`,
      ),
    );
    expect(options).toBe('data: {"type":"stream_options","stream_options":{"allow_cancel":true}}');
    expect(JSON.parse(answer?.slice('data: '.length) ?? '')).toEqual({
      type: 'thread.item.done',
      item: {
        id: expect.stringMatching(/^msg_/),
        thread_id: stream.threadId,
        created_at: expect.stringMatching(/Z$/),
        type: 'assistant_message',
        content: [{ type: 'output_text', text: 'hello', annotations: [] }],
      },
    });
  });

  it('answers with the headers of an event stream and the ids to resume by', async () => {
    const stream = await client.stream('threads.create', { input: says('hi') });
    const { headers } = stream.response;
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(stream.runId).toMatch(/^run_/);
    expect(stream.threadId).toMatch(/^thr_/);
    await stream.rest();
  });

  it('also answers at the path of the hosted service', async () => {
    const response = await client.post(JSON.stringify({ type: 'threads.create', params: { input: says('hi') } }), { path: '/v1/chatkit/conversation' });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('"thread.created"');
  });

  it('keeps newlines, quotes, emoji and line separators in one data line', async () => {
    const text = 'a\nb"c\\ 😀 \u2028 end';
    const stream = await client.stream('threads.create', { input: says(text) });
    const [, user] = await stream.take(2);
    expect(user?.event.item.content[0].text).toBe(text);
    expect(user?.raw).toContain('😀 \u2028');
    await stream.rest();
  });

  it('passes on every event of the run, in order, without ids', async () => {
    worker.script = async (turn) => {
      await turn.emit({ type: 'progress_update', text: 'Looking' });
      await turn.emit({ type: 'client_effect', name: 'facts_changed', data: { a: null } });
      await turn.say('Hel', 'lo');
      return { status: 'completed' };
    };
    const frames = await (await client.stream('threads.create', { input: says('hi') })).rest();
    expect(typesOf(frames.slice(3))).toEqual([
      'progress_update',
      'client_effect',
      'thread.item.added',
      'assistant_message.content_part.text_delta',
      'assistant_message.content_part.text_delta',
      'thread.item.done',
    ]);
    expect(frames[4]?.event.data).toEqual({ a: null });
    expect(frames.map(({ id }) => id)).toEqual(frames.map(() => null));
  });

  it('keeps quote, tags and inference options of the message', async () => {
    const tag = { type: 'input_tag', id: 't1', text: 'Ada', data: { deep: [null] }, interactive: false };
    const input = { content: [tag], attachments: [], quoted_text: 'as you said', inference_options: { tool_choice: { id: 'get_weather' }, model: 'm' } };
    const stream = await client.stream('threads.create', { input });
    const [, user] = await stream.take(2);
    expect(user?.event.item).toMatchObject({ content: [tag], quoted_text: 'as you said', inference_options: input.inference_options });
    await stream.rest();
    const shown = await client.ask('threads.get_by_id', { thread_id: stream.threadId });
    expect(shown.body.items.data[0]).toEqual(user?.event.item);
  });

  it('accepts a message without content', async () => {
    const frames = await (await client.stream('threads.create', { input: { content: [], attachments: [], inference_options: {} } })).rest();
    expect(frames).toHaveLength(4);
  });

  it('ends right after the options when the run says nothing', async () => {
    worker.script = async () => ({ status: 'completed' });
    expect(typesOf(await (await client.stream('threads.create', { input: says('hi') })).rest())).toEqual([
      'thread.created',
      'thread.item.done',
      'stream_options',
    ]);
  });

  it('passes an error of the run on and ends cleanly', async () => {
    worker.script = async (turn) => {
      await turn.emit({ type: 'error', code: 'custom', message: 'The model is busy right now.', allow_retry: true });
      return { status: 'failed', errorCode: 'model_rate_limited' };
    };
    const frames = await (await client.stream('threads.create', { input: says('hi') })).rest();
    expect(frames.at(-1)?.raw).toBe('data: {"type":"error","code":"custom","message":"The model is busy right now.","allow_retry":true}');
  });

  it('drops characters that no database can keep, and answers all the same', async () => {
    const response = await client.post(
      '{"type":"threads.create","params":{"input":{"content":[{"type":"input_text","text":"a\\u0000b\\ud800c \\ud83d\\ude00"}],"attachments":[],"inference_options":{}}}}',
    );
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('"text":"ab\uFFFDc 😀"');
  });
});

describe('threads.add_user_message', () => {
  it('begins with the message and the options, and says nothing of the thread', async () => {
    const { threadId } = await talk();
    const stream = await client.stream('threads.add_user_message', { thread_id: threadId, input: says('more') });
    const frames = await stream.rest();
    expect(typesOf(frames)).toEqual(['thread.item.done', 'stream_options', 'thread.item.done']);
    expect(frames[0]?.event.item).toMatchObject({ type: 'user_message', thread_id: threadId, content: [{ type: 'input_text', text: 'more' }] });
  });

  it('waits for the answer before it, and each stream shows its own', async () => {
    const { threadId } = await talk();
    worker.script = async (turn) => {
      await turn.say(turn.run.request.type === 'user_message' ? turn.run.request.item_id : '');
      return { status: 'completed' };
    };
    const streams = await Promise.all(
      ['one', 'two', 'three'].map((text) => client.stream('threads.add_user_message', { thread_id: threadId, input: says(text) })),
    );
    for (const frames of await Promise.all(streams.map((stream) => stream.rest()))) {
      expect(frames.at(-1)?.event.item.content[0].text).toBe(frames[0]?.event.item.id);
    }
  });

  it('is refused on a locked thread, with the reason', async () => {
    const { threadId } = await talk();
    await gateway.db.$executeRaw`UPDATE threads SET status = '{"type":"locked","reason":"Under review."}' WHERE id = ${threadId}`;
    const reply = await client.ask('threads.add_user_message', { thread_id: threadId, input: says('more') });
    expect([reply.status, reply.body]).toEqual([
      409,
      { error: { code: 'conflict', message: 'Under review.', param: 'params.thread_id', type: 'invalid_request_error' } },
    ]);
  });
});

describe('threads.add_client_tool_output', () => {
  /** A thread whose run waits for the client. */
  async function waiting() {
    worker.script = async (turn) => {
      await turn.say('One moment.');
      await turn.done(turn.clientToolCall('switch_theme', { theme: 'dark', nothing: null }));
      return { status: 'waiting', checkpoint: {} };
    };
    const stream = await client.stream('threads.create', { input: says('dark please') }, { resumable: true });
    return { stream, frames: await stream.rest() };
  }

  it('follows a stream that ended on the pending call, and goes on with the same run', async () => {
    const { stream, frames } = await waiting();
    expect(frames.at(-1)?.event.item).toMatchObject({ type: 'client_tool_call', status: 'pending', name: 'switch_theme', arguments: { theme: 'dark', nothing: null } });
    worker.script = async (turn) => {
      await turn.done(turn.message('It is dark now.'));
      return { status: 'completed' };
    };
    const resumed = await client.stream('threads.add_client_tool_output', { thread_id: stream.threadId, result: { ok: null } }, { resumable: true });
    expect(resumed.runId).toBe(stream.runId);
    const answer = await resumed.rest();
    expect(typesOf(answer)).toEqual(['stream_options', 'thread.item.done']);
    expect(answer[1]?.event.item.content[0].text).toBe('It is dark now.');
    const { body } = await client.ask('threads.get_by_id', { thread_id: stream.threadId });
    expect(body.items.data.map(({ type }: { type: string }) => type)).toEqual(['user_message', 'assistant_message', 'client_tool_call', 'assistant_message']);
    expect(body.items.data[2]).toMatchObject({ status: 'completed', output: { ok: null } });
  });

  it('is taken once', async () => {
    const { stream } = await waiting();
    worker.script = async () => ({ status: 'completed' });
    await (await client.stream('threads.add_client_tool_output', { thread_id: stream.threadId, result: null })).rest();
    expect((await client.ask('threads.add_client_tool_output', { thread_id: stream.threadId, result: null })).status).toBe(409);
  });

  it('is refused when no call waits', async () => {
    const { threadId } = await talk();
    const reply = await client.ask('threads.add_client_tool_output', { thread_id: threadId, result: 1 });
    expect([reply.status, reply.body.error.code]).toEqual([409, 'conflict']);
  });
});

describe('threads.retry_after_item', () => {
  it('answers the same message again and forgets what came after it, without any frame about that', async () => {
    const { threadId, userItemId } = await talk();
    worker.script = async (turn) => {
      await turn.done(turn.message('better'));
      return { status: 'completed' };
    };
    const frames = await (await client.stream('threads.retry_after_item', { thread_id: threadId, item_id: userItemId })).rest();
    expect(typesOf(frames)).toEqual(['stream_options', 'thread.item.done']);
    expect(worker.turns.at(-1)?.run.request).toEqual({ type: 'retry', item_id: userItemId });
    const { body } = await client.ask('items.list', { thread_id: threadId, order: 'asc' });
    expect(body.data.map((item: { content: [{ text: string }] }) => item.content[0].text)).toEqual(['hi', 'better']);
  });

  it('is refused for anything but a message of the user, and deletes nothing', async () => {
    const { threadId, answerId } = await talk();
    const wrong = await client.ask('threads.retry_after_item', { thread_id: threadId, item_id: answerId });
    expect([wrong.status, wrong.body.error.param]).toEqual([400, 'params.item_id']);
    const unknown = await client.ask('threads.retry_after_item', { thread_id: threadId, item_id: 'msg_none' });
    expect([unknown.status, unknown.body.error.param]).toEqual([404, 'params.item_id']);
    expect((await client.ask('items.list', { thread_id: threadId })).body.data).toHaveLength(2);
  });
});
