import { ERRORS, type ErrorCode } from '@frontdesk/contracts';
import { startDemoModel, type DemoModel, type Fault } from '@frontdesk/demo-model';
import { calls, chunk, says, ScriptedModelServer } from './support/scripted-model.server.js';
import { deltasIn, screenAfter, WorkerRig } from './support/worker-rig.js';

let rig: WorkerRig;
let model: DemoModel;
let fault: Fault | undefined;

beforeAll(async () => {
  rig = await WorkerRig.create();
  model = await startDemoModel({ tokensPerSecond: 200, fault: (request) => (request.stream ? fault : undefined) });
});
afterAll(async () => {
  await rig.close();
  await model.close();
});

const errorFrame = (code: ErrorCode) => ({
  type: 'error',
  code: 'custom',
  message: ERRORS[code].message,
  allow_retry: ERRORS[code].allowRetry,
});

describe.each(['responses', 'chat_completions'])('a model behind the API %s', (api) => {
  beforeAll(async () => {
    await rig.startWorker(model.url, { OPENAI_API: api, MODEL_IDLE_MS: '3000' });
  });
  afterAll(() => rig.closeWorkers());

  it.each<[string, Fault, ErrorCode]>([
    ['refuses the key', { kind: 'status', status: 401 }, 'model_unauthorized'],
    ['forbids', { kind: 'status', status: 403 }, 'model_unauthorized'],
    ['is busy and says for how long', { kind: 'status', status: 429, retryAfterSeconds: 60 }, 'model_rate_limited'],
    ['does not know the model', { kind: 'status', status: 404 }, 'model_rejected'],
    ['finds the conversation too long', { kind: 'status', status: 400 }, 'model_rejected'],
    ['fails', { kind: 'status', status: 500 }, 'model_unavailable'],
    ['talks garbage', { kind: 'garbage' }, 'model_bad_answer'],
    ['is silent from the start', { kind: 'stall' }, 'model_stalled'],
    ['falls silent in the middle', { kind: 'stall', afterTokens: 6 }, 'model_stalled'],
    ['hangs up before a word', { kind: 'cut' }, 'model_unavailable'],
    ['hangs up in the middle', { kind: 'cut', afterTokens: 6 }, 'model_unavailable'],
  ])('that %s ends in a frame that a person understands', async (_name, trouble, code) => {
    fault = trouble;
    const { frames, status, admission } = await rig.ask('What is ChatKit?');
    expect(status).toBe('failed');
    expect(frames.filter((frame) => frame.type === 'error')).toEqual([errorFrame(code)]);
    expect(frames.at(-1)?.type).toBe('error');
    expect([...screenAfter(frames).values()].filter((item) => item.type === 'assistant_message')).toEqual([]);
    expect((await rig.history(admission.threadId)).map((item) => item.type)).not.toContain('assistant_message');
    expect(await rig.run(admission.runId)).toMatchObject({ status: 'failed', errorCode: code });
  });

  it('never gets its key or the conversation into the log', async () => {
    fault = { kind: 'status', status: 401 };
    await rig.ask('My secret word is Xylophone-7.');
    const log = rig.logLines.join('');
    expect(log).toContain('model_unauthorized');
    expect(log).not.toContain('sk-test-secret');
    expect(log).not.toContain('Xylophone');
    expect(log).not.toContain('Incorrect API key');
  });

  it('is asked again when it failed before its first word, and only then', async () => {
    let failures = 2;
    const before = model.counts().total;
    fault = undefined;
    const flaky = await startDemoModel({
      fault: (request) => (request.stream && failures-- > 0 ? { kind: 'status', status: 503 } : undefined),
    });
    await rig.closeWorkers();
    await rig.startWorker(flaky.url, { OPENAI_API: api });
    const { status } = await rig.ask('What is ChatKit?');
    expect(status).toBe('completed');
    await flaky.close();
    await rig.closeWorkers();
    await rig.startWorker(model.url, { OPENAI_API: api, MODEL_IDLE_MS: '3000' });
    expect(model.counts().total).toBe(before);
  });
});

