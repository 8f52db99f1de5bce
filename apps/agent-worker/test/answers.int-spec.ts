import { startDemoModel, type DemoModel } from '@frontdesk/demo-model';
import { deltasIn, screenAfter, textOf, WorkerRig } from './support/worker-rig.js';

let rig: WorkerRig;
let model: DemoModel;

beforeAll(async () => {
  rig = await WorkerRig.create();
  model = await startDemoModel();
});
afterAll(async () => {
  await rig.close();
  await model.close();
});

describe.each(['responses', 'chat_completions'])('with a model behind the API %s', (api) => {
  beforeAll(async () => {
    await rig.startWorker(model.url, { OPENAI_API: api, FRONTDESK_DEMO_MODEL: 'true' });
  });
  afterAll(() => rig.closeWorkers());

  it('answers, streams what it stores, and titles the thread once', async () => {
    const { frames, status, admission } = await rig.ask('What is ChatKit?');
    expect(status).toBe('completed');
    const [user, ...answer] = await rig.history(admission.threadId);
    expect(user?.type).toBe('user_message');
    expect([...screenAfter(frames).values()]).toEqual(answer);
    const message = answer.at(-1);
    expect(textOf(message).length).toBeGreaterThan(20);
    expect(deltasIn(frames)).toBe(textOf(message));
    const titles = frames.filter((frame) => frame.type === 'thread.updated');
    expect(titles).toHaveLength(1);
    const thread = await rig.threads.getThread(rig.owner, admission.threadId);
    expect(titles[0]).toMatchObject({ thread: { title: thread.title, metadata: {}, items: { data: [] } } });
    const second = await rig.ask('And what are widgets?', admission.threadId);
    expect(second.frames.filter((frame) => frame.type === 'thread.updated')).toEqual([]);
  });

  it('shows thoughts as a workflow that ends when the answer begins', async () => {
    const { frames } = await rig.ask('What is ChatKit?');
    const kinds = frames.flatMap((frame) => ('item' in frame ? [`${frame.type.replace('thread.item.', '')} ${frame.item.type}`] : []));
    expect(kinds).toEqual(['added workflow', 'done workflow', 'added assistant_message', 'done assistant_message']);
  });

  it('runs a tool, shows its progress and its widget, and answers with its result', async () => {
    const { frames, status, admission } = await rig.ask('What is the weather in Paris?');
    expect(status).toBe('completed');
    expect(frames.find((frame) => frame.type === 'progress_update')).toMatchObject({ text: 'Looking up the weather' });
    const items = await rig.history(admission.threadId);
    expect(items.filter((item) => item.type === 'widget')).toEqual([expect.objectContaining({ copy_text: 'Sunny' })]);
    expect(textOf(items.at(-1))).toContain('21');
    expect([...screenAfter(frames).values()]).toEqual(items.slice(1));
  });

  it('waits for the client on a client tool and goes on with its answer', async () => {
    const asked = await rig.ask('Please remember that I work at Acme as a designer.');
    expect(asked.status).toBe('waiting');
    const call = asked.frames.at(-1);
    expect(call).toMatchObject({
      type: 'thread.item.done',
      item: { type: 'client_tool_call', status: 'pending', name: 'record_fact', arguments: { fact_id: 'fact_1' } },
    });
    expect(asked.frames.find((frame) => frame.type === 'client_effect')).toMatchObject({ name: 'facts_changed', data: {} });
    expect((await rig.run(asked.admission.runId)).status).toBe('waiting');

    const resumed = await rig.answerClientTool(asked.admission.threadId, { success: true });
    expect(resumed.runId).toBe(asked.admission.runId);
    const { frames, status } = await rig.watch(resumed);
    expect(status).toBe('completed');
    const items = await rig.history(asked.admission.threadId);
    expect(textOf(items.at(-1)).length).toBeGreaterThan(5);
    expect(frames.filter((frame) => frame.type === 'thread.item.removed')).toEqual([]);
    expect(items.filter((item) => item.type === 'client_tool_call')).toEqual([
      expect.objectContaining({ status: 'completed', output: { success: true } }),
    ]);
    const body = JSON.stringify(model.requests().at(-1)?.body);
    expect(body).toContain('client_output');
    expect(body).toContain('success');
    expect(rig.tools.replays).toBe(0);
  });

  it('tells the agent what is known about the user', async () => {
    const fact = await rig.facts.create(rig.owner, { text: 'Plays the\ncello', threadId: null });
    await rig.facts.markSaved(rig.owner, fact.id);
    await rig.ask('What is ChatKit?');
    const body = JSON.stringify(model.requests().findLast((request) => request.stream)?.body);
    expect(body).toContain(String.raw`Known facts about the user:\n- Plays the cello`);
    await rig.facts.forget(rig.owner, fact.id);
  });

  it('keeps nothing at the server of the model', async () => {
    await rig.ask('What is ChatKit?');
    const { body } = model.requests().at(-1) as { body: { store?: boolean; previous_response_id?: unknown } };
    expect(body.store).toBe(api === 'responses' ? false : undefined);
    expect(body.previous_response_id ?? null).toBeNull();
  });
});

describe('several messages on one thread', () => {
  beforeAll(async () => {
    await rig.startWorker(model.url);
  });
  afterAll(() => rig.closeWorkers());

  it('are answered one after another, each seeing the answer before', async () => {
    const first = await rig.say('Count from 1 to 5.');
    const others = [await rig.say('What is ChatKit?', first.threadId), await rig.say('Tell me a short story.', first.threadId)];
    for (const admission of [first, ...others]) {
      expect((await rig.watch(admission)).status).toBe('completed');
    }
    const runs = await rig.db.run.findMany({ where: { threadId: first.threadId }, orderBy: { seq: 'asc' } });
    const spans = runs.map((run) => [run.startedAt?.getTime() ?? 0, run.finishedAt?.getTime() ?? 0]);
    expect(spans.flat()).toEqual([...spans.flat()].sort((a, b) => a - b));
    const last = model.requests().findLast((request) => request.stream)?.body as { input: Array<{ role: string }> };
    expect(last.input.map((item) => item.role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user']);
    expect(JSON.stringify(last.input.at(-1))).toContain('story');
  });
});

it('reports figures of its runs', async () => {
  const worker = await rig.startWorker(model.url);
  await rig.ask('What is ChatKit?');
  const metrics = await (await fetch(`${worker.adminUrl}/metrics`)).text();
  expect(metrics).toMatch(/frontdesk_runs_total\{outcome="completed",error_code="",process="frontdesk-agent-worker"\} 1/);
  expect(metrics).toMatch(/frontdesk_first_delta_over_model_seconds_count\{.*\} 1/);
  expect(metrics).toMatch(/frontdesk_runs_unfinished\{status="queued".*\} 0/);
  expect((await fetch(`${worker.adminUrl}/readyz`)).status).toBe(200);
  await rig.closeWorkers();
});
