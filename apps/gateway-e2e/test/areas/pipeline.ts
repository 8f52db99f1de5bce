import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';
import { kindsOf, type Frame } from '../harness/person.js';
import { effect, emits, live, type Deed } from '../harness/scripted-tools.js';

/** What a run that does these things streams, without the opening of the stream and the word that ends the answer. */
export async function performed(house: House, ...deeds: Deed[]) {
  const scene = house.model.scene(turn(house.tools.acts(...deeds)), turn(saysAtOnce('done')));
  const answer = await house.ada.open('threads.create', { input: scene.message() });
  const frames = (await answer.all()).slice(3);
  const others = frames.filter((frame) => frame.item?.type !== 'assistant_message');
  expect(frames.length - others.length).toBe(1);
  return { frames: others, threadId: answer.threadId, scene };
}

const task = (title: string) => ({ type: 'task', task: { type: 'custom', title } });
export const widget = (value: string) => ({ type: 'widget', widget: { type: 'Card', children: [{ type: 'Text', value }] } });
const raw = (id: string, fields: object) => ({ id, thread_id: 'any', created_at: '2026-11-25T10:00:00.000Z', ...fields });
export const done = (frames: readonly Frame[]): Frame[] => frames.filter(({ type }) => type === 'thread.item.done').map(({ item }) => item);

/** What of the answer is in the thread: everything but the message, and the word that ends it. */
const kept = async ({ ada }: House, threadId: string): Promise<Frame[]> => (await ada.items(threadId)).slice(1, -1);

const storing = (the: Parameters<Area['cases']>[0]): void => {
  the('D1 twenty-five finished items are all stored, in order', async (house) => {
    const { frames, threadId } = await performed(
      house,
      ...Array.from({ length: 25 }, (_, index) => effect('item', { item: task(`t${index}`) })),
    );
    expect(await kept(house, threadId)).toEqual(done(frames));
    expect(done(frames).map((item) => item.task.title)).toEqual(Array.from({ length: 25 }, (_, index) => `t${index}`));
  });

  the('D2 an item that was begun and never finished is shown, and not in the history', async (house) => {
    const { frames, threadId } = await performed(house, emits({ type: 'thread.item.added', item: raw('tsk_d2', task('x')) }));
    expect(frames[0]).toMatchObject({ type: 'thread.item.added', item: { id: 'tsk_d2', thread_id: threadId } });
    expect(await kept(house, threadId)).toEqual([]);
  });

  the('D3 an item that is removed again goes from the screen and from the history', async (house) => {
    const { frames, threadId } = await performed(
      house,
      effect('item', { key: 'note', item: task('x') }),
      effect('remove_item', { key: 'note' }),
    );
    expect(kindsOf(frames)).toEqual(['done task', 'thread.item.removed']);
    expect(frames[1].item_id).toBe(frames[0].item.id);
    expect(await kept(house, threadId)).toEqual([]);
  });

  the('D4 removing what is not there is no error', async (house) => {
    const { frames } = await performed(house, effect('remove_item', { item_id: 'tsk_none' }));
    expect(frames).toEqual([{ type: 'thread.item.removed', item_id: 'tsk_none' }]);
  });

  the('D5 an item replaced by one of another kind: the history has the replacement alone', async (house) => {
    const { frames, threadId } = await performed(
      house,
      emits({ type: 'thread.item.done', item: raw('msg_d5', task('x')) }),
      emits({ type: 'thread.item.replaced', item: raw('msg_d5', widget('y')) }),
    );
    expect(kindsOf(frames)).toEqual(['done task', 'replaced widget']);
    expect(await kept(house, threadId)).toEqual([frames[1].item]);
  });

  the('D6 a widget replaced by another', async (house) => {
    const { frames, threadId } = await performed(
      house,
      emits({ type: 'thread.item.done', item: raw('msg_d6', widget('a')) }),
      emits({ type: 'thread.item.replaced', item: raw('msg_d6', widget('b')) }),
    );
    expect(await kept(house, threadId)).toEqual([frames[1].item]);
    expect(frames[1].item.widget.children[0].value).toBe('b');
  });

  the('D11 hidden context is stored, never sent, and in no list', async (house) => {
    const { frames, threadId } = await performed(house, effect('hidden_context', { content: { secret: 'd11' } }));
    expect(frames).toEqual([]);
    expect(await kept(house, threadId)).toEqual([]);
    expect(await house.query(`SELECT data FROM thread_items WHERE thread_id = $1 AND type = 'hidden_context_item'`, [threadId])).toEqual([
      { data: { content: { secret: 'd11' } } },
    ]);
  });

  the('D12 a hidden item is not sent by any other event either', async (house) => {
    const hidden = raw('hcx_d12', { type: 'hidden_context_item', content: 'd12 secret' });
    const { frames } = await performed(
      house,
      emits({ type: 'thread.item.added', item: hidden }),
      emits({ type: 'thread.item.done', item: hidden }),
      emits({ type: 'thread.item.replaced', item: hidden }),
    );
    expect(JSON.stringify(frames)).not.toContain('d12 secret');
  });

  the('D16 an item can be read as soon as its last frame is there', async (house) => {
    const gate: { now?: () => void } = {};
    const held = new Promise<void>((resolve) => (gate.now = resolve));
    const scene = house.model.scene(turn(house.tools.acts(effect('item', { item: task('now') }), () => held)), turn(saysAtOnce('done')));
    const answer = await house.ada.open('threads.create', { input: scene.message() });
    const frame = await answer.until(({ type, item }) => type === 'thread.item.done' && item.type === 'task');
    expect((await house.ada.items(answer.threadId)).at(-1)).toEqual(frame.item);
    gate.now?.();
    await answer.all();
  });

  the('D18 the same item finished twice is one item, as it was last', async (house) => {
    const { threadId } = await performed(
      house,
      emits({ type: 'thread.item.done', item: raw('tsk_d18', task('one')) }),
      emits({ type: 'thread.item.done', item: raw('tsk_d18', task('two')) }),
    );
    expect((await kept(house, threadId)).map((item) => item.task.title)).toEqual(['two']);
  });

  the('D19 what another person’s answer stores meanwhile stays out of the thread', async (house) => {
    const [mine, theirs] = await Promise.all([
      performed(house, effect('item', { item: task('mine') })),
      house.bob.open('threads.create', { input: house.model.scene(turn(house.tools.acts(effect('item', { item: task('theirs') }))), turn(saysAtOnce('x'))).message() }),
    ]);
    await theirs.all();
    expect((await kept(house, mine.threadId)).map((item) => item.task.title)).toEqual(['mine']);
  });

  the('D22 a replacement of what was never stored is stored', async (house) => {
    const { frames, threadId } = await performed(house, emits({ type: 'thread.item.replaced', item: raw('tsk_d22', task('x')) }));
    expect(frames).toMatchObject([{ type: 'thread.item.replaced', item: { id: 'tsk_d22' } }]);
    expect(await kept(house, threadId)).toEqual([frames[0].item]);
  });
};

