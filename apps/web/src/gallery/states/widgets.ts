import type { WidgetNode, WidgetRoot } from '@frontdesk/chatkit-protocol';

import { answering, asked, item, widget } from '../scene.js';
import type { GalleryGroup, GalleryState, Scene } from '../scene.js';
import { PICTURE } from './images.js';

const shown = (...roots: readonly WidgetRoot[]): Pick<Scene, 'thread'> => ({ thread: { items: [asked('Show me'), ...roots.map(widget)] } });

const card = (children: WidgetNode[], rest: Partial<WidgetRoot> = {}): WidgetRoot => ({ type: 'Card', children, ...rest });

const text = (value: string, rest: Partial<WidgetNode> = {}): WidgetNode => ({ type: 'Text', value, ...rest });
const caption = (value: string, rest: Partial<WidgetNode> = {}): WidgetNode => ({ type: 'Caption', value, ...rest });
const row = (children: WidgetNode[], rest: Partial<WidgetNode> = {}): WidgetNode => ({ type: 'Row', children, ...rest });
const col = (children: WidgetNode[], rest: Partial<WidgetNode> = {}): WidgetNode => ({ type: 'Col', children, ...rest });

/** A state that shows widgets and needs nothing else. */
const state = (name: string, title: string, shows: string, ...roots: readonly WidgetRoot[]): GalleryState => ({ name: `widget-${name}`, title, shows, ...shown(...roots) });

const WEATHER = card(
  [
    row(
      [
        col([{ type: 'Title', value: 'Lisbon', size: 'lg' }, caption('Partly cloudy, feels like 17°')], { gap: 0 }),
        row([{ type: 'Icon', name: 'lucide:cloud-sun', size: '2xl', color: 'warning' }, { type: 'Title', value: '18°', size: '3xl' }]),
      ],
      { justify: 'between' },
    ),
    { type: 'Divider' },
    row(
      ['Mon', 'Tue', 'Wed', 'Thu'].map((day, index) => col([caption(day), text(`${String(19 - index)}°`, { size: 'sm', weight: 'semibold' })], { align: 'center', gap: 1 })),
      { justify: 'between' },
    ),
    row([
      { type: 'Badge', label: 'Wind 12 km/h', color: 'info' },
      { type: 'Spacer' },
      { type: 'Button', label: 'Refresh', size: 'sm', iconStart: 'reload', onClickAction: { type: 'weather.refresh' } },
    ]),
  ],
  { size: 'sm', status: { text: 'Sample data', icon: 'info' } },
);

const BOX_BORDER = { top: 1, right: { size: 2, style: 'dashed' }, bottom: { size: 1, color: 'strong' }, left: 4 };

/** Every property that boxes have, each where it can be seen. */
const BOXES = card([
  {
    type: 'Box',
    direction: 'row',
    align: 'center',
    justify: 'evenly',
    wrap: 'wrap',
    gap: 3,
    padding: { x: 4, y: 2 },
    margin: { top: 1, bottom: 2 },
    border: BOX_BORDER,
    radius: 'xl',
    background: 'surface-secondary',
    minHeight: 72,
    maxWidth: '100%',
    children: ['red', 'orange', 'green', 'blue'].map((color) => ({ type: 'Box', size: 28, radius: 'full', background: { light: `${color}-300`, dark: `${color}-600` }, children: [] })),
  },
  row(
    [
      { type: 'Box', width: 48, height: 32, background: 'surface-tertiary', radius: 'sm' },
      { type: 'Box', flex: 1, minWidth: 40, maxHeight: 32, height: 48, background: 'blue-200', radius: 'md' },
      { type: 'Box', minSize: 24, maxSize: 40, size: 64, background: 'green-300', radius: '2xs' },
      { type: 'Box', width: 56, aspectRatio: '16/9', background: 'purple-300', radius: 'lg' },
    ],
    { justify: 'between', align: 'end' },
  ),
  { type: 'Box', direction: 'col', gap: 1, padding: 3, border: { size: 1, style: 'dotted', color: 'strong' }, children: [text('In a column'), text('with a dotted border')] },
]);

const LAYOUT = card([
  row([text('Start'), { type: 'Spacer', minSize: 24 }, text('End')]),
  { type: 'Divider', color: 'strong', size: 2, spacing: 2 },
  col([text('One'), text('below')], { gap: 1, padding: { left: 4 } }),
  { type: 'Divider', flush: true },
  { type: 'Transition', children: text('Fades in, in the place of what was here', { key: 'second' }) },
]);

