import { existsSync, readFileSync } from 'node:fs';
import {
  sourceSchema,
  STREAM_EVENT_TYPES,
  structuredInputSchema,
  taskSchema,
  THREAD_ITEM_TYPES,
  threadItemUpdateSchema,
  threadStatusSchema,
  workflowSchema,
} from '@frontdesk/chatkit-protocol';
import { resolveLocale } from '../../src/locale/locales.js';
import { drawingAtHand } from '../../src/view/icons/drawings.js';
import { readPublishedApi } from './published-types.js';

const PACKAGE = new URL('../../', import.meta.url);

interface Row {
  readonly names: readonly string[];
  readonly tests: readonly string[];
}

const rowOf = (line: string): Row | null => {
  const [, names = '', , tests = ''] = line.split('|').map((cell) => cell.trim());
  return /^(?:option|field|method|event|item|update|kind|addition)?$|^-+$/.test(names)
    ? null
    : { names: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name), tests: tests.split('<br>') };
};

/** The rows of the table, by the heading that they stand under. */
const readTable = (): ReadonlyMap<string, readonly Row[]> => {
  const sections = new Map<string, Row[]>();
  let rows: Row[] = [];
  for (const line of readFileSync(new URL('../../docs/element.md', PACKAGE), 'utf8').split('\n')) {
    if (line.startsWith('## ')) {
      rows = [];
      sections.set(line.slice(3), rows);
    }
    const row = line.startsWith('|') ? rowOf(line) : null;
    if (row !== null) {
      rows.push(row);
    }
  }
  return sections;
};

const typesOf = (schema: { options: readonly { shape: { type: { value: string } } }[] }): string[] =>
  schema.options.map(({ shape }) => shape.type.value);

const published = readPublishedApi();

test('every published icon has a drawing of its own', () => {
  expect(published.icons.length).toBeGreaterThan(100);
  expect(published.icons.filter((name) => drawingAtHand(name) === null)).toEqual([]);
});

test('every published locale is spoken, in its own language', () => {
  expect(published.locales.length).toBe(114);
  expect(published.locales.filter((tag) => tag !== 'en' && resolveLocale(tag).split('-')[0] !== tag.split('-')[0])).toEqual([]);
});

describe('docs/element.md', () => {
  const table = readTable();
  const namesIn = (section: string): string[] => (table.get(section) ?? []).flatMap(({ names }) => names).sort();

  // Equal, not only complete: a name that is gone from the types is wrong here, too.
  test.each([
    ['Options', published.options],
    ['What callbacks and methods are given', published.given],
    ['Methods', published.methods],
    ['Events', published.events],
    ['Streams', STREAM_EVENT_TYPES],
    ['Items', THREAD_ITEM_TYPES],
    ['Updates of items', typesOf(threadItemUpdateSchema)],
    [
      'Tasks, sources, questions and states',
      [
        ...typesOf(taskSchema),
        ...typesOf(sourceSchema),
        ...typesOf(structuredInputSchema),
        ...typesOf(threadStatusSchema),
        ...workflowSchema.shape.type.options,
      ],
    ],
  ])('%s: has every name that there is, and no other', (section, names) => {
    expect(namesIn(section)).toEqual([...names].sort());
  });

  test('names only tests that there are', () => {
    const missing = [...table.values()]
      .flat()
      .flatMap(({ tests }) => tests)
      .filter((reference) => {
        const [file = '', name = ''] = reference.split(' › ');
        const url = new URL(file, PACKAGE);
        const source = existsSync(url) ? readFileSync(url, 'utf8') : '';
        return name === '' || !["'", '"', '`'].some((quote) => source.includes(`(${quote}${name}${quote},`));
      });
    expect(missing).toEqual([]);
  });
});
