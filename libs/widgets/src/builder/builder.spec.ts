import { checkWidget, ICON_NAMES, toWire, WIDGET_TYPES } from '@frontdesk/chatkit-protocol';
import type { Icon, WidgetNode, WidgetRoot } from '@frontdesk/chatkit-protocol';
import { WidgetError } from '../widget-error.js';
import {
  action,
  badge,
  basic,
  box,
  buildWidget,
  button,
  caption,
  card,
  chart,
  checkbox,
  col,
  datePicker,
  divider,
  form,
  icon,
  image,
  input,
  label,
  listView,
  listViewItem,
  markdown,
  openWidget,
  radioGroup,
  row,
  select,
  spacer,
  table,
  tableCell,
  tableRow,
  text,
  textarea,
  title,
  transition,
} from './index.js';

const booking = (): WidgetRoot =>
  card({ asForm: true, size: 'md', confirm: { label: 'Book', action: action('table.book') }, status: { text: 'Open', icon: 'check' } }, [
    title('Book a table', { size: 'lg' }),
    caption('Tonight'),
    divider({ flush: true }),
    row({ gap: 2, padding: { x: 2 } }, [icon('calendar'), text('Friday', { id: 'day' }), spacer(), badge('new', { color: 'info' })]),
    box({ direction: 'col', border: { top: 1 } }, [image('/table.png', { alt: 'A table', size: 40 })]),
    form({ onSubmitAction: action('table.note') }, [
      label('Name', 'guest.name'),
      input('guest.name', { inputType: 'text', required: true }),
      textarea('guest.note', { rows: 2 }),
      select('seats', [{ value: '2', label: 'two' }], { onChangeAction: action('seats.change', { at: 1 }, { streaming: false }) }),
      datePicker('day', { min: '2026-11-22' }),
      checkbox('outside', { label: 'Outside', defaultChecked: false }),
      radioGroup('meal', [{ value: 'lunch', label: 'Lunch' }], { direction: 'row' }),
    ]),
    col([markdown('**Please** be on time.', { id: 'note', streaming: true }), button({ label: 'Call us', onClickAction: action('call') })]),
    transition(text('Thank you', { key: 'thanks' })),
    chart({ data: [{ day: 'Fri', guests: 4 }], series: [{ type: 'bar', dataKey: 'guests' }], xAxis: 'day' }),
    table([tableRow({ header: true }, [tableCell({ colSpan: 2 }, [text('Menu')])]), tableRow([tableCell([text('Soup')])])]),
  ]);

function kinds(node: WidgetNode): string[] {
  const children = node.children === undefined ? [] : [node.children].flat();
  return [node.type, ...children.flatMap(kinds)];
}

describe('the builder', () => {
  test('has a function for every kind, and what they build passes the schemas of the wire', () => {
    const list = buildWidget(listView({ limit: 3 }, [listViewItem({ onClickAction: action('open') }, [text('One')])]));
    const plain = buildWidget(basic({ direction: 'row', 'data-own': { any: true } }, [text('One')]));
    const built = [...kinds(buildWidget(booking())), ...kinds(list), ...kinds(plain)];
    expect(new Set(built)).toEqual(new Set(WIDGET_TYPES));
    expect(plain).toMatchObject({ type: 'Basic', 'data-own': { any: true } });
  });

  test('takes children alone, conditions, and lists within the list', () => {
    const shown = false as boolean;
    expect(card([shown && text('a'), null, undefined, ['b', 'c'].map((value) => text(value)), [[title('d')]]])).toEqual({
      type: 'Card',
      children: [
        { type: 'Text', value: 'b' },
        { type: 'Text', value: 'c' },
        { type: 'Title', value: 'd' },
      ],
    });
  });

  test('leaves out what is undefined, so that equal widgets look equal', () => {
    expect(Object.keys(text('a', { size: undefined, id: 'x' }))).toEqual(['type', 'value', 'id']);
    expect([transition(), transition(null), transition(false)]).toEqual([
      { type: 'Transition' },
      { type: 'Transition' },
      { type: 'Transition' },
    ]);
  });

  test('does not build what the types know to be wrong', () => {
    // @ts-expect-error an item stands in a list alone
    card([listViewItem([])]);
    // @ts-expect-error a list holds items alone
    listView([text('x')]);
    // @ts-expect-error no such size
    text('x', { size: 'huge' });
    // @ts-expect-error no such prop
    title('x', { streaming: true });
    // @ts-expect-error no such icon
    icon('upload');
    // @ts-expect-error a root is never inside another
    col([card([])]);
    // @ts-expect-error rows hold cells
    tableRow([text('x')]);
    expect(true).toBe(true);
  });
});

describe('an action', () => {
  test('has the defaults of the protocol written out', () => {
    expect(action('go')).toEqual({ type: 'go', handler: 'server', loadingBehavior: 'auto', streaming: true });
  });

  test('takes a payload and other settings', () => {
    expect(action('go', { id: 1 }, { handler: 'client', loadingBehavior: 'none', streaming: false })).toEqual({
      type: 'go',
      payload: { id: 1 },
      handler: 'client',
      loadingBehavior: 'none',
      streaming: false,
    });
    expect(action('go', 0).payload).toBe(0);
  });
});

