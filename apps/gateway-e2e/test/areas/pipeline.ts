import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { says, saysAtOnce, thinks, turn } from '../harness/model-turns.js';
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
const widget = (value: string) => ({ type: 'widget', widget: { type: 'Card', children: [{ type: 'Text', value }] } });
const raw = (id: string, fields: object) => ({ id, thread_id: 'any', created_at: '2026-11-25T10:00:00.000Z', ...fields });
const done = (frames: readonly Frame[]): Frame[] => frames.filter(({ type }) => type === 'thread.item.done').map(({ item }) => item);

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

  the('D17 an agent may say that it cannot be stopped', async (house) => {
    const options = { type: 'stream_options', stream_options: { allow_cancel: false } };
    expect((await performed(house, emits(options))).frames).toEqual([options]);
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

export const steps: Area = {
  title: 'Q. Agent run to events: steps',
  cases: (the) => {
    the('Q32 a visible item ends the list of steps; hidden context and a client tool call do not', async (house) => {
      const step = effect('task', { task: { type: 'custom', title: 'Step' } });
      const visible = await performed(house, step, effect('item', { item: widget('x') }));
      expect(kindsOf(visible.frames)).toEqual(['added workflow', 'done workflow', 'done widget']);
      const hidden = await performed(
        house,
        step,
        effect('hidden_context', { content: 'x' }),
        effect('task', { task: { type: 'custom', title: 'More' } }),
      );
      expect(kindsOf(hidden.frames)).toEqual(['added workflow', 'workflow.task.added', 'done workflow']);
    });

    the('Q33 the first step opens the list, later ones are added, known ones updated, and the end has the summary given', async (house) => {
      const step = (key: string, title: string) => effect('task', { key, task: { type: 'custom', title } });
      const { frames } = await performed(
        house,
        step('a', 'One'),
        step('b', 'Two'),
        step('a', 'One, done'),
        effect('workflow', { state: 'done', summary: { title: 'Both' }, expanded: true }),
      );
      expect(kindsOf(frames)).toEqual(['added workflow', 'workflow.task.added', 'workflow.task.updated', 'done workflow']);
      expect(frames[0].item.workflow.tasks).toMatchObject([{ type: 'custom', title: 'One' }]);
      expect(frames[1].update).toMatchObject({ task_index: 1, task: { title: 'Two' } });
      expect(frames[2].update).toMatchObject({ task_index: 0, task: { title: 'One, done' } });
      expect(frames[3].item.workflow).toMatchObject({
        type: 'custom',
        expanded: true,
        summary: { title: 'Both' },
        tasks: [{ title: 'One, done' }, { title: 'Two' }],
      });
    });

    the('Q34 thoughts and steps are lists of their own', async (house) => {
      const scene = house.model.scene(
        turn(
          thinks(['Hm']),
          house.tools.acts(effect('workflow', { state: 'open' }), effect('task', { task: { type: 'custom', title: 'Step' } })),
        ),
        turn(says('ok')),
      );
      const frames = await house.ada.stream('threads.create', { input: scene.message() });
      expect(
        done(frames)
          .filter(({ type }) => type === 'workflow')
          .map(({ workflow }) => workflow.type),
      ).toEqual(['reasoning', 'custom']);
    });

    the('Q35 steps that are open when the client is asked are kept, and the next message begins anew', async (house) => {
      const { ada, model, tools } = house;
      const scene = model.scene(
        turn(
          tools.acts(effect('task', { task: { type: 'custom', title: 'Step' } }), effect('client_tool', { name: 'ask', arguments: {} })),
        ),
      );
      const first = await ada.open('threads.create', { input: scene.message() });
      expect(kindsOf(await first.all()).at(-1)).toBe('done client_tool_call');
      const kinds = (await ada.items(first.threadId)).map(({ type }) => type);
      expect(kinds).toEqual(['user_message', 'workflow', 'client_tool_call']);
      const next = await ada.stream('threads.add_user_message', {
        thread_id: first.threadId,
        input: model.scene(turn(saysAtOnce('new'))).message('other'),
      });
      expect(kindsOf(next)).toEqual(['done user_message', 'stream_options', 'done assistant_message']);
    });
  },
};
