import type { WidgetNode, WidgetRoot } from '@frontdesk/chatkit-protocol';

import { asked, widget } from '../scene.js';
import type { GalleryGroup, GalleryState } from '../scene.js';
import type { Reader } from '../reader.js';

const state = (name: string, title: string, shows: string, root: WidgetRoot, act?: (reader: Reader) => Promise<void>): GalleryState => ({
  name: `widget-${name}`,
  title,
  shows,
  thread: { items: [asked('Show me'), widget(root)] },
  act,
});

const card = (children: WidgetNode[], rest: Partial<WidgetRoot> = {}): WidgetRoot => ({ type: 'Card', children, ...rest });

const label = (fieldName: string, value: string, rest: Partial<WidgetNode> = {}): WidgetNode => ({ type: 'Label', fieldName, value, ...rest });

const CHANGE = { type: 'field.changed', handler: 'client' };

const FLOORS = [
  { value: '1', label: 'First floor' },
  { value: '2', label: 'Second floor', disabled: true },
  { value: '3', label: 'Third floor', description: 'With a view of the river' },
];

const CITIES = ['Berlin', 'Lisbon', 'Lyon', 'Oslo'].map((name) => ({ value: name.toLowerCase(), label: name, description: `Office in ${name}` }));

const INPUTS = card([
  label('name', 'Your name', { size: 'md', weight: 'semibold', color: 'secondary', textAlign: 'start' }),
  { type: 'Input', name: 'name', placeholder: 'Ada Lovelace', required: true, pattern: '.{2,}', allowAutofillExtensions: true, autoSelect: true },
  label('mail', 'E-mail'),
  { type: 'Input', name: 'mail', inputType: 'email', defaultValue: 'ada@frontdesk.example', variant: 'soft', size: 'lg', gutterSize: 'lg' },
  label('seats', 'Seats, not to be changed'),
  { type: 'Input', name: 'seats', inputType: 'number', defaultValue: '12', disabled: true, pill: true },
  label('focus', 'Where the focus goes first'),
  { type: 'Input', name: 'focus', autoFocus: true },
  label('note', 'Note'),
  { type: 'Textarea', name: 'note', placeholder: 'Anything else?', rows: 2, autoResize: true, maxRows: 4, required: true, pattern: '.+', variant: 'outline', size: 'md', gutterSize: 'sm', allowAutofillExtensions: false },
  { type: 'Textarea', name: 'fixed', defaultValue: 'Cannot be changed', disabled: true, autoSelect: true, autoFocus: false },
  {
    type: 'Text',
    value: 'A text that can be edited',
    editable: { name: 'kind', required: true, placeholder: 'Kind of desk', autoComplete: 'off', pattern: '.+', autoFocus: false, autoSelect: true, allowAutofillExtensions: false },
  },
]);

const SELECTS = card([
  label('floor', 'Floor'),
  { type: 'Select', name: 'floor', placeholder: 'Any floor', options: FLOORS, clearable: true, onChangeAction: CHANGE },
  label('city', 'City'),
  { type: 'Select', name: 'city', options: CITIES, defaultValue: 'lisbon', searchable: true, variant: 'soft', size: 'lg', pill: true, block: true },
  label('none', 'Not now'),
  { type: 'Select', name: 'none', options: FLOORS, disabled: true, placeholder: 'Nothing to choose' },
]);

const DATES = card([
  label('day', 'Day'),
  { type: 'DatePicker', name: 'day', defaultValue: '2026-11-12T00:00:00Z', min: '2026-11-02T00:00:00Z', max: '2026-11-20T00:00:00Z', side: 'bottom', align: 'start', clearable: true, onChangeAction: CHANGE },
  label('other', 'Another day'),
  { type: 'DatePicker', name: 'other', placeholder: 'Pick a day', variant: 'soft', size: 'lg', pill: true, block: true },
  { type: 'DatePicker', name: 'never', placeholder: 'Not now', disabled: true },
]);

