import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { ERRORS } from '@frontdesk/contracts';
import { Agent } from '@openai/agents';
import sharp from 'sharp';
import type { AgentDefinition } from '../src/agents/agent-definition.js';
import { careful } from './recipes/careful.agent.js';
import { frontDesk } from './recipes/front-desk.agent.js';
import { painter } from './recipes/painter.agent.js';
import { planner } from './recipes/planner.agent.js';
import { DeadWorker } from './support/dead-worker.js';
import { effectTools } from './support/effect-tools.js';
import { FileShelf } from './support/file-shelf.js';
import { messageSaying, respondsWith, SCRIPTS, ScriptedModelServer } from './support/scripted-model.server.js';
import { screenAfter, textOf, WorkerRig } from './support/worker-rig.js';

let rig: WorkerRig;
let shelf: FileShelf;
const server = new ScriptedModelServer();
let modelUrl: string;

beforeAll(async () => {
  rig = await WorkerRig.create(effectTools);
  shelf = await FileShelf.open(rig.db);
  modelUrl = await server.start();
});
afterEach(() => rig.closeWorkers());
afterAll(async () => {
  await rig.close();
  await server.close();
  await shelf.close();
});

const toBilling = { name: 'transfer_to_Billing', arguments: '{}', id: 'call_over' };

describe.each(['responses', 'chat_completions'] as const)('with a model behind the API %s', (api) => {
  const { says, calls } = SCRIPTS[api];

  it('another agent may take over, and keeps the word over a question to the user', async () => {
    await rig.startWorker(modelUrl, { OPENAI_API: api }, { agent: frontDesk });
    server.answersWith(calls(toBilling), calls({ name: 'ask', arguments: '{}', id: 'call_ask' }), says('Your invoice is paid.'));
    const { admission, status } = await rig.ask('My invoice?');
    expect(status).toBe('waiting');
    const form = (await rig.history(admission.threadId)).at(-1);
    const { status: end } = await rig.watch(await rig.answerQuestions(admission.threadId, form?.id ?? '', {}));
    expect(end).toBe('completed');
    expect(server.lastRequest).toContain('You answer questions about invoices.');
    expect(textOf((await rig.history(admission.threadId)).at(-1))).toBe('Your invoice is paid.');
  });

  it('an agent’s own tools show steps, stream a widget and ask', async () => {
    await rig.startWorker(modelUrl, { OPENAI_API: api }, { agent: planner });
    const plan = { name: 'write_plan', arguments: '{"steps":["Call","Meet"]}', id: 'call_plan' };
    server.answersWith(calls(plan), calls({ name: 'ask_for_goal', arguments: '{}', id: 'call_goal' }), says('Good luck.'));
    const { admission, frames, status } = await rig.ask('Plan it');
    expect(status).toBe('waiting');
    expect(frames).toContainEqual({ type: 'progress_update', text: 'Looking at the calendar', icon: 'calendar' });
    expect(frames.filter((frame) => frame.type === 'thread.item.updated').map(({ update }) => update.type)).toEqual([
      'workflow.task.added',
      'widget.streaming_text.value_delta',
      'widget.streaming_text.value_delta',
      'widget.root.updated',
    ]);
    const [, steps, widget, form] = await rig.history(admission.threadId);
    expect(steps).toMatchObject({
      type: 'workflow',
      workflow: { summary: { title: 'Planned' }, tasks: [{ title: 'Call' }, { title: 'Meet' }] },
    });
    expect(widget).toMatchObject({
      type: 'widget',
      copy_text: 'Call\nMeet',
      widget: { children: [{ value: '- Call\n- Meet\n', streaming: false }] },
    });
    const goal = { answers: { goal: { values: ['Growth'] } } };
    expect((await rig.watch(await rig.answerQuestions(admission.threadId, form?.id ?? '', goal))).status).toBe('completed');
    expect(server.lastRequest).toContain('Growth');
  });

  it('an answer that a guardrail objects to leaves the screen and the thread, with a sentence', async () => {
    await rig.startWorker(modelUrl, { OPENAI_API: api }, { agent: careful });
    server.answersWith(calls({ name: 'show_order', arguments: '{}', id: 'call_1' }), says('I promise you the moon.'));
    const out = await rig.ask('Tell me');
    expect(out.status).toBe('failed');
    expect(out.frames.at(-1)).toMatchObject({ type: 'error', message: ERRORS.guardrail_tripped.message, allow_retry: false });
    expect(screenAfter(out.frames).size).toBe(0);
    expect((await rig.history(out.admission.threadId)).map((item) => item.type)).toEqual(['user_message']);
    server.answersWith(says('Fine.'));
    const into = await rig.ask('My password is x');
    expect(into.frames.at(-1)).toMatchObject({ type: 'error', message: ERRORS.guardrail_tripped.message });
    expect(screenAfter(into.frames).size).toBe(0);
    expect((await rig.ask('Hello')).status).toBe('completed');
  });

  it('a guardrail that makes up its mind in the middle of an answer stops it there', async () => {
    const talk = new EndlessTalk(says('word '));
    server.answer = (response) => talk.answer(response);
    await rig.startWorker(modelUrl, { OPENAI_API: api }, { agent: objectsOnce(talk.underWay) });
    const { status, frames } = await rig.ask('Tell me everything');
    expect(status).toBe('failed');
    expect(frames.at(-1)).toMatchObject({ type: 'error', message: ERRORS.guardrail_tripped.message });
    expect(frames.some((frame) => frame.type === 'thread.item.updated')).toBe(true);
    expect(screenAfter(frames).size).toBe(0);
    await talk.hungUp;
  });
});

