import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ChatClient } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;
let server: Server;
let ownUrl: string;
const asked: Array<{ url: string | undefined; authorization: string | undefined; body: string }> = [];
let status = 200;
let reply = '{"text":"hello ✓"}';

beforeAll(async () => {
  server = createServer((request, response) => {
    void buffer(request).then((body) => {
      asked.push({ url: request.url, authorization: request.headers.authorization, body: body.toString('latin1') });
      response.writeHead(status).end(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ownUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  gateway = await startTestGateway({ env: { OPENAI_BASE_URL: ownUrl, OPENAI_API_KEY: 'sk-test' } });
});
afterAll(async () => {
  await gateway.close();
  await new Promise((resolve) => server.close(resolve).closeAllConnections());
});

const params = { audio_base64: Buffer.from('sound').toString('base64'), mime_type: 'audio/webm;codecs=opus' };

it('gives the server the recording with its type, and people the words', async () => {
  const { body } = await (await gateway.clientOf({})).ask('input.transcribe', params);
  expect(body).toEqual({ text: 'hello ✓' });
  expect(asked).toMatchObject([{ url: '/v1/audio/transcriptions', authorization: 'Bearer sk-test' }]);
  expect(asked[0]?.body).toMatch(/filename="recording\.webm"\r\nContent-Type: audio\/webm\r\n\r\nsound\r\n/);
  expect(asked[0]?.body).toContain('whisper-1');
});

it.each([
  [401, '{}', 502, 'model_unauthorized'],
  [429, '{}', 502, 'model_rate_limited'],
  [400, '{}', 502, 'model_rejected'],
  [500, '{}', 502, 'model_unavailable'],
  [200, 'oops', 502, 'model_bad_answer'],
])('of a server that answers %i says so', async (given, text, expected, code) => {
  [status, reply] = [given, text];
  const answer = await (await gateway.clientOf({})).ask('input.transcribe', params);
  expect([answer.status, answer.body.error.code]).toEqual([expected, code]);
});

describe('a long recording', () => {
  const recording = (bytes: number) => ({ audio_base64: Buffer.alloc(bytes, 1).toString('base64'), mime_type: 'audio/mp4' });
  let bounded: TestGateway;
  let client: ChatClient;
  beforeAll(async () => {
    const { databaseUrl, redisUrl } = gateway;
    const env = { BODY_LIMIT_BYTES: '10000', TRANSCRIPTION_MAX_BYTES: '300000', TRANSCRIPTION_BASE_URL: ownUrl, OPENAI_API_KEY: 'sk-test' };
    bounded = await startTestGateway({ databaseUrl, redisUrl, env });
    client = await bounded.clientOf({});
    [status, reply] = [200, '{"text":"long"}'];
  });
  afterAll(() => bounded.close());

  it('is bounded by a limit of its own, which the refusal names', async () => {
    expect((await client.ask('input.transcribe', recording(300_000))).body).toEqual({ text: 'long' });
    const refused = await client.ask('input.transcribe', recording(300_001));
    expect([refused.status, refused.body.error]).toMatchObject([
      413,
      { param: 'params.audio_base64', message: 'The recording is too long: 300000 bytes at most (TRANSCRIPTION_MAX_BYTES).' },
    ]);
    expect((await client.ask('input.transcribe', recording(400_000))).status).toBe(413);
  });

  it('is read to its end for somebody known alone, and nothing else may be as long', async () => {
    const stranger = new ChatClient(bounded.url, 'ck_1_nobody');
    expect((await stranger.ask('input.transcribe', recording(100_000))).status).toBe(401);
    expect((await client.ask('threads.update', { thread_id: 'thr_x', title: 'x'.repeat(20_000) })).status).toBe(413);
    const disguised = { thread_id: 'thr_x', title: `"input.transcribe"${'x'.repeat(20_000)}` };
    expect((await client.ask('threads.update', disguised)).status).toBe(413);
  });

  it('goes to the server for recordings, which is not told the key of the model', async () => {
    asked.length = 0;
    await client.ask('input.transcribe', recording(10));
    expect(asked).toMatchObject([{ url: '/v1/audio/transcriptions', authorization: undefined }]);
  });
});