const TEXTS = card([
  ...(['5xl', '4xl', '3xl', '2xl', 'xl', 'lg', 'md', 'sm'] as const).map((size) => ({ type: 'Title', value: `Title ${size}`, size })),
  { type: 'Title', value: 'A long title that is cut where the card ends, whatever comes after it', size: 'md', weight: 'normal', color: 'secondary', textAlign: 'start', truncate: true },
  { type: 'Title', value: 'At the end, on two lines at most, of which there would be three in a narrow card', size: 'sm', textAlign: 'end', maxLines: 2 },
  ...(['xl', 'lg', 'md', 'sm', 'xs'] as const).map((size) => text(`Text ${size}`, { size })),
  text('Medium, italic and struck out', { weight: 'medium', italic: true, lineThrough: true }),
  text('Success in the middle', { color: 'success', textAlign: 'center', minLines: 2 }),
  text('A text of two lines at most, which is cut behind them with dots, since nobody wants to read three lines of a text that has nothing to say', { maxLines: 2, width: 260 }),
  text('A text on one line that is cut behind it with dots, since there is more', { truncate: true, color: { light: '#8a1c4a', dark: '#ff9ec4' } }),
  text('Still being written', { id: 'streamed', streaming: true }),
  ...(['lg', 'md', 'sm'] as const).map((size) => caption(`Caption ${size}`, { size })),
  caption('Danger, bold, in the middle, cut', { color: 'danger', weight: 'bold', textAlign: 'center', truncate: true }),
  caption('Two lines at most of a caption that is much too long for a card as narrow as this one, and says the same thing again', { maxLines: 2 }),
]);

const MARKDOWN = card([{ type: 'Markdown', value: 'A **list** in a widget:\n\n- one\n- [two](https://frontdesk.example)\n\n`code`', streaming: false }]);

const COLORS = ['secondary', 'success', 'danger', 'warning', 'info', 'discovery'] as const;

const BADGES = card([
  ...(['soft', 'solid', 'outline'] as const).map((variant) => row(COLORS.map((color) => ({ type: 'Badge', label: color, color, variant })), { wrap: 'wrap' })),
  row((['sm', 'md', 'lg'] as const).map((size) => ({ type: 'Badge', label: `Size ${size}`, size, pill: true }))),
]);

const ICONS = card([
  row((['xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'] as const).map((size) => ({ type: 'Icon', name: 'sparkle', size }))),
  row((['primary', 'secondary', 'success', 'warning', 'danger', 'purple'] as const).map((color) => ({ type: 'Icon', name: 'lucide:cloud-sun', size: 'xl', color }))),
]);

const IMAGE = { type: 'Image', src: PICTURE, alt: 'The coast at noon' };

const PICTURES = card([
  { ...IMAGE, height: 120, width: '100%', fit: 'cover', position: 'bottom', flush: true },
  row([
    { ...IMAGE, size: 64, radius: 'full', frame: true },
    { ...IMAGE, width: 96, height: 64, fit: 'contain', background: 'surface-tertiary', radius: 'md', margin: { left: 2 } },
    { ...IMAGE, flex: 1, minWidth: 40, maxHeight: 64, minHeight: 32, maxWidth: 160, aspectRatio: '3/2' },
    { ...IMAGE, minSize: 32, maxSize: 40 },
  ]),
  { type: 'Image', src: 'https://pictures.example/coast.png', alt: 'The coast from a server that is not allowed', height: 96 },
]);

const BUTTON_COLORS = ['primary', 'secondary', 'info', 'discovery', 'success', 'caution', 'warning', 'danger'] as const;
const ACT = { type: 'demo.act' };

const BUTTONS = card([
  row([{ type: 'Button', label: 'Primary', style: 'primary', onClickAction: ACT }, { type: 'Button', label: 'Secondary', style: 'secondary', onClickAction: ACT }, { type: 'Button', label: 'Disabled', disabled: true }]),
  ...(['solid', 'soft', 'outline', 'ghost'] as const).map((variant) =>
    row(BUTTON_COLORS.map((color) => ({ type: 'Button', label: color, color, variant, size: 'sm', onClickAction: ACT })), { wrap: 'wrap' }),
  ),
  row((['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'] as const).map((size) => ({ type: 'Button', label: size, size, color: 'secondary', onClickAction: ACT })), { wrap: 'wrap', align: 'end' }),
  row([
    { type: 'Button', iconStart: 'reload', uniform: true, iconSize: 'lg', onClickAction: ACT },
    { type: 'Button', label: 'Next', iconEnd: 'chevron-right', pill: true, onClickAction: ACT },
  ]),
  { type: 'Button', label: 'As wide as the card', block: true, style: 'primary', onClickAction: ACT },
]);

