import type { ThreadStreamEvent } from '@frontdesk/chatkit-protocol';
import { startDemoModel, type DemoModel } from '@frontdesk/demo-model';
import { deltasIn, screenAfter, textOf, WorkerRig } from './support/worker-rig.js';

let rig: WorkerRig;
let model: DemoModel;
let quickModel: DemoModel;

beforeAll(async () => {
  rig = await WorkerRig.create();
  model = await startDemoModel({ tokensPerSecond: 100 });
  quickModel = await startDemoModel();
});
afterAll(async () => {
  await rig.close();
  await model.close();
  await quickModel.close();
});

const saysSomething = (frames: readonly ThreadStreamEvent[]): boolean => deltasIn(frames).length > 10;
const answerRequest = () => model.requests().findLast((request) => request.stream);

describe('stopping an answer', () => {
  beforeAll(async () => {
    await rig.startWorker(model.url);
  });
  afterAll(() => rig.closeWorkers());

  it('keeps what was said, once, closes the socket of the model, and tells the model next time', async () => {
    const admission = await rig.say('Tell me a long story.');
    await rig.watch(admission, saysSomething);
    const request = answerRequest();
    await rig.cancel(admission);
    const { frames, status } = await rig.watch(admission);

    expect(status).toBe('cancelled');
    expect(await request?.settled).toBe('client_closed');
    const items = (await rig.history(admission.threadId)).filter((item) => item.type === 'assistant_message');
    expect(items).toHaveLength(1);
    expect(textOf(items[0])).toBe(deltasIn(frames));
    expect(frames.filter((frame) => frame.type === 'thread.item.done')).toEqual([expect.objectContaining({ item: items[0] })]);
    expect(JSON.stringify(frames)).not.toContain('sdk_hidden_context');
    const newest = (await rig.everything(admission.threadId)).at(-1);
    expect(newest).toMatchObject({ type: 'sdk_hidden_context', content: expect.stringContaining('stopped') });
    expect((await rig.run(admission.runId)).status).toBe('cancelled');

    await rig.ask('What is ChatKit?', admission.threadId);
    expect(JSON.stringify(answerRequest()?.body)).toContain('<HiddenContext>');
  });

  it('leaves nothing of an answer that had not begun', async () => {
    const admission = await rig.say('Tell me a long story.');
    await rig.watch(admission, (frames) => frames.length > 0);
    await rig.cancel(admission);
    const { frames, status } = await rig.watch(admission);
    expect(status).toBe('cancelled');
    const text = deltasIn(frames);
    expect([...screenAfter(frames).values()].map(textOf).join('')).toBe(text);
    expect((await rig.history(admission.threadId)).slice(1).map(textOf).join('')).toBe(text);
  });

  it('works without the announcement too, by the heartbeat', async () => {
    const admission = await rig.say('Tell me a long story.');
    await rig.watch(admission, saysSomething);
    await rig.admission.requestCancel(rig.owner, admission.threadId, { runId: admission.runId });
    expect((await rig.watch(admission)).status).toBe('cancelled');
  });

  it('lets the next message of the thread have its turn', async () => {
    const first = await rig.say('Tell me a long story.');
    await rig.watch(first, saysSomething);
    const second = await rig.say('What is ChatKit?', first.threadId);
    await rig.cancel(first);
    expect((await rig.watch(second)).status).toBe('completed');
  });
});

describe('a worker that lost its run to another', () => {
  it('falls silent and closes the socket of its model', async () => {
    await rig.startWorker(model.url);
    const admission = await rig.say('Tell me a long story.');
    await rig.watch(admission, saysSomething);
    const request = answerRequest();
    await rig.db.$executeRaw`UPDATE runs SET lease_expires_at = now() - interval '1 second' WHERE id = ${admission.runId}`;
    const taken = await rig.lifecycle.claim(admission.runId, 'other');
    expect(taken?.epoch).toBe(2);
    expect(await request?.settled).toBe('client_closed');
    expect((await rig.history(admission.threadId)).map((item) => item.type)).toEqual(['user_message']);
    expect(await rig.run(admission.runId)).toMatchObject({ status: 'running', epoch: 2, workerId: 'other' });
    const log = await rig.redis.xrange(`frontdesk:run:{${admission.runId}}:log`, '-', '+');
    expect(log.flat(2)).not.toContain('end');
    await rig.closeWorkers();
  });
});

describe('a worker that shuts down', () => {
  it('lets answers end that can end in time', async () => {
    const worker = await rig.startWorker(model.url, {}, { drainMs: 20_000 });
    const admission = await rig.say('Count from 1 to 5.');
    await rig.watch(admission, (frames) => frames.length > 0);
    const closed = worker.close();
    expect((await rig.watch(admission)).status).toBe('completed');
    await closed;
  });

  it('hands the others over, and another worker answers them once', async () => {
    const first = await rig.startWorker(model.url, {}, { drainMs: 50 });
    const admission = await rig.say('Tell me a long story.');
    await rig.watch(admission, saysSomething);
    await first.close();
    expect(await rig.run(admission.runId)).toMatchObject({ status: 'queued', attempts: 0, epoch: 1 });
    await rig.startWorker(quickModel.url);
    const { frames, status } = await rig.watch(admission);
    expect(status).toBe('completed');
    const messages = (await rig.history(admission.threadId)).filter((item) => item.type === 'assistant_message');
    expect(messages).toHaveLength(1);
    expect([...screenAfter(frames).values()].filter((item) => item.type === 'assistant_message')).toEqual(messages);
    expect(frames.filter((frame) => frame.type === 'thread.item.removed')).toHaveLength(1);
    await rig.closeWorkers();
  });
});
