import { createTestDatabase, testRedisUrl } from '@frontdesk/testing';
import { Redis } from 'ioredis';
import { says, type ChatClient } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';
import { PostgresEar } from './postgres-ear.js';
import type { SseReader } from './sse-reader.js';

const ear = new PostgresEar();
let gateway: TestGateway;
let client: ChatClient;
let redis: Redis;
let monitor: Redis;
/** Names of the commands that came over connections; those of scripts are part of theirs. */
let commands: string[] = [];
const streams: SseReader[] = [];

beforeAll(async () => {
  const [databaseUrl, redisUrl] = [(await createTestDatabase()).url, await testRedisUrl()];
  redis = new Redis(redisUrl);
  gateway = await startTestGateway({ databaseUrl: await ear.at(databaseUrl), redisUrl });
  client = await gateway.clientOf({ userId: 'ada' });
  // Once before anything is counted: scripts are loaded, and connections opened.
  await begin('threads.create', { input: says('hi') });
  monitor = await redis.monitor();
  const database = new URL(redisUrl).pathname.slice(1);
  monitor.on('monitor', (_time: string, args: string[], source: string, of: string) => {
    if (of === database && source !== 'lua') {
      commands.push(String(args[0]).toLowerCase());
    }
  });
});
afterAll(async () => {
  streams.forEach((stream) => stream.leave());
  monitor.disconnect();
  redis.disconnect();
  await gateway.close();
  await ear.close();
});

/** Sends a message that no worker answers. @returns the thread */
async function begin(type: string, params: object): Promise<string> {
  const stream = await client.stream(type, params);
  streams.push(stream);
  return stream.threadId;
}

/** The limit's script and the job's, the call to the workers; and the stream listens, and reads what is there already. */
const REDIS = ['evalsha', 'evalsha', 'publish', 'subscribe', 'xrange'];

/** What it takes until the gateway waits for the answer. */
async function costOf(type: string, params: object) {
  ear.roundTrips.length = 0;
  commands = [];
  const threadId = await begin(type, params);
  while (REDIS.some((name) => !commands.includes(name)) || commands.filter((name) => name === 'evalsha').length < 2) {
    await redis.ping(); // what the monitor tells comes in its own time
  }
  return { threadId, postgres: ear.roundTrips.length, redis: commands.filter((name) => name !== 'ping').sort() };
}

describe('the round trips of an admission', () => {
  it('are two to Postgres for the first message of a thread, and for the next one: who asks, and what is asked', async () => {
    const first = await costOf('threads.create', { input: says('hi') });
    expect(first).toMatchObject({ postgres: 2, redis: REDIS });
    expect(await costOf('threads.add_user_message', { thread_id: first.threadId, input: says('and?') })).toMatchObject({ postgres: 2, redis: REDIS });
  });

  it('are the same for the first request with a secret that this gateway has not seen', async () => {
    client = await gateway.clientOf({ userId: 'bob' });
    expect(await costOf('threads.create', { input: says('hi') })).toMatchObject({ postgres: 2, redis: REDIS });
  });
});
