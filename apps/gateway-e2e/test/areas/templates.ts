import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { calls, saysAtOnce, turn } from '../harness/model-turns.js';
import { kindsOf, type Frame } from '../harness/person.js';

interface Shown {
  readonly fixture?: string;
  readonly source?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The widget that a template gives in the chat; null when nothing is shown, which the model is then told. */
async function shown(house: House, { data = {}, ...template }: Shown): Promise<{ widget: Frame; told: string }> {
  const person = await house.visitorOf('showing');
  const scene = house.model.scene(turn(calls('show_template', { ...template, data })), turn(saysAtOnce('done')));
  const answer = await person.open('threads.create', { input: scene.message() });
  const frames = (await answer.all()).slice(3);
  const item = frames.find((frame) => frame.item?.type === 'widget')?.item ?? null;
  expect(kindsOf(frames)).toEqual([...(item === null ? [] : ['done widget']), 'done assistant_message']);
  const kept = (await person.items(answer.threadId)).find(({ type }) => type === 'widget') ?? null;
  expect(kept).toEqual(item);
  return { widget: item?.widget ?? null, told: JSON.stringify(scene.lastInput.at(-1)) };
}

const row = (name: string, value: string) => ({
  type: 'ListViewItem',
  children: [
    { type: 'Icon', name },
    { type: 'Text', value },
  ],
});
const file = (template: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ version: '1.0', name: 'Given', template, ...more });

export const templates: Area = {
  title: 'P. Widgets: templates',
  cases: (the) => {
    the('P17 a card without data is its tree', async (house) => {
      const { widget } = await shown(house, { fixture: 'opening-hours.widget' });
      expect(widget).toMatchObject({ type: 'Card', size: 'sm', children: [{ type: 'Title', value: 'When we are here' }, { type: 'Divider' }, { type: 'Row' }, { type: 'Text', value: 'Closed on holidays' }] });
    });

    the('P18 a list without data is what the template lists', async (house) => {
      expect((await shown(house, { fixture: 'ways-to-reach-us.widget' })).widget).toEqual({
        type: 'ListView',
        children: [row('mail', 'Write to us'), row('phone', 'Call us'), row('map-pin', 'Visit us')],
      });
    });

    the('P19 a card and a list with data are filled in, with their conditions and numbers', async (house) => {
      const steps = [
        { id: '1', label: 'Packed', done: true, note: '' },
        { id: '2', label: 'Handed over', done: true, note: 'by "Kim"' },
      ];
      const parcel = { number: 'AB-12', state: 'sent', latest: '2', weight: 2.5, insurance: 'insured', colour: null, steps };
      const card = (await shown(house, { fixture: 'parcel-status.widget', data: { parcel } })).widget;
      expect(card).toMatchObject({ type: 'Card', key: 'AB-12', status: { text: 'On its way' }, confirm: { action: { payload: { number: 'AB-12' } } } });
      expect(card.children[1]).toEqual({ type: 'Text', value: 2.5, id: 'weight' });
      expect(card.children[2]).toEqual({ type: 'Badge', label: 'insured' });
      expect(card.children[3].children[1].children.at(-1)).toEqual({ type: 'Caption', value: 'by "Kim"' });
      const tickets = [{ id: 't1', subject: 'Printer', priority: 'high' }, { id: 't2', subject: 'Mouse' }];
      const list = (await shown(house, { fixture: 'open-tickets.widget', data: { tickets } })).widget;
      expect(list.children.map(({ key, children }: Frame) => [key, children[0].value, children[1].label])).toEqual([
        ['t1', 'Printer', 'high'],
        ['t2', 'Mouse', 'normal'],
      ]);
    });

    the('P20 a Basic root renders, keeps props of its own, and an item with it is accepted', async (house) => {
      expect((await shown(house, { fixture: 'colleague-preview.widget', data: { name: 'Kim', role: 'Support' } })).widget).toEqual({
        type: 'Basic',
        direction: 'row',
        frame: 'none',
        children: { type: 'Text', id: 'name', value: 'Kim', hint: { role: 'Support' } },
      });
    });

    the('P21 a template of another version, without name or template, without its data, or that is no widget shows nothing', async (house) => {
      const card = '{"type":"Card","children":[]}';
      const wrong: ReadonlyArray<Shown> = [
        { source: file(card, { version: '2.0' }) },
        { source: JSON.stringify({ version: '1.0', template: card }) },
        { source: JSON.stringify({ version: '1.0', name: 'Given' }) },
        { source: file('{"type":"Card","children":[{"type":"Text","value":{{ (name) | tojson }}}]}') },
        { source: file('{"type":"Card",') },
        { source: file('{"type":"Row","children":[]}') },
        { source: 'no JSON' },
      ];
      for (const template of wrong) {
        const { widget, told } = await shown(house, template);
        expect(widget).toBeNull();
        expect(told).toContain('tool_failed');
      }
      expect((await shown(house, { source: file(card) })).widget).toEqual({ type: 'Card', children: [] });
    });

    the('P22 markup, quotes and a newline in the data of a template survive', async (house) => {
      const value = '<b>&\'"\n</b> {{ x }}';
      const source = file('{"type":"Card","children":[{"type":"Text","value":{{ (value) | tojson }}}]}');
      expect((await shown(house, { source, data: { value } })).widget.children[0].value).toBe(value);
    });
  },
};
