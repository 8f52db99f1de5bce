import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { calls, says } from './support/scripted-model.server.js';
import { WorkerRig } from './support/worker-rig.js';

let rig: WorkerRig;
let server: Server;
/** What the model gives as a title; null: it fails. A promise keeps it waiting. */
let title: () => Promise<string | null>;
let asked = 0;
let answers: string[] = [];

beforeAll(async () => {
  rig = await WorkerRig.create();
  server = createServer((request, response) => {
    void text(request).then(async (body) => {
      if ((JSON.parse(body) as { stream?: boolean }).stream === true) {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(answers.shift() ?? says('An answer.'));
        return;
      }
      asked += 1;
      const content = await title();
      const answer = {
        id: 't',
        object: 'chat.completion',
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
      };
      response
        .writeHead(content === null ? 400 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(content === null ? {} : answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await rig.startWorker(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, { OPENAI_API: 'chat_completions' });
});
beforeEach(() => {
  asked = 0;
  answers = [];
});
afterAll(async () => {
  await rig.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const titleOf = async (threadId: string) => (await rig.threads.getThread(rig.owner, threadId)).title;

it('names a thread once, and keeps the name', async () => {
  title = () => Promise.resolve('"Tea and biscuits."');
  const { admission, frames } = await rig.ask('Tell me about tea');
  expect(await titleOf(admission.threadId)).toBe('Tea and biscuits');
  expect(frames.filter((frame) => frame.type === 'thread.updated')).toHaveLength(1);
  await rig.ask('And coffee?', admission.threadId);
  expect(asked).toBe(1);
});

it('leaves the name that the user gave meanwhile', async () => {
  let threadId = '';
  title = async () => {
    await rig.threads.renameThread(rig.owner, threadId, 'Mine');
    return 'Not this';
  };
  const admission = await rig.say('Hello');
  threadId = admission.threadId;
  const { frames } = await rig.watch(admission);
  expect(await titleOf(threadId)).toBe('Mine');
  expect(frames.filter((frame) => frame.type === 'thread.updated')).toEqual([]);
});

it('costs the answer nothing when it fails, and is tried again with the next one', async () => {
  title = () => Promise.resolve(null);
  const { admission, status } = await rig.ask('Hello');
  expect(status).toBe('completed');
  expect(await titleOf(admission.threadId)).toBeNull();
  title = () => Promise.resolve('Second try');
  await rig.ask('Again', admission.threadId);
  expect(await titleOf(admission.threadId)).toBe('Second try');
});

it('holds the end of an answer up for a moment at most', async () => {
  title = () => new Promise(() => undefined);
  const startedAt = Date.now();
  expect((await rig.ask('Hello')).status).toBe('completed');
  expect(Date.now() - startedAt).toBeLessThan(15_000);
});

it('comes with the rest of an answer that waited for the client', async () => {
  answers = [calls({ name: 'switch_theme', arguments: '{"theme":"dark"}' }), says('Done.')];
  title = () => new Promise(() => undefined);
  const { admission } = await rig.ask('Make it dark');
  title = () => Promise.resolve('Dark theme');
  expect((await rig.watch(await rig.answerClientTool(admission.threadId, {}))).status).toBe('completed');
  expect(await titleOf(admission.threadId)).toBe('Dark theme');
});
