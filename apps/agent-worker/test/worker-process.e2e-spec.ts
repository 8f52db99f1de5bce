import { startStack, type Stack } from '@frontdesk/testing';
import { ChatDriver, deltasIn, screenAfter, textOf } from './support/chat-driver.js';

/** Slow enough to be interrupted, quick enough to end. */
const SPEED = { 'demo-model': { DEMO_MODEL_TOKENS_PER_SECOND: '60' } };

let stack: Stack;
let chat: ChatDriver;

beforeAll(async () => {
  stack = await startStack({ workers: 2, envOf: SPEED });
  chat = new ChatDriver(stack.databaseUrl, stack.redisUrl);
  await chat.queue.ready();
});
afterAll(async () => {
  await chat.close();
  await stack.stop();
});

/** The worker that has the run, by its process id, which its name carries. */
async function holderOf(runId: string): Promise<string> {
  const { workerId } = await chat.run(runId);
  const name = ['agent-worker', 'agent-worker-2'].find((one) => (workerId ?? '').includes(`-${stack.pid(one)}-`));
  if (name === undefined) {
    throw new Error('no worker of the stack holds the run');
  }
  return name;
}

it('asks the real tools service, shows its widget and answers with its result', async () => {
  const { frames, status, admission } = await chat.ask('What is the weather in Paris?');
  expect(status).toBe('completed');
  const items = (await chat.history(admission.threadId)).slice(1);
  expect(items.filter((item) => item.type === 'widget')).toHaveLength(1);
  expect([...screenAfter(frames).values()]).toEqual(items);
  expect(textOf(items.at(-1))).toMatch(/Paris/);
});

it('saves a fact through the real tools service, waits for the page, and goes on', async () => {
  const asked = await chat.ask('Please remember that I work at Acme as a designer.');
  expect(asked.status).toBe('waiting');
  expect(await chat.facts.list(chat.owner)).toHaveLength(1);
  const admission = await chat.admission.admitClientToolOutput(chat.owner, asked.admission.threadId, { success: true });
  await chat.queue.add(admission.runId, admission.epoch);
  expect((await chat.watch(admission)).status).toBe('completed');
  expect(textOf((await chat.history(asked.admission.threadId)).at(-1)).length).toBeGreaterThan(5);
});

it('survives the sudden death of the worker in the middle of an answer', async () => {
  const admission = await chat.say('Count from 1 to 40.');
  await chat.watch(admission, (frames) => deltasIn(frames).length > 10);
  const name = await holderOf(admission.runId);
  const killedAt = Date.now();
  await stack.kill(name, 'SIGKILL');
  const { frames, status } = await chat.watch(admission);
  expect(status).toBe('completed');
  expect(Date.now() - killedAt).toBeLessThan(25_000);
  const messages = (await chat.history(admission.threadId)).filter((item) => item.type === 'assistant_message');
  expect(messages).toHaveLength(1);
  expect([...screenAfter(frames).values()].filter((item) => item.type === 'assistant_message')).toEqual(messages);
  await stack.restart(name);
});

it('leaves on SIGTERM when its answers have ended, with every line of its log in JSON', async () => {
  const admission = await chat.say('Count from 1 to 10.');
  await chat.watch(admission, (frames) => deltasIn(frames).length > 0);
  const name = await holderOf(admission.runId);
  const exit = await stack.kill(name, 'SIGTERM');
  expect(exit).toMatchObject({ code: 0 });
  expect((await chat.watch(admission)).status).toBe('completed');
  const lines = stack
    .logs(name)
    .split('\n')
    .map((line) => line.slice(line.indexOf('|') + 1).trim());
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);
  await stack.restart(name);
});