const CHOICES = card([
  { type: 'Checkbox', name: 'mails', label: 'Send me mails', defaultChecked: true, onChangeAction: CHANGE },
  { type: 'Checkbox', name: 'rules', label: 'I have read the house rules, all eleven pages of them, and agree', required: true },
  { type: 'Checkbox', name: 'off', label: 'Not now', disabled: true },
  { type: 'RadioGroup', name: 'half', ariaLabel: 'Which half of the day', defaultValue: 'am', direction: 'row', options: [{ value: 'am', label: 'Morning' }, { value: 'pm', label: 'Afternoon' }], onChangeAction: CHANGE },
  { type: 'RadioGroup', name: 'seat', ariaLabel: 'Seat', direction: 'col', required: true, options: [{ value: 'w', label: 'Window' }, { value: 'a', label: 'Aisle', disabled: true }] },
  { type: 'RadioGroup', name: 'never', ariaLabel: 'Never', disabled: true, options: [{ value: 'x', label: 'Cannot be chosen' }] },
]);

const FORM = card(
  [
    { type: 'Title', value: 'Book a desk', size: 'sm' },
    label('person', 'Your name'),
    { type: 'Input', name: 'person', required: true },
    { type: 'Checkbox', name: 'agreed', label: 'I have read the house rules', required: true },
  ],
  { asForm: true, confirm: { label: 'Book', action: { type: 'booking.create' } }, cancel: { label: 'Not now', action: { type: 'booking.cancel' } } },
);

const INNER_FORM = card([
  {
    type: 'Form',
    direction: 'col',
    onSubmitAction: { type: 'mail.send' },
    gap: 2,
    padding: 2,
    children: [label('to', 'To'), { type: 'Input', name: 'to', defaultValue: 'ada@frontdesk.example' }, { type: 'Button', submit: true, label: 'Send', style: 'primary' }],
  },
]);

const DATA = [
  { day: 'mon', opened: 12, solved: 9, waiting: 3 },
  { day: 'tue', opened: 18, solved: 15, waiting: 6 },
  { day: 'wed', opened: 7, solved: 11, waiting: 2 },
];

const CHART = card(
  [
    { type: 'Title', value: 'Tickets this week', size: 'sm' },
    {
      type: 'Chart',
      height: 220,
      width: '100%',
      minHeight: 120,
      maxHeight: 260,
      minWidth: 200,
      maxWidth: 640,
      xAxis: { dataKey: 'day', labels: { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday' }, hide: false },
      showYAxis: true,
      showLegend: true,
      showTooltip: true,
      barGap: 2,
      barCategoryGap: 24,
      data: DATA,
      series: [
        { type: 'bar', dataKey: 'opened', label: 'Opened', color: 'blue', stack: 'tickets' },
        { type: 'bar', dataKey: 'solved', label: 'Solved', color: 'green', stack: 'tickets' },
        { type: 'line', dataKey: 'waiting', label: 'Waiting', color: 'orange', curveType: 'monotone' },
      ],
    },
    { type: 'Chart', aspectRatio: '4/1', flex: 1, xAxis: 'day', data: DATA, series: [{ type: 'area', dataKey: 'waiting', curveType: 'step', stack: 'one' }] },
    { type: 'Chart', size: 120, minSize: 80, maxSize: 160, xAxis: { dataKey: 'day', hide: true }, data: DATA, series: [{ type: 'line', dataKey: 'opened', curveType: 'linear' }] },
  ],
  { size: 'lg' },
);

export const FORMS: GalleryGroup = {
  title: 'Widgets: forms and charts',
  states: [
    state('input', 'Input, Textarea, Label', '.w-card textarea', INPUTS),
    state('select', 'Select', '.w-card select', SELECTS),
    state('select-open', 'Select, searched', '[role="listbox"] [role="option"]', SELECTS, (reader) => reader.click('[role="combobox"]')),
    state('date', 'DatePicker', '.w-card', DATES),
    state('date-open', 'DatePicker with its calendar', '.w-panel table', DATES, (reader) => reader.click('.w-card .w-field button')),
    state('choice', 'Checkbox, RadioGroup', '[type="radio"]', CHOICES),
    state('form', 'Form', '.w-form', INNER_FORM),
    state('form-errors', 'A form with errors', '.w-field-error', FORM, (reader) => reader.click('.w-card-actions .primary')),
    {
      ...state('form-waiting', 'A form on its way', '.widget.waits', FORM),
      replies: { 'threads.custom_action': 'silence' },
      act: async (reader) => {
        await reader.fill('.w-card input:not([type="checkbox"])', 'Ada');
        await reader.click('.w-card [type="checkbox"]');
        await reader.click('.w-card-actions .primary');
      },
    },
    state('chart', 'Chart', '.recharts-line-curve', CHART),
  ],
};
