import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';
import { kindsOf } from '../harness/person.js';
import { effect, emits, live, type Outcome } from '../harness/scripted-tools.js';

const card = (value: string) => ({ type: 'Card', children: [{ type: 'Text', value }] });
const QUIET = { respond: false };
let actionTypes = 0;

/** A thread with a widget in it, and an action that does this with it. */
async function pressed(house: House, outcome: (itemId: string) => Outcome) {
  const scene = house.model.scene(turn(house.tools.acts(effect('widget', { widget: card('before') }))), turn(saysAtOnce('There.')));
  const answer = await house.ada.open('threads.create', { input: scene.message() });
  const frames = await answer.all();
  const { item } = frames.find((frame) => frame.item?.type === 'widget');
  const type = `pick${(actionTypes += 1)}`;
  house.tools.onAction(type, outcome(item.id));
  const params = { thread_id: answer.threadId, item_id: item.id, action: { type, payload: { seat: 4, none: null } } };
  return { params, item, user: frames[1].item };
}

const becomes = (itemId: string): Outcome => ({ deeds: [effect('widget', { item_id: itemId, widget: card('after') })], output: QUIET });
const quiet = (): Outcome => ({ deeds: [], output: QUIET });

const streamed = (the: Parameters<Area['cases']>[0]): void => {
  the('K1 the handler gets the payload and the widget, and what it does streams', async (house) => {
    const { params, item } = await pressed(house, (id) => ({
      deeds: [live('widget', { item_id: id, widget: card('after') })],
      output: QUIET,
    }));
    const frames = await house.ada.stream('threads.custom_action', params);
    expect(kindsOf(frames)).toEqual(['stream_options', 'widget.root.updated']);
    expect(frames[1]).toMatchObject({ item_id: item.id, update: { widget: card('after') } });
    expect(house.tools.calls.at(-1)).toMatchObject({
      tool: `action:${params.action.type}`,
      args: { item_id: item.id, payload: params.action.payload },
    });
  });

  the('K2 without an item, with null or the empty string, there is no sender', async (house) => {
    const { params } = await pressed(house, quiet);
    for (const item_id of [undefined, null, '']) {
      expect(kindsOf(await house.ada.stream('threads.custom_action', { ...params, item_id }))).toEqual(['stream_options']);
      expect(house.tools.calls.at(-1)?.args).toMatchObject({ item_id: null });
    }
  });

  the('K3 an item that is no widget is refused', async (house) => {
    const { params, user } = await pressed(house, quiet);
    const reply = await house.ada.ask('threads.custom_action', { ...params, item_id: user.id });
    expect([reply.status, reply.body.error.param]).toEqual([400, 'params.item_id']);
  });

  the('K4 an unknown item fails without a frame', async (house) => {
    const { params } = await pressed(house, quiet);
    const reply = await house.ada.ask('threads.custom_action', { ...params, item_id: 'msg_none' });
    expect([reply.status, reply.body.error.param]).toEqual([404, 'params.item_id']);
  });

  the('K5 an action on another’s thread fails', async (house) => {
    const { params } = await pressed(house, quiet);
    expect((await house.bob.ask('threads.custom_action', params)).status).toBe(404);
  });

  the('K6 an action without a payload has null for one', async (house) => {
    const { params } = await pressed(house, quiet);
    await house.ada.stream('threads.custom_action', { ...params, action: { type: params.action.type } });
    expect(house.tools.calls.at(-1)?.args['payload']).toBeNull();
  });

  the('K7 a widget that is replaced is stored', async (house) => {
    const { params, item } = await pressed(house, becomes);
    const frames = await house.ada.stream('threads.custom_action', params);
    expect(kindsOf(frames)).toEqual(['stream_options', 'replaced widget']);
    expect((await house.ada.items(params.thread_id)).find(({ id }) => id === item.id)).toEqual({ ...item, widget: card('after') });
  });

  the('K8 a mere update of the widget leaves the stored one as it was', async (house) => {
    const update = (id: string) =>
      emits({ type: 'thread.item.updated', item_id: id, update: { type: 'widget.root.updated', widget: card('shown') } });
    const { params, item } = await pressed(house, (id) => ({ deeds: [update(id)], output: QUIET }));
    expect(kindsOf(await house.ada.stream('threads.custom_action', params))).toEqual(['stream_options', 'widget.root.updated']);
    expect((await house.ada.items(params.thread_id)).find(({ id }) => id === item.id)).toEqual(item);
  });

  the('K15 a handler that fails is an error of the stream', async (house) => {
    const { params } = await pressed(house, () => ({ deeds: [], failure: { code: 'tool_failed', message: 'The seat is gone.' } }));
    const frames = await house.ada.stream('threads.custom_action', params);
    expect(kindsOf(frames)).toEqual(['stream_options', 'error']);
  });
};

const answered = (the: Parameters<Area['cases']>[0]): void => {
  the('K9 an action that is not streamed answers with the widget as it is now', async (house) => {
    const { params, item } = await pressed(house, becomes);
    const reply = await house.ada.ask('threads.sync_custom_action', params);
    expect([reply.status, reply.body]).toEqual([200, { updated_item: { ...item, widget: card('after') } }]);
    expect(house.tools.calls.at(-1)?.args).toEqual({ item_id: item.id, payload: params.action.payload });
  });

  the('K10 without an item it answers {}', async (house) => {
    const { params } = await pressed(house, quiet);
    expect((await house.ada.ask('threads.sync_custom_action', { ...params, item_id: null })).text).toBe('{}');
  });

  the('K11 an item that is no widget is refused', async (house) => {
    const { params, user } = await pressed(house, quiet);
    expect((await house.ada.ask('threads.sync_custom_action', { ...params, item_id: user.id })).status).toBe(400);
  });

  the('K12 an unknown item fails', async (house) => {
    const { params } = await pressed(house, quiet);
    expect((await house.ada.ask('threads.sync_custom_action', { ...params, item_id: 'msg_none' })).status).toBe(404);
  });

  the('K13 what the handler made of widget and thread is stored, so that a reload shows it', async (house) => {
    const { params, item } = await pressed(house, (id) => ({
      deeds: [...becomes(id).deeds, effect('thread', { title: 'Picked' })],
      output: QUIET,
    }));
    await house.ada.ask('threads.sync_custom_action', params);
    const { body } = await house.ada.ask('threads.get_by_id', { thread_id: params.thread_id });
    expect(body.title).toBe('Picked');
    expect(body.items.data.find(({ id }: { id: string }) => id === item.id).widget).toEqual(card('after'));
  });

  the('K14 an action that nobody handles fails', async (house) => {
    const { params } = await pressed(house, () => ({
      deeds: [],
      failure: { code: 'action_unknown', message: 'There is no such action.' },
    }));
    const reply = await house.ada.ask('threads.sync_custom_action', params);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect(reply.body.error.param).toBe('params.action.type');
  });
};

export const actions: Area = {
  title: 'K. Custom actions',
  cases: (the) => {
    streamed(the);
    answered(the);
  },
};