describe('building a widget', () => {
  const problem = (root: unknown): WidgetError => {
    try {
      buildWidget(root as WidgetRoot);
    } catch (error) {
      if (error instanceof WidgetError) {
        return error;
      }
      throw error;
    }
    throw new Error('It was built.');
  };

  test.each<[string, unknown, string]>([
    ['a bad value', { type: 'Card', size: 'huge', children: [] }, 'size expected one of "sm", "md", "lg", "full"'],
    [
      'a missing prop',
      { type: 'Card', children: [{ type: 'Row', children: [{ type: 'Text' }] }] },
      'children.0.children.0.value is required',
    ],
    [
      'an unknown prop',
      { type: 'Card', children: [{ type: 'Badge', label: 'x', colour: 'info' }] },
      'children.0 Unrecognized key: "colour"',
    ],
    ['an unknown kind', { type: 'Card', children: [{ type: 'Hologram' }] }, 'children.0.type is no known component: Hologram'],
    [
      'an unknown icon',
      { type: 'Card', children: [{ type: 'Transition', children: { type: 'Icon', name: 'upload' } }] },
      'children.0.children.name',
    ],
    ['a stranger in a list', { type: 'ListView', children: [{ type: 'Text', value: 'x' }] }, 'children.0 expected a ListViewItem'],
    ['a null child', { type: 'Card', children: [{ type: 'Row', children: [null] }] }, 'children.0.children.0 expected a node'],
    [
      'a child without a type',
      { type: 'Card', children: [{ type: 'Row', children: { value: 'x' } }] },
      'children.0.children.type expected string',
    ],
    ['an id that is no text', { type: 'Card', children: [{ type: 'Text', value: 'x', id: 5 }] }, 'children.0.id expected string'],
    ['another root', { type: 'Row', children: [] }, 'type expected one of Card, ListView, Basic'],
    ['no widget', 'text', 'the root expected a node'],
  ])('names the place of %s', (_, root, reason) => {
    expect(problem(root).message).toContain(`The widget is not valid: ${reason}`);
  });

  test('names the first place, counts the others and keeps them all', () => {
    const error = problem({ type: 'Card', size: 'huge', children: [{ type: 'Text' }, { type: 'Title' }] });
    expect(error.message).toMatch(/^The widget is not valid: size .* \(and 2 more\)$/);
    expect(error.problems.map(({ path }) => path)).toEqual(['size', 'children.0.value', 'children.1.value']);
  });

  test('never repeats a value', () => {
    const error = problem({ type: 'Card', children: [{ type: 'Text', value: 'x', size: 'secret-token' }] });
    expect(JSON.stringify([error.message, error.problems])).not.toContain('secret-token');
  });

  test('gives a copy without nulls', () => {
    const payload = { kept: 0, gone: null };
    const root = { ...card([button({ onClickAction: { type: 'go', payload } })]), theme: null } as unknown as WidgetRoot;
    const built = buildWidget(root);
    payload.kept = 1;
    expect(built).toEqual({ type: 'Card', children: [{ type: 'Button', onClickAction: { type: 'go', payload: { kept: 0 } } }] });
  });

  test('takes every known icon and those of others, and no other', () => {
    const names: Icon[] = [...ICON_NAMES, 'vendor:logo', 'lucide:cat'];
    expect(checkWidget(buildWidget(card(names.map((name) => icon(name)))))).toEqual([]);
    for (const name of ['upload', 'Star', 'lucide', '', 'vendors:x']) {
      expect(problem({ type: 'Card', children: [{ type: 'Icon', name }] }).problems).toHaveLength(1);
    }
  });
});

test('an open widget keeps kinds and props that are unknown, through the wire and back', () => {
  const root = {
    type: 'Card',
    sparkle: { deep: [1, { a: 'b' }] },
    children: [{ type: 'Hologram', children: { type: 'Text', value: 'x', size: 'odd' } }],
  };
  const widget = openWidget(root);
  const item = toWire({ type: 'widget', id: 'msg_1', thread_id: 'thr_1', created_at: new Date(0), widget });
  expect((JSON.parse(JSON.stringify(item)) as { widget: unknown }).widget).toEqual(root);
});

test.each(['<img src=x onerror=alert(1)>', '</script><script>alert(1)</script>', '"&\'<b>\n\u2028\u0000', '{{ x }} ${x} %s', '__proto__'])(
  'the text %j survives as the text that it is',
  (value) => {
    const root = buildWidget(
      card([text(value), markdown(value), button({ label: value, onClickAction: action('a', { [value]: value }) })]),
    );
    const item = toWire({ type: 'widget', id: 'msg_1', thread_id: 'thr_1', created_at: new Date(0), widget: root });
    const children = (JSON.parse(JSON.stringify(item)) as { widget: WidgetRoot }).widget.children as WidgetNode[];
    expect(children.map((child) => child['value'] ?? child['label'])).toEqual([value, value, value]);
    const { payload } = children[2]?.['onClickAction'] as { payload: object };
    expect(Object.entries(payload)).toEqual([[value, value]]);
  },
);
