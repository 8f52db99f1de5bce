import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';
import { kindsOf, type Frame } from '../harness/person.js';
import { effect, live } from '../harness/scripted-tools.js';
import { performed } from './pipeline.js';

type Node = Readonly<Record<string, unknown>>;

const card = (...children: Node[]): Node => ({ type: 'Card', children });
const text = (value: string, more: Node = {}): Node => ({ type: 'Text', id: 't', value, streaming: true, ...more });

/** The frames of a widget that goes through these states; the last one stays. */
async function grows(house: House, ...states: Node[]) {
  const deeds = states.map((widget) => live('widget', { key: 'w', widget }));
  const { frames, threadId } = await performed(
    house,
    ...deeds,
    effect('widget', { key: 'w', widget: states.at(-1) ?? {}, copy_text: 'copied' }),
  );
  return { frames, updates: frames.filter(({ type }) => type === 'thread.item.updated').map(({ update }) => update), threadId };
}

const ROOT = 'widget.root.updated';
const DELTA = 'widget.streaming_text.value_delta';
const kinds = (updates: readonly Frame[]): string[] => updates.map(({ type }) => type);

const differences = (the: Parameters<Area['cases']>[0]): void => {
  the('P2 a text that grows streams its tails, and ends whole', async (house) => {
    const { frames, updates, threadId } = await grows(house, ...['', 'Hel', 'Hello,', 'Hello, world'].map((value) => card(text(value))));
    expect(kindsOf(frames)).toEqual(['added widget', DELTA, DELTA, DELTA, 'done widget']);
    expect(updates.map(({ component_id, delta, done }) => [component_id, delta, done])).toEqual([
      ['t', 'Hel', false],
      ['t', 'lo,', false],
      ['t', ' world', false],
    ]);
    expect(frames.at(-1).item).toMatchObject({
      id: frames[0].item.id,
      created_at: frames[0].item.created_at,
      widget: card(text('Hello, world')),
    });
    expect((await house.ada.items(threadId)).find(({ type }) => type === 'widget')).toEqual(frames.at(-1).item);
  });

  the('P4 a text that becomes another is a new root', async (house) => {
    expect(kinds((await grows(house, card(text('Hello')), card(text('Bye')))).updates)).toEqual([ROOT]);
  });

  the('P5 an id that goes or a key that changes is a new root', async (house) => {
    const { id: _id, ...without } = text('x');
    expect(kinds((await grows(house, card(text('x')), card(without))).updates)).toEqual([ROOT]);
    expect(kinds((await grows(house, card(text('x', { key: 'a' })), card(text('x', { key: 'b' })))).updates)).toEqual([ROOT]);
  });

  the('P6 a state that is the same says nothing', async (house) => {
    expect((await grows(house, card(text('x')), card(text('x')), card(text('x')))).updates).toEqual([]);
  });

  the('P8 a text that grows and is no longer streamed is a new root', async (house) => {
    expect(kinds((await grows(house, card(text('x')), card(text('xy', { streaming: false })))).updates)).toEqual([ROOT]);
  });

  the('P7 a text that grows and stays as it is otherwise streams its tail alone', async (house) => {
    const { updates } = await grows(house, card(text('Hello')), card(text('Hello you')));
    expect(updates).toEqual([{ type: DELTA, component_id: 't', delta: ' you', done: false }]);
  });

  the('P9 a text without an id that becomes another is a new root', async (house) => {
    const { id: _id, ...without } = text('');
    expect(kinds((await grows(house, card({ ...without, value: 'Hello' }), card({ ...without, value: 'Bye' }))).updates)).toEqual([ROOT]);
  });

  the('P10 the same holds for open trees: nothing, a tail, a new root for a flag and for another text', async (house) => {
    const open = (value: string, more: Node = {}) => card({ type: 'Custom.Panel', shade: 2, children: [text(value, { mood: 'calm', ...more })] });
    const updates = async (before: Node, after: Node) => kinds((await grows(house, before, after)).updates);
    expect(await updates(open('x'), open('x'))).toEqual([]);
    expect(await updates(open('x'), open('xy'))).toEqual([DELTA]);
    expect(await updates(open('x'), open('xy', { streaming: false }))).toEqual([ROOT]);
    expect(await updates(open('x'), open('z'))).toEqual([ROOT]);
  });

  the('P11 nested texts, also in a ListViewItem, stream by themselves, in the order of the tree', async (house) => {
    const state = (a: string, b: string): Node => ({
      type: 'ListView',
      children: [{ type: 'ListViewItem', children: [text(a, { id: 'a' }), { type: 'Row', children: [text(b, { id: 'b' })] }] }],
    });
    const { updates } = await grows(house, state('', ''), state('1', '2'));
    expect(updates.map(({ type, component_id, delta }) => [type, component_id, delta])).toEqual([
      [DELTA, 'a', '1'],
      [DELTA, 'b', '2'],
    ]);
  });

  the('P12 done says whether the text is streamed any more', async (house) => {
    const flagged = async (more: Node) => (await grows(house, card(text('x', more)), card(text('xy', more)))).updates[0].done;
    expect([await flagged({ streaming: false }), await flagged({ streaming: true })]).toEqual([true, false]);
  });

  the('P13 a Title that grows, a child, a prop and another root are new roots', async (house) => {
    const pairs: Array<[Node, Node]> = [
      [card({ type: 'Title', id: 't', value: 'a' }), card({ type: 'Title', id: 't', value: 'ab' })],
      [card(text('x')), card(text('x'), { type: 'Divider' })],
      [card(text('x')), card(text('x', { color: 'danger' }))],
      [card(text('x')), { type: 'ListView', children: [{ type: 'ListViewItem', children: [text('x')] }] }],
    ];
    for (const [before, after] of pairs) {
      expect(kinds((await grows(house, before, after)).updates)).toEqual([ROOT]);
    }
  });

  the('P14 a text without an id that grows is a new root', async (house) => {
    const { id: _id, ...without } = text('');
    expect(kinds((await grows(house, card({ ...without, value: 'a' }), card({ ...without, value: 'ab' }))).updates)).toEqual([ROOT]);
  });

  the('P15 a text in a single-node child grows on screen, too', async (house) => {
    const state = (value: string) => card({ type: 'Transition', children: text(value) });
    const { updates } = await grows(house, state('a'), state('ab'));
    expect(updates).toHaveLength(1);
    expect([ROOT, DELTA]).toContain(updates[0].type);
  });

  the('P16 a prop that appears or goes on an open node is a new root', async (house) => {
    const open = (more: Node) => card({ type: 'Custom.Thing', id: 'c', ...more });
    expect(kinds((await grows(house, open({}), open({ extra: 1 }), open({}))).updates)).toEqual([ROOT, ROOT]);
  });
};