const LIST: WidgetRoot = {
  type: 'ListView',
  limit: 2,
  theme: 'light',
  status: { text: 'Your orders', favicon: PICTURE, frame: true },
  children: ['Desk lamp', 'Chair', 'Standing desk with a cable tray and two drawers'].map((value, index) => ({
    type: 'ListViewItem',
    key: String(index),
    gap: 3,
    align: 'center',
    ...(index === 1 ? {} : { onClickAction: { type: 'order.open', handler: 'client' } }),
    children: [{ type: 'Icon', name: 'cube' }, col([text(value, { weight: 'medium' }), caption(`Order 471${String(index)}`)], { gap: 0 })],
  })),
};

const BASIC: WidgetRoot = {
  type: 'Basic',
  direction: 'row',
  gap: 4,
  padding: 2,
  align: 'center',
  justify: 'between',
  theme: 'dark',
  children: [text('No frame around it, and always dark'), { type: 'Badge', label: 'Basic', color: 'discovery' }],
};

const CARDS: readonly WidgetRoot[] = [
  card([text('Small, with a ground and a border of its own')], { size: 'sm', background: 'surface-secondary', border: { size: 2, color: 'strong' }, padding: 6 }),
  card([text('Always dark')], { size: 'md', theme: 'dark' }),
  card([text('Never seen')], { size: 'lg', collapsed: true, status: { text: 'Collapsed', icon: 'check-circle' } }),
  card([text('From edge to edge')], { size: 'full', confirm: { label: 'Send', action: { type: 'mail.send' } }, cancel: { label: 'Discard', action: { type: 'mail.discard' } } }),
];

const cell = (value: string, rest: Partial<WidgetNode> = {}): WidgetNode => ({ type: 'Table.Cell', children: [text(value, { size: 'sm' })], ...rest });

const TABLE = card(
  [
    {
      type: 'Table',
      children: [
        { type: 'Table.Row', header: true, children: [cell('Plan', { colSize: 'lg' }), cell('Seats', { align: 'end', width: 80 }), cell('Price', { align: 'end', padding: { x: 4 } })] },
        { type: 'Table.Row', children: [cell('Team', { rowSpan: 2, vAlign: 'start' }), cell('10', { align: 'end' }), cell('€ 90', { align: 'end' })] },
        { type: 'Table.Row', children: [cell('50', { align: 'end' }), cell('€ 400', { align: 'end' })] },
        { type: 'Table.Row', children: [cell('More: talk to us', { colSpan: 3, align: 'center' })] },
      ],
    },
  ],
  { size: 'lg' },
);

const ODD = card([
  { type: 'Hologram', depth: 3, children: [text('Inside something unknown')] },
  { type: 'Icon', name: 'no-such-icon' },
  { type: 'Image', src: 'javascript:alert(1)', alt: 'Never' },
  { type: 'Text', value: 42, size: 'gigantic' },
]);

export const WIDGETS: GalleryGroup = {
  title: 'Widgets',
  states: [
    state('weather', 'A card', '.w-button', WEATHER),
    state('card', 'Cards: sizes, grounds, actions', '.w-card-actions', ...CARDS),
    state('list', 'ListView', '.w-list-more', LIST),
    state('basic', 'Basic', '.w-badge', BASIC),
    state('box', 'Box, Row, Col', '.w-box', BOXES),
    state('layout', 'Spacer, Divider, Transition', '.w-transition', LAYOUT),
    state('text', 'Title, Text, Caption', '.w-caption', TEXTS),
    state('markdown', 'Markdown', '.w-card code', MARKDOWN),
    state('badge', 'Badge', '.w-badge', BADGES),
    state('icon', 'Icon', '.w-icon', ICONS),
    state('image', 'Image', '.w-image', PICTURES),
    state('button', 'Button', '.w-button.block', BUTTONS),
    state('table', 'Table', 'table', TABLE),
    state('unknown', 'What nobody knows', '.w-card', ODD),
    {
      name: 'widget-waiting',
      title: 'Waiting for an action',
      shows: '.w-button[aria-busy="true"]',
      ...shown(WEATHER),
      replies: { 'threads.custom_action': 'silence' },
      act: (reader) => reader.click('.w-button'),
    },
    {
      name: 'widget-streaming',
      title: 'A text that is being written',
      shows: '.w-card .w-text',
      ...answering('Draft a mail', [
        { type: 'thread.item.added', item: item('widget', { widget: card([{ type: 'Title', value: 'Draft', size: 'sm' }, text('Dear Ada, thank you for', { id: 'draft', streaming: true })]) }) },
      ]),
    },
  ],
};
