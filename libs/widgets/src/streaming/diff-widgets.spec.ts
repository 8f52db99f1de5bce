import type { WidgetNode, WidgetRoot } from '@frontdesk/chatkit-protocol';
import { badge, button, caption, card, col, listView, listViewItem, markdown, row, text, title, transition } from '../builder/index.js';
import { parseWidgetTemplate } from '../template/widget-template.js';
import { diffWidgets } from './diff-widgets.js';

const delta = (component_id: string, added: string, done: boolean): object => ({
  type: 'widget.streaming_text.value_delta',
  component_id,
  delta: added,
  done,
});
const root = (widget: WidgetRoot): object[] => [{ type: 'widget.root.updated', widget }];

/** A change of the same text in a card. */
const texts = (before: Partial<WidgetNode>, after: Partial<WidgetNode>): [WidgetRoot, WidgetRoot] => {
  const state = (props: Partial<WidgetNode>): WidgetRoot => ({ type: 'Card', children: [{ type: 'Text', value: '', ...props }] });
  return [state(before), state(after)];
};

describe('a text with an id', () => {
  test('that grows while it streams gives the added text, not done', () => {
    const [before, after] = texts({ id: 'a', value: 'Hel', streaming: true }, { id: 'a', value: 'Hello', streaming: true });
    expect(diffWidgets(before, after)).toEqual([delta('a', 'lo', false)]);
  });

  test.each([undefined, false])('that grows with streaming %p gives the added text, done every time', (streaming) => {
    const [before, after] = texts({ id: 'a', value: 'Hel', streaming }, { id: 'a', value: 'Hello', streaming });
    expect(diffWidgets(before, after)).toEqual([delta('a', 'lo', true)]);
  });

  test('may also be Markdown, deep in the tree, or in a list', () => {
    const deep = (value: string): WidgetRoot => card([row([col([markdown(value, { id: 'm', streaming: true })])])]);
    expect(diffWidgets(deep(''), deep('**b**'))).toEqual([delta('m', '**b**', false)]);
    const list = (value: string): WidgetRoot => listView([listViewItem([text('same')]), listViewItem([text(value, { id: 't' })])]);
    expect(diffWidgets(list('a'), list('ab'))).toEqual([delta('t', 'b', true)]);
  });

  test.each([false, undefined])('that grows and stops streaming (%p) gives the root', (streaming) => {
    const [before, after] = texts({ id: 'a', value: 'Hel', streaming: true }, { id: 'a', value: 'Hello', streaming });
    expect(diffWidgets(before, after)).toEqual(
      root(texts({}, { id: 'a', value: 'Hello', ...(streaming === undefined ? {} : { streaming }) })[1]),
    );
  });

  test.each([
    ['shrinks', 'Hello', 'Hel'],
    ['becomes another', 'Hello', 'Jello'],
    ['grows in front', 'ello', 'Hello'],
  ])('that %s gives the root', (_, old, now) => {
    const [before, after] = texts({ id: 'a', value: old }, { id: 'a', value: now });
    expect(diffWidgets(before, after)).toEqual(root(after));
  });

  test.each([
    ['the id', { id: 'b', value: 'x' }],
    ['the id, which goes', { value: 'x' }],
    ['the key', { id: 'a', key: 'k', value: 'x' }],
    ['a prop', { id: 'a', value: 'x', size: 'lg' }],
    ['a prop beside the text', { id: 'a', value: 'xy', size: 'lg' }],
    ['the type', { id: 'a', value: 'x', type: 'Markdown' }],
  ])('gives the root when what changes is %s', (_, props) => {
    const [before, after] = texts({ id: 'a', value: 'x' }, props);
    expect(diffWidgets(before, after)).toEqual(root(after));
  });

  test('among others that grow gives one delta each, in the order of the tree', () => {
    const state = (one: string, two: string, three: string): WidgetRoot =>
      card([text(one, { id: 'z' }), row([markdown(two, { id: 'y', streaming: true })]), text(three, { id: 'x' })]);
    expect(diffWidgets(state('a', 'b', 'c'), state('a1', 'b', 'c3'))).toEqual([delta('z', '1', true), delta('x', '3', true)]);
    expect(diffWidgets(state('a', 'b', ''), state('a1', 'b2', 'c3'))).toEqual([
      delta('z', '1', true),
      delta('y', '2', false),
      delta('x', 'c3', true),
    ]);
  });

  test('grows by whole strings, in whatever language', () => {
    const [before, after] = texts({ id: 'a', value: '👩' }, { id: 'a', value: '👩‍🚀 é\n' });
    expect(diffWidgets(before, after)).toEqual([delta('a', '‍🚀 é\n', true)]);
  });
});

