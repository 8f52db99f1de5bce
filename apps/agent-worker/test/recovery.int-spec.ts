import { ERRORS, TUNABLES } from '@frontdesk/contracts';
import { startDemoModel, type DemoModel } from '@frontdesk/demo-model';
import { signGrant, ToolsClient, hashToolArguments } from '@frontdesk/tools-client';
import { DeadWorker, messageItem, workflowItem } from './support/dead-worker.js';
import { screenAfter, textOf, WorkerRig } from './support/worker-rig.js';

let rig: WorkerRig;
let model: DemoModel;

beforeAll(async () => {
  rig = await WorkerRig.create();
  model = await startDemoModel();
  await rig.startWorker(model.url);
});
afterAll(async () => {
  await rig.close();
  await model.close();
});

/** A message whose run a dead worker got hold of before any living one. */
async function claimedByTheDead(text: string) {
  const admission = await rig.admission.admitNewThread(rig.owner, {
    id: `msg_${text.length}_${Date.now()}`,
    thread_id: `thr_${Date.now()}_${text.length}`,
    created_at: new Date().toISOString(),
    type: 'user_message',
    content: [{ type: 'input_text', text }],
    attachments: [],
    inference_options: {},
  });
  return { admission, dead: await DeadWorker.claim(rig, admission) };
}

