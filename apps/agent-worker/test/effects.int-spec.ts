import { DeadWorker } from './support/dead-worker.js';
import { effectTools } from './support/effect-tools.js';
import { SCRIPTS, ScriptedModelServer } from './support/scripted-model.server.js';
import { screenAfter, textOf, WorkerRig } from './support/worker-rig.js';

let rig: WorkerRig;
const server = new ScriptedModelServer();
let modelUrl: string;

beforeAll(async () => {
  rig = await WorkerRig.create(effectTools);
  modelUrl = await server.start();
});
afterAll(async () => {
  await rig.close();
  await server.close();
});

const call = (name: string) => ({ name, arguments: '{}', id: `call_${name}` });

describe.each(['responses', 'chat_completions'] as const)('with a model behind the API %s', (api) => {
  const { says, calls } = SCRIPTS[api];

  beforeAll(async () => {
    await rig.startWorker(modelUrl, { OPENAI_API: api });
  });
  afterAll(() => rig.closeWorkers());

  it('ends a turn on questions, and goes on with the answers as the result of the tool that asked', async () => {
    server.answersWith(calls(call('ask')), says('Team it is.'));
    const asked = await rig.ask('Help me choose');
    expect(asked.status).toBe('waiting');
    const last = asked.frames.at(-1);
    expect(last).toMatchObject({
      type: 'thread.item.done',
      item: { type: 'structured_input', status: 'pending', inputs: [{ id: 'plan' }, { id: 'why' }] },
    });
    const form = (await rig.history(asked.admission.threadId)).at(-1);
    expect(last).toEqual({ type: 'thread.item.done', item: form });

    const resumed = await rig.answerQuestions(asked.admission.threadId, form?.id ?? '', {
      answers: { plan: { values: ['Team', 'Free'] } },
    });
    expect(resumed.runId).toBe(asked.admission.runId);
    expect((await rig.watch(resumed)).status).toBe('completed');
    const history = await rig.history(asked.admission.threadId);
    expect(history.map((item) => item.type)).toEqual(['user_message', 'structured_input', 'assistant_message']);
    expect(textOf(history[2])).toBe('Team it is.');
    const answers = [
      { id: 'plan', question: 'Which plan?', values: ['Team'] },
      { id: 'why', question: 'Why?', skipped: true },
    ];
    expect(server.lastRequest).toContain(
      JSON.stringify(JSON.stringify({ status: 'asked', client_output: { status: 'answered', answers } })).slice(1, -1),
    );
  });

  it('answers old questions in a turn of their own when another message came first', async () => {
    server.answersWith(calls(call('ask')), says('Never mind.'), says('I see, Free.'));
    const { admission, frames } = await rig.ask('Help me choose');
    const form = [...screenAfter(frames).values()].at(-1);
    expect((await rig.ask('Later.', admission.threadId)).status).toBe('completed');
    const answered = await rig.answerQuestions(admission.threadId, form?.id ?? '', { answers: { plan: { values: ['Free'] } } });
    expect(answered.runId).not.toBe(admission.runId);
    expect((await rig.watch(answered)).status).toBe('completed');
    expect(server.lastRequest).toContain('Which plan?: Free');
    expect(textOf((await rig.history(admission.threadId)).at(-1))).toBe('I see, Free.');
  });

  it('shows a widget while its tool writes it, and keeps what it came to', async () => {
    server.answersWith(calls(call('report')), says('There it is.'));
    const { frames, admission } = await rig.ask('Report');
    const events = frames.filter((frame) => 'item_id' in frame || ('item' in frame && frame.item.type === 'widget'));
    const kinds = events.slice(0, 4).map((frame) => (frame.type === 'thread.item.updated' ? frame.update.type : frame.type));
    expect(kinds).toEqual([
      'thread.item.added',
      'widget.streaming_text.value_delta',
      'widget.streaming_text.value_delta',
      'widget.root.updated',
    ]);
    const [, widget] = await rig.history(admission.threadId);
    expect(widget).toMatchObject({ type: 'widget', copy_text: 'Hello', widget: { children: [{ value: 'Hello', streaming: false }] } });
    expect([...screenAfter(frames).values()][0]).toEqual(widget);
  });

  it('takes away what a tool showed and did not keep', async () => {
    server.answersWith(calls(call('report_badly')), says('Sorry.'));
    const { frames, admission } = await rig.ask('Report');
    expect(frames.some((frame) => frame.type === 'thread.item.added' && frame.item.type === 'widget')).toBe(true);
    expect([...screenAfter(frames).values()].map((item) => item.type)).toEqual(['assistant_message']);
    expect((await rig.history(admission.threadId)).map((item) => item.type)).toEqual(['user_message', 'assistant_message']);
  });

  it('keeps a list of steps open over a question to the user, and ends it with its title', async () => {
    server.answersWith(calls(call('set_up')), calls(call('finish_set_up')), says('All set.'));
    const { admission, frames, status } = await rig.ask('Set it up');
    expect(status).toBe('waiting');
    const [, open, form] = await rig.history(admission.threadId);
    expect(open).toMatchObject({
      type: 'workflow',
      workflow: { type: 'custom', tasks: [{ title: 'a' }, { title: 'b', status_indicator: 'loading' }] },
    });
    expect(frames.filter((frame) => 'item' in frame && frame.item.type === 'workflow').map((frame) => frame.type)).toEqual([
      'thread.item.added',
    ]);

    const resumed = await rig.watch(await rig.answerQuestions(admission.threadId, form?.id ?? '', {}));
    const changes = resumed.frames.flatMap((frame) =>
      frame.type === 'thread.item.updated' && frame.item_id === open?.id ? [frame.update] : [],
    );
    expect(changes).toMatchObject([
      { type: 'workflow.task.updated', task_index: 1, task: { status_indicator: 'complete' } },
      { type: 'workflow.task.added', task_index: 2 },
    ]);
    const ended = (await rig.history(admission.threadId))[1];
    expect(ended).toMatchObject({ id: open?.id, workflow: { summary: { title: 'Set up' }, tasks: [{}, {}, { title: 'c' }] } });
    expect(resumed.frames).toContainEqual({ type: 'thread.item.done', item: ended });
    expect(server.lastRequest).not.toContain('"error"');
  });

  it('names, locks and annotates the thread, and says so', async () => {
    server.answersWith(calls(call('close_case')), says('Closed.'));
    const { admission, frames } = await rig.ask('Close it');
    const updated = frames.find((frame) => frame.type === 'thread.updated');
    expect(updated).toMatchObject({
      thread: { title: 'Case 7', status: { type: 'locked', reason: 'Solved.' }, metadata: {}, items: { data: [] } },
    });
    expect(frames).toContainEqual({ type: 'notice', level: 'info', message: 'The case is closed.' });
    expect(await rig.threads.getThread(rig.owner, admission.threadId)).toMatchObject({ title: 'Case 7', metadata: { case: 7 } });
    expect((await rig.everything(admission.threadId)).map((item) => item.type)).toContain('hidden_context_item');
    expect((await rig.history(admission.threadId)).map((item) => item.type)).toEqual(['user_message', 'assistant_message']);
    await expect(rig.say('More', admission.threadId)).rejects.toMatchObject({ code: 'conflict', message: 'Solved.' });
    await expect(rig.act(admission.threadId, null, 'order.explain')).rejects.toMatchObject({ code: 'conflict', message: 'Solved.' });
  });
});