const whole = (the: Parameters<Area['cases']>[0]): void => {
  the('P1 a widget that does not change is one finished item', async (house) => {
    const { frames } = await performed(house, effect('widget', { widget: card(text('x', { streaming: false })) }));
    expect(kindsOf(frames)).toEqual(['done widget']);
  });

  the('P26 a Basic root is a widget', async (house) => {
    const widget = { type: 'Basic', children: [{ type: 'Text', value: 'x' }] };
    const { frames } = await performed(house, effect('widget', { widget }));
    expect(frames[0].item.widget).toEqual(widget);
  });

  the('P27 a root of another kind is no widget: nothing is shown', async (house) => {
    const { frames } = await performed(house, effect('widget', { widget: { type: 'Row', children: [] } }));
    expect(frames).toEqual([]);
  });

  the('P28 markup, quotes and newlines in a text survive', async (house) => {
    const value = '<b>&\'"\n</b> {{ x }}';
    const { frames, threadId } = await performed(house, effect('widget', { widget: card(text(value)) }));
    expect(frames[0].item.widget.children[0].value).toBe(value);
    expect((await house.ada.items(threadId))[1].widget.children[0].value).toBe(value);
  });

  the('P3 a widget is one item from its first state to its last', async (house) => {
    const { frames } = await grows(house, card(text('a')), card(text('ab')), card({ type: 'Divider' }));
    const ids = new Set(frames.map((frame) => frame.item?.id ?? frame.item_id));
    expect([ids.size, [...ids][0]]).toEqual([1, expect.stringMatching(/^msg_/)]);
  });

  the('P23 the text to copy is on the item from its beginning to its end', async (house) => {
    const states = [card(text('a')), card(text('ab'))].map((widget) => live('widget', { key: 'w', widget, copy_text: 'copied' }));
    const { frames } = await performed(house, ...states, effect('widget', { key: 'w', widget: card(text('ab')), copy_text: 'copied' }));
    expect(kindsOf(frames)).toEqual(['added widget', DELTA, 'done widget']);
    expect([frames[0].item.copy_text, frames[2].item.copy_text]).toEqual(['copied', 'copied']);
  });

  the('P24 a widget whose tool fails midway is taken off the screen and not stored', async (house) => {
    const { ada, model, tools } = house;
    const outcome = { deeds: [live('widget', { key: 'w', widget: card(text('half')) })], failure: { code: 'tool_failed', message: 'no' } };
    const answer = await ada.open('threads.create', {
      input: model.scene(turn(tools.actsWith(outcome)), turn(saysAtOnce('sorry'))).message(),
    });
    const frames = (await answer.all()).slice(3);
    expect(kindsOf(frames)).toEqual(['added widget', 'thread.item.removed', 'done assistant_message']);
    expect((await ada.items(answer.threadId)).map(({ type }) => type)).toEqual(['user_message', 'assistant_message']);
  });

  the('P25 unknown components and props survive, and nulls do not', async (house) => {
    const widget = card({ type: 'Future.Thing', shine: { depth: 2 }, none: null, list: [1, null] });
    const { frames, threadId } = await performed(house, effect('widget', { widget }));
    const expected = card({ type: 'Future.Thing', shine: { depth: 2 }, list: [1] });
    expect(frames[0].item.widget).toEqual(expected);
    expect((await house.ada.items(threadId))[1].widget).toEqual(expected);
  });
};

export const widgets: Area = {
  title: 'P. Widgets',
  cases: (the) => {
    differences(the);
    whole(the);
  },
};

const withIcon = (icon: string) => effect('item', { item: { type: 'task', task: { type: 'custom', title: 'x', icon } } });

export const icons: Area = {
  title: 'S. Icons',
  cases: (the) => {
    the('S1 names with the prefix vendor are icons', async (house) => {
      expect((await performed(house, withIcon('vendor:acme'))).frames[0].item.task.icon).toBe('vendor:acme');
    });
    the('S2 the known names are icons', async (house) => {
      const names = ['agent', 'star-filled', 'settings-slider', 'dot', 'clock', 'write-alt2'];
      const { frames } = await performed(house, ...names.map(withIcon));
      expect(frames.map(({ item }) => item.task.icon)).toEqual(names);
    });
    the('S3 any other name is none: the item is not shown', async (house) => {
      expect((await performed(house, withIcon('upload'), withIcon('Star'), withIcon(''))).frames).toEqual([]);
    });
    the('S4 names with the prefix lucide are icons', async (house) => {
      expect((await performed(house, withIcon('lucide:rocket'))).frames[0].item.task.icon).toBe('lucide:rocket');
    });
  },
};