const passing = (the: Parameters<Area['cases']>[0]): void => {
  the('D8 a client effect without data has {}; nulls inside data stay; it is in no history', async (house) => {
    const { frames, threadId } = await performed(
      house,
      emits({ type: 'client_effect', name: 'plain' }),
      effect('client_effect', { name: 'deep', data: { a: null, b: [null] } }),
    );
    expect(frames).toEqual([
      { type: 'client_effect', name: 'plain', data: {} },
      { type: 'client_effect', name: 'deep', data: { a: null, b: [null] } },
    ]);
    expect(await kept(house, threadId)).toEqual([]);
  });

  the('D9 a notice without a title has no key for it', async (house) => {
    const { frames } = await performed(house, effect('notice', { level: 'warning', message: 'Soon **closed**.' }));
    expect(frames).toEqual([{ type: 'notice', level: 'warning', message: 'Soon **closed**.' }]);
  });

  the('D10 an error event is one of many: what follows still comes', async (house) => {
    const { frames } = await performed(
      house,
      emits({ type: 'error', code: 'custom', message: 'Half of it failed.' }),
      effect('item', { item: task('rest') }),
    );
    expect(kindsOf(frames)).toEqual(['error', 'done task']);
    expect(frames[0]).toEqual({ type: 'error', code: 'custom', message: 'Half of it failed.', allow_retry: false });
  });

  the('D14 a list of steps that is opened, given one step and ended has exactly that one', async (house) => {
    const { frames, threadId } = await performed(
      house,
      effect('workflow', { state: 'open' }),
      effect('task', { key: 'a', task: { type: 'custom', title: 'Looking' } }),
      effect('workflow', { state: 'done' }),
    );
    const [workflow] = done(frames);
    expect(workflow.workflow.tasks).toHaveLength(1);
    expect(await kept(house, threadId)).toEqual([workflow]);
  });

  the('D15 an update of an unknown item passes as it is', async (house) => {
    const update = {
      type: 'thread.item.updated',
      item_id: 'wf_none',
      update: { type: 'workflow.task.added', task_index: 0, task: { type: 'thought', content: 'x', status_indicator: 'none' } },
    };
    expect((await performed(house, emits(update))).frames).toEqual([update]);
  });

  the('D17 a thread or an agent may say that answers cannot be stopped: the options say so, and the server keeps to it', async (house) => {
    const options = { type: 'stream_options', stream_options: { allow_cancel: false } };
    const { frames, threadId: thread_id } = await performed(house, effect('thread', { allow_cancel: false }));
    expect(frames.at(-1)).toEqual(options);
    const gate: { now?: () => void } = {};
    const held = new Promise<void>((resolve) => (gate.now = resolve));
    const scene = house.model.scene(turn(house.tools.acts(() => held)), turn(saysAtOnce('to the end')));
    const answer = await house.ada.open('threads.add_user_message', { thread_id, input: scene.message() });
    await answer.until(({ type }) => type === 'stream_options');
    expect(answer.frames.at(-1)).toEqual(options);
    expect((await house.ada.ask('runs.cancel', { thread_id })).status).toBe(403);
    gate.now?.();
    expect(kindsOf(await answer.all()).at(-1)).toBe('done assistant_message');
    const triage = await house.visitor({ id: 'support-triage' });
    expect((await triage.stream('threads.create', { input: house.model.scene(turn(saysAtOnce('hi'))).message() }))[2]).toEqual(options);
  });

  the('D7 an event of the options is for the stream alone', async (house) => {
    const options = { type: 'stream_options', stream_options: { allow_cancel: false } };
    const { frames, threadId: thread_id } = await performed(house, emits(options));
    expect(frames).toEqual([options]);
    const next = await house.ada.stream('threads.add_user_message', { thread_id, input: house.model.scene(turn(saysAtOnce('x'))).message() });
    expect(next[1]).toEqual({ type: 'stream_options', stream_options: { allow_cancel: true } });
  });

  the('D13 progress is shown, and is in no history', async (house) => {
    const { frames, threadId } = await performed(house, effect('progress', { text: 'Looking', icon: 'search' }), effect('item', { item: task('found') }));
    expect(frames[0]).toEqual({ type: 'progress_update', text: 'Looking', icon: 'search' });
    expect((await kept(house, threadId)).map(({ type }) => type)).toEqual(['task']);
  });

  the('D21 an update of a step that there is not ends the answer in an error', async (house) => {
    const workflow = raw('wf_d21', { type: 'workflow', workflow: { type: 'custom', tasks: [] } });
    const update = { type: 'workflow.task.updated', task_index: 5, task: { type: 'custom', title: 'x' } };
    const scene = house.model.scene(
      turn(house.tools.acts(emits({ type: 'thread.item.added', item: workflow }), emits({ type: 'thread.item.updated', item_id: 'wf_d21', update }))),
      turn(saysAtOnce('not said')),
    );
    const frames = await house.ada.stream('threads.create', { input: scene.message() });
    expect(kindsOf(frames).slice(3)).toEqual(['added workflow', 'thread.item.removed', 'error']);
    expect(frames.at(-1).allow_retry).toBe(true);
  });

  the('D20 an icon that there is not is shown nowhere, and the stream goes on', async (house) => {
    const { frames } = await performed(house, effect('progress', { text: 'x', icon: 'upload' }));
    expect(JSON.stringify(frames)).not.toContain('upload');
  });

  the('D23 effects of a call that still runs are there before its end', async (house) => {
    const gate: { now?: () => void } = {};
    const held = new Promise<void>((resolve) => (gate.now = resolve));
    const scene = house.model.scene(
      turn(house.tools.acts(live('notice', { level: 'info', message: 'Wait.' }), () => held)),
      turn(saysAtOnce('done')),
    );
    const answer = await house.ada.open('threads.create', { input: scene.message() });
    await answer.until(({ type }) => type === 'notice');
    gate.now?.();
    expect(kindsOf(await answer.all()).at(-1)).toBe('done assistant_message');
  });
};

export const pipeline: Area = {
  title: 'D. Event pipeline and persistence',
  cases: (the) => {
    storing(the);
    passing(the);
  },
};
