import { DEFAULT_RUN_CONTEXT, type RunContext } from '@frontdesk/contracts';
import { ScriptedModelServer, calls, says } from './support/scripted-model.server.js';
import { WorkerRig } from './support/worker-rig.js';

interface ModelRequest {
  readonly model: string;
  readonly messages: ReadonlyArray<{ readonly role: string; readonly content: unknown }>;
  readonly tools?: ReadonlyArray<{ readonly function: { readonly name: string } }>;
  readonly tool_choice?: unknown;
}

let rig: WorkerRig;
const model = new ScriptedModelServer();
/** What the model says next; an answer when it is empty. */
let script: string[] = [];

beforeAll(async () => {
  rig = await WorkerRig.create();
  model.answer = (response) => response.end(script.shift() ?? says('An answer.'));
  await rig.startWorker(await model.start(), { OPENAI_API: 'chat_completions', OPENAI_MODEL: 'usual' });
});
beforeEach(() => {
  script = [];
  model.requests.length = 0;
  model.titlesAsked = 0;
});
afterAll(async () => {
  await rig.close();
  await model.close();
});

const requests = () => model.requests as ModelRequest[];
const forced = (name: string) => ({ type: 'function', function: { name } });
const run = async (terms: Partial<RunContext>) => {
  const admission = await rig.say('Hello', undefined, { ...DEFAULT_RUN_CONTEXT, ...terms });
  return { admission, ...(await rig.watch(admission)) };
};

it('answer with the model and the variables of the session', async () => {
  expect((await run({ model: 'another', state: { plan: 'pro' } })).status).toBe('completed');
  const [request] = requests();
  expect(request?.model).toBe('another');
  expect(JSON.stringify(request?.messages[0])).toContain('About this session:\\n- plan: pro');
});

it('answer with the agent of the session, which has its own words and tools', async () => {
  const found = { summary: 'The door does not open', category: 'access', urgency: 'high' };
  script = [calls({ name: 'open_case', arguments: JSON.stringify(found) })];
  const { admission, status, frames } = await run({ agent: 'support-triage', state: { plan: 'pro' } });
  expect(status).toBe('completed');
  const [request] = requests();
  expect(request?.messages[0]?.content).toMatch(/You are Support Triage[\s\S]*- plan: pro/);
  expect(request?.tools?.map((tool) => tool.function.name).sort()).toEqual(['open_case', 'save_fact']);
  const [, card] = await rig.history(admission.threadId);
  expect(card).toMatchObject({ type: 'widget', copy_text: found.summary });
  expect(frames).toContainEqual(expect.objectContaining({ type: 'thread.updated', thread: expect.objectContaining({ title: found.summary }) }));
  await run({});
  expect(requests().at(-1)?.messages[0]?.content).toContain('You are ChatKit Guide');
});

it('force a tool on the first step alone', async () => {
  script = [calls({ name: 'get_weather', arguments: '{"location":"Oslo"}' })];
  expect((await run({ tool: 'get_weather' })).status).toBe('completed');
  expect(requests().map((request) => request.tool_choice)).toEqual([forced('get_weather'), undefined]);
});

it('force no tool again when the client has answered', async () => {
  script = [calls({ name: 'switch_theme', arguments: '{"theme":"dark"}' })];
  const { admission } = await run({ tool: 'switch_theme', model: 'another' });
  expect((await rig.watch(await rig.answerClientTool(admission.threadId, {}))).status).toBe('completed');
  expect(requests().map(({ tool_choice, model: name }) => [tool_choice, name])).toEqual([
    [forced('switch_theme'), 'another'],
    [undefined, 'another'],
  ]);
});

it('let the model do as it sees fit where the tool is not there', async () => {
  expect((await run({ tool: 'unheard_of' })).status).toBe('completed');
  expect(requests()[0]?.tool_choice).toBeUndefined();
});

it('make no title where the session wants none', async () => {
  await run({ titles: false });
  expect(model.titlesAsked).toBe(0);
  await run({});
  expect(model.titlesAsked).toBe(1);
});