describe('an odd server', () => {
  const server = new ScriptedModelServer();

  beforeAll(async () => {
    await rig.startWorker(await server.start(), { OPENAI_API: 'chat_completions', MODEL_IDLE_MS: '3000' });
  });
  afterAll(async () => {
    await rig.closeWorkers();
    await server.close();
  });

  /** The first answers of the test in turn; the last one for ever. */
  const answers = (...bodies: string[]): void => {
    server.answer = (response) => response.end(bodies.length > 1 ? bodies.shift() : bodies[0]);
  };

  it('whose stream ends without a finish has not answered', async () => {
    answers(chunk({ content: 'Half an ans' }));
    const { frames, status } = await rig.ask('Hello');
    expect(status).toBe('failed');
    expect(frames.at(-1)).toEqual(errorFrame('model_bad_answer'));
    expect(deltasIn(frames)).toBe('Half an ans');
    expect(screenAfter(frames).size).toBe(0);
  });

  it('whose answer is empty has not answered', async () => {
    answers(`${chunk({ content: '' }, 'stop')}data: [DONE]\n\n`);
    expect((await rig.ask('Hello')).frames.at(-1)).toEqual(errorFrame('model_bad_answer'));
  });

  it('may use one id for all calls, and no arguments', async () => {
    const call = calls({ name: 'get_weather', arguments: '', id: 'call_1' });
    answers(call, call, says('Done.'));
    const before = rig.tools.runs.length;
    const { status, admission } = await rig.ask('Hello');
    expect(status).toBe('completed');
    const runs = rig.tools.runs.slice(before);
    expect(runs.map((run) => run.args)).toEqual([{}, {}]);
    expect(new Set(runs.map((run) => run.callId)).size).toBe(2);
    expect((await rig.history(admission.threadId)).filter((item) => item.type === 'widget')).toHaveLength(2);
  });

  it('that calls tools for ever is stopped', async () => {
    answers(calls({ name: 'get_weather', arguments: '{"location":"Paris"}' }));
    expect((await rig.ask('Hello')).frames.at(-1)).toEqual(errorFrame('too_many_turns'));
  });

  it('that calls a tool which does not exist, or without JSON, is told so', async () => {
    answers(calls({ name: 'no_such_tool', arguments: '{}' }, { name: 'get_weather', arguments: '{"loc', id: 'y' }), says('Sorry.'));
    expect((await rig.ask('Hello')).status).toBe('completed');
    const body = JSON.stringify(server.requests.at(-1));
    expect(body).toContain('no_such_tool');
    expect(body).toContain('valid JSON');
  });

  it('that asks the client for two things at once has them done one after the other', async () => {
    answers(
      calls(
        { name: 'save_fact', arguments: '{"fact":"Likes tea"}', id: 'a' },
        { name: 'switch_theme', arguments: '{"theme":"dark"}', id: 'b' },
      ),
      says('Both done.'),
    );
    const asked = await rig.ask('Hello');
    expect(asked.status).toBe('waiting');
    expect(asked.frames.at(-1)).toMatchObject({ item: { type: 'client_tool_call', name: 'record_fact', call_id: 'a' } });
    const requests = server.requests.length;

    const second = await rig.watch(await rig.answerClientTool(asked.admission.threadId, { recorded: true }));
    expect(second.status).toBe('waiting');
    expect(second.frames.at(-1)).toMatchObject({
      item: { type: 'client_tool_call', name: 'switch_theme', call_id: 'b', arguments: { theme: 'dark' } },
    });
    expect(server.requests.length).toBe(requests);

    const third = await rig.watch(await rig.answerClientTool(asked.admission.threadId, { switched: true }));
    expect(third.status).toBe('completed');
    const { messages } = server.requests.at(-1) as { messages: Array<{ role: string; content: string }> };
    const outputs = messages.filter((message) => message.role === 'tool').map((message) => JSON.parse(message.content) as object);
    expect(outputs).toEqual([
      { fact_id: 'fact_1', status: 'saved', client_output: { recorded: true } },
      { theme: 'dark', status: 'requested', client_output: { switched: true } },
    ]);
    const kinds = (await rig.history(asked.admission.threadId)).map((item) => item.type);
    expect(kinds).toEqual(['user_message', 'client_tool_call', 'client_tool_call', 'assistant_message']);
  });
});

it('says that the model cannot be reached', async () => {
  await rig.startWorker('http://127.0.0.1:1/v1');
  const { frames } = await rig.ask('Hello');
  expect(frames.at(-1)).toEqual(errorFrame('model_unavailable'));
  await rig.closeWorkers();
});
