import { checkWidget, threadItemSchema } from '@frontdesk/chatkit-protocol';
import { loadWidgetTemplate } from './load-widget-template.js';
import type { WidgetTemplate } from './widget-template.js';

const load = (file: string): WidgetTemplate => loadWidgetTemplate(new URL(`../../test/fixtures/${file}.widget`, import.meta.url));

const PARCEL = {
  number: 'AB-12',
  state: 'sent',
  latest: 2,
  weight: 2.5,
  insurance: 'insured',
  colour: null,
  steps: [
    { id: 1, label: 'Packed', done: true, note: '' },
    { id: 2, label: 'Handed over', done: true, note: 'by "Kim"' },
    { id: 3, label: 'At your door', done: false, note: null },
  ],
};

describe('template files', () => {
  test('a card without data renders to its tree, null props dropped', () => {
    expect(load('opening-hours').build()).toEqual({
      type: 'Card',
      size: 'sm',
      children: [
        { type: 'Title', value: 'When we are here', size: 'sm' },
        { type: 'Divider', flush: true },
        {
          type: 'Row',
          children: [{ type: 'Text', value: 'Monday to Friday' }, { type: 'Spacer' }, { type: 'Caption', value: '9 to 5' }],
        },
        { type: 'Text', value: 'Closed on holidays' },
      ],
    });
  });

  test('a card with data renders lists, conditions and numbers where text is usual', () => {
    const step = (key: number, icon: string, color: string, ...texts: object[]): object => ({
      type: 'Row',
      key,
      gap: 2,
      children: [{ type: 'Icon', name: icon, color }, ...texts],
    });
    const steps = PARCEL.steps.map((entry) => ({ ...entry, id: String(entry.id) }));
    expect(load('parcel-status').build({ parcel: { ...PARCEL, steps, latest: '2' } })).toEqual({
      type: 'Card',
      key: 'AB-12',
      size: 'md',
      status: { text: 'On its way', icon: 'suitcase' },
      children: [
        { type: 'Title', value: 'Parcel AB-12' },
        { type: 'Text', value: 2.5, id: 'weight' },
        { type: 'Badge', label: 'insured' },
        {
          type: 'Col',
          gap: 1,
          children: [
            { ...step(1, 'check-circle-filled', 'secondary', { type: 'Text', value: 'Packed', size: 'sm' }), key: '1' },
            {
              ...step(
                2,
                'check-circle-filled',
                'success',
                { type: 'Text', value: 'Handed over', size: 'sm' },
                { type: 'Caption', value: 'by "Kim"' },
              ),
              key: '2',
            },
            { ...step(3, 'empty-circle', 'secondary', { type: 'Text', value: 'At your door', size: 'sm' }), key: '3' },
          ],
        },
      ],
      confirm: { label: 'Track', action: { type: 'parcel.track', payload: { number: 'AB-12' } } },
    });
  });

  test('a key that is no text is named by its place', () => {
    expect(() => load('parcel-status').build({ parcel: PARCEL })).toThrow(
      'Widget template Parcel status: does not render to a widget: children.3.children.0.key expected string',
    );
  });

  test('a list with data renders one item per row, with a default', () => {
    const tickets = [
      { id: 't1', subject: 'Printer <on fire>', priority: 'high' },
      { id: 't2', subject: 'Mouse' },
    ];
    const item = (id: string, subject: string, priority: string): object => ({
      type: 'ListViewItem',
      key: id,
      onClickAction: { type: 'ticket.open', payload: { id } },
      children: [
        { type: 'Text', value: subject, truncate: true },
        { type: 'Badge', label: priority },
      ],
    });
    const widget = load('open-tickets').build({ tickets });
    expect(widget).toEqual({
      type: 'ListView',
      limit: 'auto',
      children: [item('t1', 'Printer <on fire>', 'high'), item('t2', 'Mouse', 'normal')],
    });
    expect(checkWidget(widget)).toEqual([]);
    expect(load('open-tickets').build({ tickets: [] })).toEqual({ type: 'ListView', limit: 'auto', children: [] });
  });

  test('a list without data renders what the template itself lists', () => {
    const widget = load('ways-to-reach-us').build();
    expect(checkWidget(widget)).toEqual([]);
    expect(widget).toEqual({
      type: 'ListView',
      children: [
        ['mail', 'Write to us'],
        ['phone', 'Call us'],
        ['map-pin', 'Visit us'],
      ].map(([name, value]) => ({
        type: 'ListViewItem',
        children: [
          { type: 'Icon', name },
          { type: 'Text', value },
        ],
      })),
    });
  });

  test('a plain root renders, keeps props of its own, and an item with it is accepted', () => {
    const widget = load('colleague-preview').build({ name: 'Kim', role: 'Support' });
    const tree = {
      type: 'Basic',
      direction: 'row',
      frame: 'none',
      children: { type: 'Text', id: 'name', value: 'Kim', hint: { role: 'Support' } },
    };
    expect(widget).toEqual(tree);
    const item = { id: 'msg_1', thread_id: 'thr_1', created_at: '2026-11-22T08:00:00Z', type: 'widget', widget };
    expect(threadItemSchema.parse(item)).toEqual({ ...item, widget: tree });
  });
});

describe('loading a file', () => {
  test('says that it cannot be read, by its name', () => {
    expect(() => load('nowhere')).toThrow('Widget template nowhere.widget: the file cannot be read');
  });

  test('refuses a path that depends on where the process was started', () => {
    expect(() => loadWidgetTemplate('./order.widget')).toThrow("new URL('./order.widget', import.meta.url)");
  });
});