describe('a widget that somebody uses', () => {
  const { says, calls } = SCRIPTS.responses;

  beforeAll(async () => {
    await rig.startWorker(modelUrl);
  });
  afterAll(() => rig.closeWorkers());

  async function order() {
    server.answersWith(calls(call('show_order')), says('Your order.'));
    const { admission } = await rig.ask('My order');
    const widget = (await rig.history(admission.threadId)).find((item) => item.type === 'widget');
    return { threadId: admission.threadId, widget };
  }

  it('is replaced by what its action makes of it, for good, and the model is not asked', async () => {
    const { threadId, widget } = await order();
    const requests = server.requests.length;
    const { frames, status } = await rig.act(threadId, widget?.id ?? '', 'order.cancel', { id: 7 });
    expect(status).toBe('completed');
    const now = (await rig.history(threadId)).find((item) => item.type === 'widget');
    expect(now).toMatchObject({ id: widget?.id, created_at: widget?.created_at, copy_text: 'Cancelled' });
    expect(frames).toEqual([
      { type: 'thread.item.replaced', item: now },
      { type: 'client_effect', name: 'orders_changed', data: {} },
    ]);
    expect(server.requests.length).toBe(requests);
    expect(rig.tools.runs.at(-1)).toMatchObject({ tool: 'action:order.cancel', args: { item_id: widget?.id, payload: { id: 7 } } });
  });

  it('may make the agent speak, who knows what was done, now and later', async () => {
    const { threadId, widget } = await order();
    server.answersWith(says('This is why.'), says('As I said.'));
    const { frames } = await rig.act(threadId, widget?.id ?? '', 'order.explain', { part: 'price' });
    expect(frames.map((frame) => frame.type)).toContain('thread.item.done');
    expect(server.lastRequest).toContain('order.explain');
    await rig.ask('Again?', threadId);
    expect(server.lastRequest).toContain('order.explain');
    expect(server.lastRequest).toContain('price');
    expect((await rig.history(threadId)).map((item) => item.type)).toEqual([
      'user_message',
      'widget',
      'assistant_message',
      'assistant_message',
      'user_message',
      'assistant_message',
    ]);
  });

  it('may ask something, and the agent goes on with the answers', async () => {
    const { threadId, widget } = await order();
    server.answersWith(says('Thanks.'));
    const asked = await rig.act(threadId, widget?.id ?? '', 'order.ask');
    expect(asked.status).toBe('waiting');
    const form = [...screenAfter(asked.frames).values()].at(-1);
    const answered = await rig.watch(await rig.answerQuestions(threadId, form?.id ?? '', { answers: { why: { values: ['Because'] } } }));
    expect(answered.status).toBe('completed');
    expect(server.lastRequest).toContain('Because');
    expect(server.lastRequest).toContain('order.ask');
  });

  it('says what went wrong when nothing handles it', async () => {
    const { threadId, widget } = await order();
    const { frames, status } = await rig.act(threadId, widget?.id ?? '', 'order.teleport');
    expect(status).toBe('failed');
    expect(frames.map((frame) => frame.type)).toEqual(['error']);
    expect((await rig.history(threadId)).find((item) => item.type === 'widget')).toEqual(widget);
  });

  it('is handled once when the worker dies under it, and the widget survives', async () => {
    const { threadId, widget } = await order();
    const admission = await rig.interactions.admitCustomAction(rig.owner, threadId, widget?.id ?? '', {
      type: 'order.cancel',
      payload: null,
    });
    const dead = await DeadWorker.claim(rig, admission);
    if (widget?.type === 'widget') {
      const replaced = { ...widget, copy_text: 'half way' };
      await dead.store(replaced);
      await dead.show({ type: 'thread.item.replaced', item: replaced });
    }
    await dead.die();
    expect((await rig.watch(admission)).status).toBe('completed');
    expect((await rig.history(threadId)).find((item) => item.id === widget?.id)).toMatchObject({ copy_text: 'Cancelled' });
  });

  it('waits for nobody: what the client was asked before can still be answered', async () => {
    server.answersWith(calls(call('show_order'), call('ask')), says('Noted.'));
    const { admission, status } = await rig.ask('My order');
    expect(status).toBe('waiting');
    const items = await rig.history(admission.threadId);
    const [widget, form] = [items.find((item) => item.type === 'widget'), items.find((item) => item.type === 'structured_input')];
    expect((await rig.act(admission.threadId, widget?.id ?? '', 'order.cancel')).status).toBe('completed');
    const resumed = await rig.answerQuestions(admission.threadId, form?.id ?? '', { status: 'skipped' });
    expect(resumed.runId).toBe(admission.runId);
    expect((await rig.watch(resumed)).status).toBe('completed');
  });
});
