import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;
let server: Server;
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
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  gateway = await startTestGateway({ env: { OPENAI_BASE_URL: url, OPENAI_API_KEY: 'sk-test' } });
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