describe('a run whose worker died', () => {
  it('is answered once: what the dead one did not finish leaves the screen first', async () => {
    const { admission, dead } = await claimedByTheDead('What is ChatKit?');
    const unfinished = messageItem(admission.threadId, 'msg_unfinished', '');
    await dead.show({ type: 'thread.item.added', item: unfinished });
    await dead.die();
    const { frames, status } = await rig.watch(admission);
    expect(status).toBe('completed');
    const removedAt = frames.findIndex((frame) => frame.type === 'thread.item.removed' && frame.item_id === 'msg_unfinished');
    const answerAt = frames.findIndex((frame) => frame.type === 'thread.item.added' && frame.item.id !== 'msg_unfinished');
    expect(removedAt).toBeGreaterThan(0);
    expect(removedAt).toBeLessThan(answerAt);
    expect([...screenAfter(frames).values()]).toEqual((await rig.history(admission.threadId)).slice(1));
  });

  it('takes back what was finished in a step that is done again, shown or not', async () => {
    const { admission, dead } = await claimedByTheDead('What is ChatKit? Please.');
    const workflow = workflowItem(admission.threadId, 'wf_dead');
    await dead.store(workflow);
    await dead.show({ type: 'thread.item.added', item: workflow }, { type: 'thread.item.done', item: workflow });
    await dead.store(messageItem(admission.threadId, 'msg_stored_not_shown', 'A whole answer'));
    await dead.die();
    const { frames } = await rig.watch(admission);
    const items = await rig.history(admission.threadId);
    expect(items.map((item) => item.id)).not.toContain('wf_dead');
    expect(items.filter((item) => item.type === 'assistant_message')).toHaveLength(1);
    expect([...screenAfter(frames).values()]).toEqual(items.slice(1));
    const body = JSON.stringify(model.requests().findLast((request) => request.stream)?.body);
    expect(body).not.toContain('A whole answer');
  });

  it.each([true, false])('says again whether it may be stopped: %p', async (mayBeStopped) => {
    const { admission, dead } = await claimedByTheDead(`What is ChatKit, ${mayBeStopped ? 'then' : 'now'}?`);
    await rig.db.$executeRaw`UPDATE threads SET allow_cancel = ${mayBeStopped} WHERE id = ${admission.threadId}`;
    await dead.show({ type: 'progress_update', text: 'one' });
    await dead.die();
    const { frames } = await rig.watch(admission);
    expect(frames.filter(({ type }) => type === 'stream_options')).toEqual([{ type: 'stream_options', stream_options: { allow_cancel: mayBeStopped } }]);
  });

  it('goes on after its tools without calling them again, and shows what the checkpoint counts on', async () => {
    const { admission, dead } = await claimedByTheDead('What is the weather in Oslo?');
    const settled = messageItem(admission.threadId, 'msg_settled', 'Let me look.');
    await dead.store(settled);
    await dead.show({ type: 'thread.item.added', item: settled }); // its final frame was never written
    const call = { type: 'function_call', callId: 'call_dead', name: 'get_weather', arguments: '{"location":"Oslo"}', status: 'completed' };
    await callTool(dead, call.callId, call.arguments);
    const before = rig.tools.runs.length;
    const history = [{ role: 'user', content: [{ type: 'input_text', text: 'What is the weather in Oslo?' }] }, call];
    await dead.checkpoint({
      version: 1,
      history,
      itemIds: ['msg_settled'],
      modelCalls: 1,
      clientCalls: [],
      usage: { requests: 1, input_tokens: 5, output_tokens: 5, total_tokens: 10 },
    });
    await dead.die();

    const { frames, status } = await rig.watch(admission);
    expect(status).toBe('completed');
    expect(rig.tools.runs.length).toBe(before);
    expect(rig.tools.replays).toBe(1);
    const items = (await rig.history(admission.threadId)).slice(1);
    expect(items.map((item) => item.type)).toEqual(['assistant_message', 'widget', 'assistant_message']);
    expect(items[0]?.id).toBe('msg_settled');
    expect(textOf(items[2])).toContain('21');
    expect([...screenAfter(frames).values()]).toEqual(items);
    expect((await rig.run(admission.runId)).usage).toMatchObject({ requests: 2 });
  });

  it('that was to stop stops, and keeps the text that was on screen', async () => {
    const { admission, dead } = await claimedByTheDead('Tell me a story.');
    await dead.show(
      { type: 'thread.item.added', item: messageItem(admission.threadId, 'msg_partial', '') },
      {
        type: 'thread.item.updated',
        item_id: 'msg_partial',
        update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: 'Once upon' },
      },
    );
    const asked = model.counts().total;
    await rig.admission.requestCancel(rig.owner, admission.threadId, { runId: admission.runId });
    await dead.die();
    const { status } = await rig.watch(admission);
    expect(status).toBe('cancelled');
    expect((await rig.history(admission.threadId)).map(textOf)).toEqual(['', 'Once upon']);
    expect(model.counts().total).toBe(asked);
  });

  it('and that outlived too many workers is given up in words, and the next message is answered', async () => {
    const { admission, dead } = await claimedByTheDead('What is ChatKit, again?');
    await dead.show({ type: 'thread.item.added', item: messageItem(admission.threadId, 'msg_left', '') });
    await rig.db.$executeRaw`UPDATE runs SET attempts = ${TUNABLES.maxAttempts} WHERE id = ${admission.runId}`;
    const next = await rig.say('And widgets?', admission.threadId);
    await dead.die();
    const { frames, status } = await rig.watch(admission);
    expect(status).toBe('failed');
    expect(frames.at(-1)).toMatchObject({ type: 'error', message: ERRORS.run_abandoned.message, allow_retry: true });
    expect(screenAfter(frames).size).toBe(0);
    expect((await rig.watch(next)).status).toBe('completed');
  });
});

describe('a message whose job was lost', () => {
  it('is answered all the same', async () => {
    const { admission } = await claimedByTheDead('What is ChatKit at all?');
    await rig.db
      .$executeRaw`UPDATE runs SET status = 'queued', attempts = 0, epoch = 0, lease_expires_at = NULL, queued_at = now() - interval '1 minute' WHERE id = ${admission.runId}`;
    expect((await rig.watch(admission)).status).toBe('completed');
  });
});

/** As the dead worker's own call would have been. */
async function callTool(dead: DeadWorker, callId: string, argumentsJson: string): Promise<void> {
  const client = new ToolsClient(rig.tools.url);
  const { id: runId, epoch, owner, threadId } = dead.run;
  const grant = await signGrant(rig.secret, {
    ...owner,
    threadId,
    runId,
    epoch,
    tool: 'get_weather',
    callId,
    argsHash: hashToolArguments(argumentsJson),
  });
  for await (const event of client.callTool({ tool: 'get_weather', callId, argumentsJson, grant, requestId: runId })) {
    expect(event.type).not.toBe('failure');
  }
  client.close();
}
