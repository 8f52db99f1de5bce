import { checkWidget, WIDGET_SCHEMAS, WIDGET_TYPES, widgetNodeSchema, widgetRootSchema } from './index.js';
import type { CardWidget, ListViewWidget, WidgetComponent, WidgetNode, WidgetRoot } from './index.js';

const paths = (widget: unknown): string[] => checkWidget(widget).map((problem) => problem.path);

describe('the open tree', () => {
  test('keeps unknown props and unknown kinds of nodes', () => {
    const root = {
      type: 'Card',
      sparkle: 3,
      children: [{ type: 'Hologram', depth: { z: 1 }, children: { type: 'Text', value: 'x', size: 'gigantic' } }],
    };
    expect(widgetRootSchema.parse(root)).toEqual(root);
  });

  test.each(['Text', 'card', ''])('has no root of type %j', (type) => {
    expect(widgetRootSchema.safeParse({ type, children: [] }).success).toBe(false);
  });

  test('refuses what is no node, at any depth', () => {
    for (const children of [[null], ['text'], [{}], [{ type: 'Row', children: [5] }], { children: [] }, 'text']) {
      expect(widgetRootSchema.safeParse({ type: 'Card', children }).success).toBe(false);
    }
  });

  test('takes a transition without a child', () => {
    expect(widgetNodeSchema.parse({ type: 'Transition', children: null })).toEqual({ type: 'Transition' });
  });
});

describe('the typed schemas', () => {
  test('cover the 27 components of the server kit and the three of tables', () => {
    expect(WIDGET_TYPES).toHaveLength(30);
    for (const type of WIDGET_TYPES) {
      expect(WIDGET_SCHEMAS[type].def.shape.type.def.values).toEqual([type]);
    }
  });

  test('are satisfied by a widget that uses them all', () => {
    const everything: WidgetComponent[] = [
      {
        type: 'Box',
        direction: 'row',
        children: [{ type: 'Text', value: 'a' }],
        padding: { x: 2 },
        border: { top: { size: 1, color: { light: '#000', dark: '#fff' } } },
        radius: 'md',
      },
      { type: 'Row', gap: 2, align: 'center', justify: 'between', wrap: 'wrap', flex: 1 },
      { type: 'Col', background: 'surface-secondary', border: 1, margin: '4px', aspectRatio: '16 / 9' },
      { type: 'Form', onSubmitAction: { type: 'save', payload: { a: 1 }, handler: 'client', streaming: false }, direction: 'col' },
      { type: 'Spacer', minSize: 4 },
      { type: 'Divider', flush: true, spacing: 2 },
      { type: 'Transition', children: { type: 'Icon', name: 'star' } },
      { type: 'Text', value: 'v', editable: { name: 'field', required: true }, streaming: true, size: 'xs' },
      { type: 'Text', value: 'v', editable: false },
      { type: 'Title', value: 'v', size: '5xl', weight: 'bold', maxLines: 2, truncate: true },
      { type: 'Caption', value: 'v', size: 'sm', textAlign: 'end' },
      { type: 'Markdown', value: '**v**', streaming: false },
      { type: 'Label', value: 'v', fieldName: 'field' },
      { type: 'Badge', label: 'new', color: 'discovery', variant: 'soft', pill: true },
      { type: 'Icon', name: 'lucide:cat', size: '3xl', color: 'danger' },
      { type: 'Image', src: '/a.png', alt: 'a', fit: 'scale-down', position: 'bottom right', frame: true, size: 40 },
      {
        type: 'Button',
        label: 'Go',
        onClickAction: { type: 'go' },
        iconStart: 'play',
        style: 'primary',
        color: 'caution',
        size: '3xs',
        uniform: true,
      },
      { type: 'Input', name: 'a.b', inputType: 'email', gutterSize: '2xs', pill: true, variant: 'soft' },
      { type: 'Textarea', name: 'a', rows: 3, autoResize: true, maxRows: 9 },
      {
        type: 'Select',
        name: 'a',
        options: [{ value: '1', label: 'one', description: 'first' }],
        clearable: true,
        searchable: true,
        variant: 'ghost',
      },
      { type: 'DatePicker', name: 'a', min: '2026-01-01', side: 'top', align: 'end' },
      { type: 'Checkbox', name: 'a', defaultChecked: true, label: 'yes' },
      { type: 'RadioGroup', name: 'a', options: [{ value: '1', label: 'one', disabled: true }], direction: 'row', ariaLabel: 'pick' },
      {
        type: 'Chart',
        data: [{ day: 'Mon', sun: 4 }],
        series: [
          { type: 'bar', label: null, dataKey: 'sun', stack: 's', color: 'blue' },
          { type: 'area', dataKey: 'sun', curveType: 'monotoneX' },
          { type: 'line', dataKey: 'sun', label: 'Sun' },
        ],
        xAxis: { dataKey: 'day', labels: { Mon: 'Monday' } },
        showLegend: true,
        height: 200,
      },
      {
        type: 'Table',
        children: [{ type: 'Table.Row', header: true, children: [{ type: 'Table.Cell', colSpan: 2, vAlign: 'end', colSize: 'xl' }] }],
      },
    ];
    const card = {
      type: 'Card',
      asForm: true,
      size: 'full',
      status: { text: 'ok', icon: 'check' },
      confirm: { label: 'Ok', action: { type: 'a' } },
      theme: 'dark',
      children: everything,
    };
    expect(checkWidget(card)).toEqual([]);
    expect(checkWidget({ type: 'Basic', children: { type: 'Text', value: 'a' }, direction: 'row', anything: 1 })).toEqual([]);
    expect(
      checkWidget({ type: 'ListView', limit: 'auto', children: [{ type: 'ListViewItem', children: [], onClickAction: { type: 'open' } }] }),
    ).toEqual([]);
  });

  test('name each problem by its path', () => {
    const card = {
      type: 'Card',
      size: 'huge',
      children: [
        { type: 'Text' },
        { type: 'Row', children: [{ type: 'Badge', label: 'x', colour: 'info' }] },
        { type: 'Transition', children: { type: 'Icon', name: 'upload' } },
        { type: 'Hologram' },
      ],
    };
    expect(paths(card)).toEqual(['size', 'children.0.value', 'children.1.children.0', 'children.2.children.name', 'children.3.type']);
    expect(paths({ type: 'ListView', children: [{ type: 'Text', value: 'x' }] })).toEqual(['children.0']);
    expect(paths('text')).toEqual(['']);
  });
});

test('typed widgets fit where any node or root is wanted', () => {
  const card: CardWidget = { type: 'Card', children: [{ type: 'Text', value: 'x' }] };
  const list: ListViewWidget = { type: 'ListView', children: [] };
  const roots = [card, list] satisfies WidgetRoot[];
  const nodes = [card, { type: 'Button', label: 'x' }] satisfies (WidgetComponent & WidgetNode)[];
  expect(roots.length + nodes.length).toBe(4);
});
