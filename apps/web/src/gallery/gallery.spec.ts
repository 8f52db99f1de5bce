import { checkWidget, threadItemSchema, threadSchema, threadStreamEventSchema, WIDGET_TYPES } from '@frontdesk/chatkit-protocol';
import type { ThreadItemInput, ThreadStreamEventInput, WidgetNode } from '@frontdesk/chatkit-protocol';

import type { GalleryState } from './scene.js';
import { readSettings, writeSettings } from './settings.js';
import { STATES } from './states/index.js';

const eventsOf = ({ replies }: GalleryState): readonly ThreadStreamEventInput[] =>
  Object.values(replies ?? {}).flatMap((reply) => (typeof reply === 'object' && 'events' in reply ? reply.events : []));

const itemsOf = (state: GalleryState): readonly ThreadItemInput[] => [
  ...(state.thread?.items ?? []),
  ...eventsOf(state).flatMap((event) => ('item' in event ? [event.item] : [])),
];

const nodesOf = (node: WidgetNode): WidgetNode[] => [node, ...[node.children ?? []].flat().flatMap(nodesOf)];

const WIDGETS = STATES.flatMap(itemsOf).flatMap((item) => (item.type === 'widget' ? [item.widget] : []));

describe('the canned data of the gallery', () => {
  it.each(STATES)('$name is what a server may send', (state) => {
    for (const item of itemsOf(state)) {
      expect(threadItemSchema.safeParse(item).error).toBeUndefined();
    }
    for (const event of eventsOf(state)) {
      expect(threadStreamEventSchema.safeParse(event).error).toBeUndefined();
    }
    for (const thread of state.history ?? []) {
      expect(threadSchema.safeParse(thread).error).toBeUndefined();
    }
  });

  it('has widgets as their schemas want them, but for the one that shows what happens otherwise', () => {
    const wrong = STATES.filter((state) => itemsOf(state).some((item) => item.type === 'widget' && checkWidget(item.widget).length > 0));
    expect(wrong.map(({ name }) => name)).toEqual(['widget-unknown']);
  });

  it('shows every widget', () => {
    const shown = new Set(WIDGETS.flatMap(nodesOf).map(({ type }) => type));
    expect(WIDGET_TYPES.filter((type) => !shown.has(type))).toEqual([]);
  });

  it('gives every state a name of its own that can stand in an address', () => {
    const names = STATES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  });
});

describe('the settings of the gallery', () => {
  it('survive the address, and are not in it where they are the usual ones', () => {
    const settings = { scheme: 'dark', width: '320', direction: 'rtl', density: 'compact', font: 'Inter' } as const;
    expect(readSettings(writeSettings(settings))).toEqual(settings);
    expect(writeSettings(readSettings(''))).toBe('');
  });

  it('fall back to the usual ones where an address names none', () => {
    expect(readSettings('?scheme=purple&width=constructor')).toMatchObject({ scheme: 'light', width: 'full' });
  });
});
