import { newRunChannel } from '@frontdesk/contracts';
import { Redis } from 'ioredis';
import { says } from './chat-client.js';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;
let redis: Redis;
let ear: Redis;
let heard: string[] = [];

beforeEach(async () => {
  gateway = await startTestGateway();
  redis = new Redis(gateway.redisUrl);
  ear = new Redis(gateway.redisUrl);
  heard = [];
  ear.on('message', (_channel: string, runId: string) => heard.push(runId));
});
afterEach(async () => {
  ear.disconnect();
  redis.disconnect();
  await gateway.close();
});

const listen = () => ear.subscribe(newRunChannel(ear.options.db ?? 0));
const hasJob = async (runId: string): Promise<boolean> => (await redis.exists(`frontdesk:runs:${runId}`)) === 1;

/** @returns the run, whose stream nobody reads */
async function ask(): Promise<string> {
  const client = await gateway.clientOf({});
  const stream = await client.stream('threads.create', { input: says('hi') }, { resumable: true });
  stream.leave();
  return stream.runId;
}

async function jobOf(runId: string): Promise<void> {
  while (!(await hasJob(runId))) {
    // it follows by itself
  }
}

describe('a new run', () => {
  it('is called out to the workers, and its job follows', async () => {
    await listen();
    const runId = await ask();
    await jobOf(runId);
    expect(heard).toEqual([runId]);
  });

  it('gets its job also where nobody hears the call', async () => {
    await jobOf(await ask());
  });

  it('has its job when the gateway that was about to add it has stopped', async () => {
    await listen();
    const runId = await ask();
    await gateway.close();
    expect(await hasJob(runId)).toBe(true);
  });
});
