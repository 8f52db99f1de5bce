import { existsSync, readFileSync } from 'node:fs';

import { WIDGET_SCHEMAS, WIDGET_TYPES } from '@frontdesk/chatkit-protocol';
import type { WidgetNode, WidgetType } from '@frontdesk/chatkit-protocol';

import { STATES } from './states/index.js';

const ROOT = new URL('../../../../', import.meta.url);

interface Row {
  readonly widget: string;
  readonly props: readonly string[];
  readonly states: readonly string[];
  /** `file › name of the test`. */
  readonly tests: readonly string[];
}

const quoted = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

const rows: readonly Row[] = readFileSync(new URL('docs/element-widgets.md', ROOT), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [, widget = '', props = '', , shown = ''] = line.split('|').map((cell) => cell.trim());
    const evidence = shown.split('<br>');
    return {
      widget: quoted(widget)[0] ?? '',
      props: quoted(props),
      states: evidence.filter((entry) => entry.startsWith('gallery#')).map((entry) => entry.slice('gallery#'.length)),
      tests: evidence.filter((entry) => !entry.startsWith('gallery#')),
    };
  });

/** Props that every node has are said once, above the table. */
const propsOf = (type: WidgetType): string[] => Object.keys(WIDGET_SCHEMAS[type].shape).filter((prop) => !['type', 'id', 'key'].includes(prop));

const nodesOf = (node: WidgetNode): WidgetNode[] => [node, ...[node.children ?? []].flat().flatMap(nodesOf)];

/** The nodes of each state of the gallery. */
const shown = new Map(
  STATES.map(({ name, thread, replies }) => {
    const events = Object.values(replies ?? {}).flatMap((reply) => (typeof reply === 'object' && 'events' in reply ? reply.events : []));
    const items = [...(thread?.items ?? []), ...events.flatMap((event) => ('item' in event ? [event.item] : []))];
    return [name, items.flatMap((item) => (item.type === 'widget' ? nodesOf(item.widget) : []))] as const;
  }),
);

/** Boxes of all kinds share their props: what one shows need not be shown by the others. */
const BOXES: readonly string[] = ['Box', 'Row', 'Col', 'Form'] satisfies WidgetType[];

describe('docs/element-widgets.md', () => {
  it('has one row for every widget of the protocol, and no other', () => {
    expect(rows.map(({ widget }) => widget).sort()).toEqual([...WIDGET_TYPES].sort());
  });

  it.each(WIDGET_TYPES)('names exactly the props of %s, and says where they are shown', (type) => {
    const row = rows.find(({ widget }) => widget === type);
    expect([...(row?.props ?? [])].sort()).toEqual(propsOf(type).sort());
    const nodes = (row?.states ?? []).flatMap((state) => shown.get(state) ?? []);
    expect(nodes.some((node) => node.type === type)).toBe(true);
    const kinds = BOXES.includes(type) ? BOXES : [type];
    const used = new Set([...shown.values()].flat().flatMap((node) => (kinds.includes(node.type) ? Object.keys(node) : [])));
    expect(propsOf(type).filter((prop) => !used.has(prop))).toEqual([]);
  });

  it('names only states and tests that there are', () => {
    const noStates = rows.flatMap(({ states }) => states).filter((state) => !shown.has(state));
    const noTests = rows.flatMap(({ tests }) => tests).filter((reference) => {
      const [file = '', name = ''] = reference.split(' › ');
      const url = new URL(file, ROOT);
      const source = existsSync(url) ? readFileSync(url, 'utf8') : '';
      return name === '' || !["'", '"', '`'].some((quote) => source.includes(`(${quote}${name}${quote},`));
    });
    expect([noStates, noTests]).toEqual([[], []]);
  });
});
