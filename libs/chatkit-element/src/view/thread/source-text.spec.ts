import type { Source } from '@frontdesk/chatkit-protocol';
import { groupSources, sourceDate, sourceDetail, sourceMark } from './source-text.js';

const url = (rest: Partial<Extract<Source, { type: 'url' }>> = {}): Source => ({
  type: 'url',
  title: 'A page',
  url: 'https://www.example.org/x',
  ...rest,
});

test("the date of a source is written in the chat's language, and left as it is when it is none", () => {
  expect(sourceDate(url({ timestamp: '2026-11-20T08:00:00' }), 'nl-NL')).toBe('20 nov 2026');
  expect(sourceDate(url({ timestamp: '2026-11-20T08:00:00' }), 'en')).toBe('Nov 20, 2026');
  expect(sourceDate(url({ timestamp: 'last spring' }), 'en')).toBe('last spring');
  expect(sourceDate(url(), 'en')).toBe('');
});

test('a mark names the site, the file or the entity, in a few letters', () => {
  expect(sourceMark(url())).toBe('example.org');
  expect(sourceMark(url({ attribution: 'The Example' }))).toBe('The Example');
  expect(sourceMark(url({ url: 'no address' }))).toBe('A page');
  expect(sourceMark({ type: 'file', title: 'Manual', filename: 'the-very-long-name-of-a-manual.pdf' })).toBe('the-very-long-name-of-a…');
  const entity = { type: 'entity', id: '1', title: 'Ada Lovelace', label: 'Customer', interactive: false, data: {} } as const;
  expect(sourceMark({ ...entity, inline_label: 'Ada' })).toBe('Ada');
  expect(sourceMark(entity)).toBe('Customer');
});

test('a file with nothing but its name says it once', () => {
  expect(sourceDetail({ type: 'file', title: 'a.pdf', filename: 'a.pdf' })).toBe('');
});

test('sources are listed by group, those without one first', () => {
  const groups = groupSources([url({ group: 'Web' }), url({ title: 'Plain' }), url({ title: 'Other', group: 'Web' })]);
  expect(groups.map(([name, members]) => [name, members.map(({ title }) => title)])).toEqual([
    ['', ['Plain']],
    ['Web', ['A page', 'Other']],
  ]);
});
