import { says, type ChatClient, replyOf } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;
let client: ChatClient;

beforeAll(async () => {
  gateway = await startTestGateway({ env: { BODY_LIMIT_BYTES: '200000' } });
  client = await gateway.clientOf({ userId: 'ada' });
});
afterAll(() => gateway.close());

const rows = async () => [await gateway.db.thread.count(), await gateway.db.threadItem.count(), await gateway.db.run.count()];

describe.each([
  ['no JSON', '{"type": "threads.list"', 'body', 'The body is not valid JSON.'],
  ['nothing', '', 'body', 'The body is empty; a JSON object is expected.'],
  ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'body', 'The body is not valid JSON.'],
  ['nested without end', '['.repeat(150_000), 'body', 'The body is nested deeper than 100 levels.'],
  ['a list', '[]', 'body', undefined],
  ['null', 'null', 'body', undefined],
  ['no type', '{"params":{}}', 'type', 'type: is required.'],
  ['an unknown type', '{"type":"threads.fly","params":{}}', 'type', undefined],
  ['no params', '{"type":"threads.list"}', 'params', 'params: is required.'],
  ['null params', '{"type":"threads.list","params":null}', 'params', undefined],
  ['null metadata', '{"type":"threads.list","params":{},"metadata":null}', 'metadata', undefined],
])('a body with %s', (_what, body, param, message) => {
  it('is refused with its name', async () => {
    const reply = await replyOf(await client.post(body));
    expect([reply.status, reply.body.error.code, reply.body.error.type]).toEqual([400, 'invalid_request', 'invalid_request_error']);
    expect(reply.body.error.param).toBe(param);
    if (message !== undefined) {
      expect(reply.body.error.message).toBe(message);
    }
  });
});

const input = says('hi');
const tag = { type: 'input_tag', id: 't', text: 'T', data: { a: 'x'.repeat(9_000) } };

describe.each([
  ['threads.create', 'params.input.attachments', { input: { ...input, attachments: undefined } }],
  ['threads.create', 'params.input.attachments', { input: { ...input, attachments: null } }],
  ['threads.create', 'params.input.inference_options', { input: { ...input, inference_options: undefined } }],
  ['threads.create', 'params.input.inference_options', { input: { ...input, inference_options: null } }],
  ['threads.create', 'params.input.content.0.text', { input: { ...input, content: [{ type: 'input_text', text: 7 }] } }],
  ['threads.create', 'params.input.content.0.type', { input: { ...input, content: [{ type: 'input_smell' }] } }],
  ['threads.create', 'params.input.content', { input: says('x'.repeat(32_001)) }],
  ['threads.create', 'params.input.content', { input: { ...input, content: Array.from({ length: 101 }, () => ({ type: 'input_text', text: '' })) } }],
  ['threads.create', 'params.input.content.0.data', { input: { ...input, content: [tag] } }],
  ['threads.create', 'params.input.quoted_text', { input: { ...input, quoted_text: 'x'.repeat(8_001) } }],
  ['threads.add_user_message', 'params.thread_id', { input }],
  ['threads.add_client_tool_output', 'params.result', { thread_id: 't' }],
  ['threads.retry_after_item', 'params.item_id', { thread_id: 't' }],
  ['threads.list', 'params.limit', { limit: 2.5 }],
  ['threads.list', 'params.order', { order: 'upwards' }],
  ['items.list', 'params.thread_id', {}],
  ['items.feedback', 'params.kind', { thread_id: 't', item_ids: [], kind: 'meh' }],
  ['items.feedback', 'params.item_ids', { thread_id: 't', item_ids: 'all', kind: 'positive' }],
  ['items.feedback', 'params.item_ids', { thread_id: 't', item_ids: Array.from({ length: 101 }, String), kind: 'positive' }],
  ['threads.update', 'params.title', { thread_id: 't', title: null }],
  ['threads.update', 'params.title', { thread_id: 't', title: 7 }],
  ['threads.update', 'params.title', { thread_id: 't', title: 'x'.repeat(201) }],
  ['attachments.create', 'params.name', { name: ' / ', size: 1, mime_type: 'text/plain' }],
  ['attachments.create', 'params.name', { name: 'x'.repeat(256), size: 1, mime_type: 'text/plain' }],
  ['attachments.create', 'params.size', { name: 'n', size: 0, mime_type: 'text/plain' }],
  ['attachments.create', 'params.size', { name: 'n', size: 1.5, mime_type: 'text/plain' }],
  ['attachments.create', 'params.mime_type', { name: 'n', size: 1, mime_type: 'text' }],
  ['input.transcribe', 'params.mime_type', { audio_base64: '', mime_type: 'text/plain' }],
  ['input.transcribe', 'params.audio_base64', { audio_base64: 'a===', mime_type: 'audio/webm' }],
  ['attachments.delete', 'params.attachment_id', { attachment_id: 7 }],
  ['threads.create', 'params.input.attachments', { input: { ...input, attachments: Array.from({ length: 11 }, String) } }],
  ['threads.create', 'params.input.attachments', { input: { ...input, attachments: ['atc_1', 'atc_1'] } }],
  ['threads.add_structured_input', 'params.input.status', { thread_id: 't', item_id: 'i', input: { status: 'pending' } }],
  ['threads.custom_action', 'params.action.type', { thread_id: 't', action: { type: 1 } }],
  ['threads.custom_action', 'params.action.type', { thread_id: 't', action: {} }],
])('%s with %s out of shape', (type, param, params) => {
  it('is refused with the name of the field, and writes nothing', async () => {
    const before = await rows();
    const reply = await client.ask(type, params);
    expect([reply.status, reply.body.error]).toMatchObject([400, { code: 'invalid_request', param }]);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await rows()).toEqual(before);
  });
});

