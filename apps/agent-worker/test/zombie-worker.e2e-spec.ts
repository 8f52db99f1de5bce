import { setTimeout as delay } from 'node:timers/promises';
import { CURSOR_START, runLogChannel } from '@frontdesk/contracts';
import { readRunLog } from '@frontdesk/run-events';
import type { ClaimedRun } from '@frontdesk/runs';
import { startStack, type Stack } from '@frontdesk/testing';
import { Redis } from 'ioredis';
import { ChatDriver, deltasIn } from './support/chat-driver.js';

const LOOK_MS = 50;

let stack: Stack;
let chat: ChatDriver;
let listener: Redis;

beforeAll(async () => {
  stack = await startStack({ envOf: { 'demo-model': { DEMO_MODEL_TOKENS_PER_SECOND: '60' } } });
  chat = new ChatDriver(stack.databaseUrl, stack.redisUrl);
  await chat.queue.ready();
  listener = new Redis(stack.redisUrl);
});
afterAll(async () => {
  listener.disconnect();
  await chat.close();
  await stack.stop();
});

/** Takes the run over as soon as its lease has ended. */
async function takeOver(runId: string): Promise<ClaimedRun> {
  for (;;) {
    const claim = await chat.lifecycle.claim(runId, 'another');
    if (claim !== null) {
      return claim;
    }
    await delay(LOOK_MS);
  }
}

it('says nothing about a run that another worker took while it stood still, though Redis has forgotten whose the run is', async () => {
  const admission = await chat.say('Count from 1 to 2000.');
  await chat.watch(admission, (frames) => deltasIn(frames).length > 10);
  stack.signal('agent-worker', 'SIGSTOP');
  await chat.redis.flushdb();
  const claim = await takeOver(admission.runId);
  const heard: string[] = [];
  listener.on('message', (_channel, message: string) => heard.push(message));
  await listener.subscribe(runLogChannel(admission.runId));

  stack.signal('agent-worker', 'SIGCONT');
  while (!stack.logs('agent-worker').includes('"outcome":"fenced"')) {
    await delay(LOOK_MS);
  }
  await listener.ping(); // whatever was published before has come by now
  expect(heard).toEqual([]);
  expect(await readRunLog(chat.redis, admission.runId, CURSOR_START, 10)).toEqual([]);
  expect(await chat.lifecycle.finish(claim, { status: 'completed' })).toBe(true);
});

it('goes on with a run that it holds still after it stood still for less than a lease', async () => {
  const admission = await chat.say('Count from 1 to 60.');
  await chat.watch(admission, (frames) => deltasIn(frames).length > 10);
  stack.signal('agent-worker', 'SIGSTOP');
  await chat.redis.flushdb();
  stack.signal('agent-worker', 'SIGCONT');
  expect((await chat.watch(admission)).status).toBe('completed');
  expect(await chat.run(admission.runId)).toMatchObject({ epoch: 1, status: 'completed' });
});