/** An answer whose piece of text comes again and again: whoever reads it must leave by himself. */
class EndlessTalk {
  readonly underWay: Promise<void>;
  readonly hungUp: Promise<void>;
  private begun: () => void = () => undefined;
  private left: () => void = () => undefined;

  constructor(private readonly whole: string) {
    this.underWay = new Promise((resolve) => (this.begun = resolve));
    this.hungUp = new Promise((resolve) => (this.left = resolve));
  }

  answer(response: ServerResponse): void {
    const events = this.whole.split(/(?<=\n\n)/);
    const text = events.findIndex((event) => event.includes('"word "'));
    response.write(events.slice(0, text).join(''));
    let pieces = 0;
    const timer = setInterval(() => {
      response.write(events[text]);
      pieces += 1;
      if (pieces === 10) {
        this.begun();
      }
    }, 20);
    response.on('close', () => {
      clearInterval(timer);
      this.left();
    });
  }
}

/** An agent with a guardrail that objects to whatever it was told, as soon as this resolves. */
const objectsOnce = (moment: Promise<void>): AgentDefinition => ({
  name: 'Slow to object',
  build: (_context, { model, modelSettings }) =>
    new Agent({
      ...{ name: 'Slow to object', model, modelSettings },
      inputGuardrails: [{ name: 'late', execute: () => moment.then(() => ({ tripwireTriggered: true, outputInfo: null })) }],
    }),
});

it('a handover that a dead worker had not made is left to the model to make again', async () => {
  const { calls, says } = SCRIPTS.responses;
  server.answersWith(calls(toBilling), says('Paid.'));
  const admission = await rig.admit('My invoice?');
  const dead = await DeadWorker.claim(rig, admission);
  const call = { type: 'function_call', callId: 'call_dead', name: toBilling.name, arguments: '{}', status: 'completed' };
  await dead.checkpoint({
    version: 1,
    history: [{ role: 'user', content: [{ type: 'input_text', text: 'My invoice?' }] }, call],
    itemIds: [],
    modelCalls: 1,
    clientCalls: [],
    usage: { requests: 1, input_tokens: 0, output_tokens: 0, total_tokens: 0 },
  });
  await dead.die();
  await rig.startWorker(modelUrl, {}, { agent: frontDesk });
  expect((await rig.watch(admission)).status).toBe('completed');
  expect(server.lastRequest).not.toContain('call_dead');
  expect(server.lastRequest).toContain('You answer questions about invoices.');
});