it('refuses a tool output that no model should read', async () => {
  const reply = await client.ask('threads.add_client_tool_output', { thread_id: 't', result: 'x'.repeat(100_000) });
  expect([reply.status, reply.body.error.param]).toEqual([400, 'params.result']);
});

it('refuses attachments that are not there before anything is written', async () => {
  const before = await rows();
  const reply = await client.ask('threads.create', { input: { ...input, attachments: ['atc_1'] } });
  expect([reply.status, reply.body.error]).toMatchObject([404, { code: 'not_found', param: 'params.input.attachments' }]);
  expect(await rows()).toEqual(before);
});

it('says of dictation without a server that it is not available', async () => {
  const reply = await client.ask('input.transcribe', { audio_base64: 'YQ==', mime_type: 'audio/mp4' });
  expect([reply.status, reply.body.error.code]).toEqual([501, 'not_implemented']);
});

it('answers 413 to a body above the limit, announced or not', async () => {
  const announced = await replyOf(await client.post('x'.repeat(200_001)));
  expect([announced.status, announced.body.error]).toMatchObject([413, { code: 'payload_too_large' }]);
  const chunked = await fetch(`${gateway.url}/chatkit`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.secret}` },
    body: new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(50_000));
      },
    }),
    duplex: 'half',
  }).catch((cause: unknown) => cause as Error);
  // The connection is cut while the body is still coming; whether the answer gets through before that is the network's choice.
  expect(chunked instanceof Error || chunked.status === 413).toBe(true);
});

it('reads JSON whatever its content type says', async () => {
  const reply = await replyOf(await client.post('{"type":"threads.list","params":{}}', { headers: { 'content-type': 'text/plain' } }));
  expect(reply.status).toBe(200);
});

it('ignores unknown fields at every level', async () => {
  const reply = await client.ask('threads.list', { limit: 1, colour: 'red' });
  expect(reply.status).toBe(200);
});

it('looks for ids as they are, whatever is in them', async () => {
  for (const thread_id of ["' OR 1=1 --", '../../etc/passwd', '%00', 'a\0b', '💥', 'x'.repeat(10_000)]) {
    expect((await client.ask('threads.get_by_id', { thread_id })).status).toBe(404);
  }
});

it.each([
  ['GET', '/chatkit'],
  ['PUT', '/chatkit'],
  ['POST', '/nowhere'],
  ['GET', '/api/nowhere'],
  ['GET', '/v1/models'],
  ['GET', '/%'],
])('answers %s %s as JSON too', async (method, path) => {
  const reply = await client.fetch(path, { method, headers: { accept: 'text/html' } });
  expect([404, 400]).toContain(reply.status);
  expect(reply.body.error).toMatchObject({ code: reply.status === 404 ? 'not_found' : 'invalid_request' });
});

it('never logs what people wrote', async () => {
  const answers = { 'my private question': { values: 'no list' } };
  const reply = await client.ask('threads.add_structured_input', { thread_id: 'my private thread', item_id: 'i', input: { answers } });
  expect([reply.status, reply.body.error.param]).toEqual([400, 'params.input.answers.my private question.values']);
  expect(gateway.logText()).toContain('invalid_request');
  for (const word of ['xxxxxxxx', client.secret, client.secret.slice(-43), 'Bearer', 'etc/passwd', 'private']) {
    expect(gateway.logText()).not.toContain(word);
  }
});