describe('the root is sent, where deltas would be lost,', () => {
  test('when a text without an id grows', () => {
    for (const id of [undefined, '']) {
      const [before, after] = texts({ id, value: 'Hel' }, { id, value: 'Hello' });
      expect(diffWidgets(before, after)).toEqual(root(texts({}, { value: 'Hello', ...(id === undefined ? {} : { id }) })[1]));
    }
  });

  test('when a text grows that is the one child of its parent', () => {
    const state = (value: string): WidgetRoot => card([transition(text(value, { id: 'a' }))]);
    expect(diffWidgets(state('Hel'), state('Hello'))).toEqual(root(state('Hello')));
    const open = (value: string): WidgetRoot => ({ type: 'Basic', children: { type: 'Text', id: 'a', value } });
    expect(diffWidgets(open('Hel'), open('Hello'))).toEqual(root(open('Hello')));
  });

  test('when another node has the id of a text that grows, wherever it is', () => {
    const twins = (one: string, two: string): WidgetRoot => card([text(one, { id: 'a' }), text(two, { id: 'a' })]);
    expect(diffWidgets(twins('1', '2'), twins('12', '23'))).toEqual(root(twins('12', '23')));
    expect(diffWidgets(twins('1', '2'), twins('1', '23'))).toEqual(root(twins('1', '23')));
    const hidden = (value: string): WidgetRoot => card([transition(badge('x', { id: 'a' })), text(value, { id: 'a' })]);
    expect(diffWidgets(hidden('1'), hidden('12'))).toEqual(root(hidden('12')));
    const unconcerned = (value: string): WidgetRoot => card([badge('x', { id: 'b' }), badge('y', { id: 'b' }), text(value, { id: 'a' })]);
    expect(diffWidgets(unconcerned('1'), unconcerned('12'))).toEqual([delta('a', '2', true)]);
  });

  test('when an open node gains or loses a prop', () => {
    const template = parseWidgetTemplate({
      version: '1.0',
      name: 'Open',
      template: '{"type":"Card","children":[{"type":"Gauge","at":{{ at | tojson }},"limit":{{ limit | tojson }}}]}',
    });
    const [without, within] = [template.build({ at: 1, limit: null }), template.build({ at: 1, limit: 5 })];
    expect(diffWidgets(without, within)).toEqual(root(within));
    expect(diffWidgets(within, without)).toEqual(root(without));
  });

  test('when a text grows that is a prop, not a child', () => {
    const state = (value: string): WidgetRoot => ({ type: 'Basic', header: { type: 'Text', id: 'a', value }, children: [] });
    expect(diffWidgets(state('a'), state('ab'))).toEqual(root(state('ab')));
  });
});

describe('everything else that changes gives the root:', () => {
  test.each<[string, WidgetRoot, WidgetRoot]>([
    ['a title', card([title('a', { id: 'a' })]), card([title('ab', { id: 'a' })])],
    ['a caption', card([caption('a', { id: 'a' })]), card([caption('ab', { id: 'a' })])],
    ['a badge', card([badge('a', { id: 'a' })]), card([badge('ab', { id: 'a' })])],
    ['a button', card([button({ label: 'a', id: 'a' })]), card([button({ label: 'ab', id: 'a' })])],
    ['a child more', card([text('a')]), card([text('a'), text('b')])],
    ['a child less', card([text('a'), text('b')]), card([text('a')])],
    ['another order', card([text('a'), text('b')]), card([text('b'), text('a')])],
    ['another root', card([]), { type: 'Basic', children: [] }],
    ['a prop of the root', card({ size: 'sm' }, []), card({ size: 'md' }, [])],
    ['a prop deep inside', card([row({ padding: { x: 1 } }, [])]), card([row({ padding: { x: 2 } }, [])])],
    [
      'an action',
      card([button({ onClickAction: { type: 'a', payload: [1] } })]),
      card([button({ onClickAction: { type: 'a', payload: [1, 2] } })]),
    ],
    ['children that become one child', { type: 'Basic', children: [text('a')] }, { type: 'Basic', children: text('a') }],
    ['a text that becomes a number', ...texts({ id: 'a', value: '1' }, { id: 'a', value: 1 })],
    ['a text that grows beside another change', card([text('a', { id: 'a' }), title('a')]), card([text('ab', { id: 'a' }), title('b')])],
  ])('%s', (_, before, after) => {
    expect(diffWidgets(before, after)).toEqual(root(after));
  });
});

describe('nothing is sent', () => {
  const state = (): WidgetRoot => card({ padding: { x: 1, y: 2 } }, [text('a', { id: 'a', streaming: true }), transition(text('b'))]);

  test('when nothing changed', () => {
    expect(diffWidgets(state(), state())).toEqual([]);
  });

  test('when only nulls, absent props or the order of keys differ, none of which travels', () => {
    const other = {
      children: state().children,
      padding: { y: 2, x: 1, top: null },
      theme: undefined,
      type: 'Card',
    } as unknown as WidgetRoot;
    expect(diffWidgets(state(), other)).toEqual([]);
  });
});

describe('widgets from templates', () => {
  const template = parseWidgetTemplate({
    version: '1.0',
    name: 'Note',
    template:
      '{"type":"Card","extra":1,"children":[{"type":"Text","id":{{ id | tojson }},"value":{{ value | tojson }},"streaming":{{ on | tojson }}}]}',
  });
  const state = (value: string, on = true, id: string | null = 'a'): WidgetRoot => template.build({ value, on, id });

  test('are compared by the same rules', () => {
    expect(diffWidgets(state('x'), state('x'))).toEqual([]);
    expect(diffWidgets(state('x'), state('xy'))).toEqual([delta('a', 'y', false)]);
    expect(diffWidgets(state('x'), state('xy', false))).toEqual(root(state('xy', false)));
    expect(diffWidgets(state('x', true, null), state('y', true, null))).toEqual(root(state('y', true, null)));
  });
});