it('a drawing shows itself on the way, stays in the thread, and is shown to the model later', async () => {
  await rig.startWorker(modelUrl, { ...shelf.variables, PUBLIC_URL: 'https://chat.example/' }, { agent: painter });
  const png = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } }).png().toBuffer();
  const drawing = { id: 'ig_1', type: 'image_generation_call', status: 'completed', result: png.toString('base64') };
  const partial = (index: number, data: string) => ({
    type: 'response.image_generation_call.partial_image',
    output_index: 0,
    item_id: 'ig_1',
    partial_image_index: index,
    partial_image_b64: data,
  });
  server.answersWith(
    respondsWith([drawing, messageSaying('Here it is.').item], [partial(1, 'Rk9P'), partial(2, 'QkFS')]),
    SCRIPTS.responses.says('Yes.'),
  );
  const { admission, frames } = await rig.ask('Draw a house');
  const [, image] = await rig.history(admission.threadId);
  const url = expect.stringMatching(/^https:\/\/chat\.example\/files\/atc_\w+\/content\?expires=/);
  expect(image).toMatchObject({ type: 'generated_image', image: { id: 'ig_1', url } });
  const shown = frames.filter((frame) => ('item_id' in frame ? frame.item_id : 'item' in frame ? frame.item.id : '') === image?.id);
  expect(shown).toMatchObject([
    { type: 'thread.item.added', item: { type: 'generated_image' } },
    { update: { type: 'generated_image.updated', progress: 0.5, image: { url: 'data:image/png;base64,Rk9P' } } },
    { update: { type: 'generated_image.updated', progress: 1 } },
    { type: 'thread.item.done', item: image },
  ]);
  const [file] = await rig.db.attachment.findMany({ where: { threadId: admission.threadId } });
  expect(file).toMatchObject({ itemId: image?.id, userId: rig.owner.userId, mimeType: 'image/png', kind: 'image', status: 'ready', size: png.length });
  expect(await readFile(shelf.pathOf({ id: file?.id ?? '', owner: rig.owner }, 'original'))).toEqual(png);
  await rig.ask('Do you see it?', admission.threadId);
  const [, shownAgain = ''] = /data:image\/jpeg;base64,([^"]+)/.exec(server.lastRequest) ?? [];
  expect((await sharp(Buffer.from(shownAgain, 'base64')).metadata()).width).toBe(30);
});

it('what a model calls a picture and is none is taken off the screen, and nothing of it is kept', async () => {
  await rig.startWorker(modelUrl, shelf.variables, { agent: painter });
  const drawing = { id: 'ig_1', type: 'image_generation_call', status: 'completed', result: 'RklOQUw=' };
  server.answersWith(respondsWith([drawing, messageSaying('Here it is.').item]));
  const { admission, frames, status } = await rig.ask('Draw a house');
  expect(status).toBe('completed');
  expect([...screenAfter(frames).values()].map(({ type }) => type)).toEqual(['assistant_message']);
  expect((await rig.history(admission.threadId)).map(({ type }) => type)).toEqual(['user_message', 'assistant_message']);
  expect(await rig.db.attachment.count({ where: { threadId: admission.threadId } })).toBe(0);
});

it('citations of the model stand where it put them, streamed and stored', async () => {
  await rig.startWorker(modelUrl, {}, { agent: careful });
  const { item, events } = messageSaying(
    'See there.',
    { type: 'url_citation', url: 'https://e.com', title: 'E', start_index: 0, end_index: 9 },
    { type: 'file_citation', file_id: 'f', filename: '', index: 2 },
    { type: 'container_file_citation', container_id: 'c', file_id: 'f', filename: 'a.csv', start_index: 0, end_index: 5 },
  );
  server.answersWith(respondsWith([item], events));
  const { admission, frames } = await rig.ask('Source?');
  const annotations = [
    { type: 'annotation', source: { type: 'url', title: 'E', url: 'https://e.com' }, index: 9 },
    { type: 'annotation', source: { type: 'file', title: 'a.csv', filename: 'a.csv' }, index: 5 },
  ];
  const added = frames.flatMap((frame) =>
    frame.type === 'thread.item.updated' && frame.update.type === 'assistant_message.content_part.annotation_added'
      ? [[frame.update.annotation_index, frame.update.annotation]]
      : [],
  );
  expect(added).toEqual(annotations.map((annotation, index) => [index, annotation]));
  expect((await rig.history(admission.threadId)).at(-1)).toMatchObject({ content: [{ text: 'See there.', annotations }] });
});
