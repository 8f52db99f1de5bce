import { draftContent, draftOf, editDraft, EMPTY_DRAFT, outsideTags, replaceIn, triggerAt, type Draft } from './draft.js';

const ADA = { type: 'input_tag', id: 'ada', text: 'Ada', data: {} } as const;
const text = (value: string) => ({ type: 'input_text', text: value }) as const;
/** `ask Ada now` */
const DRAFT: Draft = draftOf([text('ask '), ADA, text(' now')]);
const shown = ({ text: all, tags }: Draft): string =>
  tags.reduceRight((left, { start, end }) => `${left.slice(0, start)}[${left.slice(start, end)}]${left.slice(end)}`, all);

test('content and draft are two forms of one thing', () => {
  expect(shown(DRAFT)).toBe('ask [Ada] now');
  expect(draftContent(DRAFT)).toEqual([text('ask '), { ...ADA, group: undefined, interactive: false }, text(' now')]);
  expect(draftContent(draftOf([text('  hi \n')]))).toEqual([text('hi')]);
  expect(draftContent(EMPTY_DRAFT)).toEqual([]);
});

describe('an edit', () => {
  test.each([
    ['before a tag moves it', 'please ask Ada now', 7, 'please ask [Ada] now', 7],
    ['behind a tag leaves it', 'ask Ada right now', 14, 'ask [Ada] right now', 14],
    ['that deletes the end of a tag deletes all of it', 'ask Ad now', 6, 'ask  now', 4],
    ['that deletes the begin of a tag deletes all of it', 'ask da now', 4, 'ask  now', 4],
    ['over a tag replaces it', 'ask x', 5, 'ask x', 5],
    ['of everything leaves nothing', '', 0, '', 0],
    ['within a tag replaces it', 'ask Axda now', 6, 'ask x now', 5],
  ])('%s', (_name, after, caret, expected, newCaret) => {
    const edited = editDraft(DRAFT, after, caret);
    expect([shown(edited.draft), edited.caret]).toEqual([expected, newCaret]);
  });

  test('of a repeated letter beside a tag is told by the caret', () => {
    const draft = draftOf([text('aa'), { ...ADA, text: 'aa' }]);
    expect(shown(editDraft(draft, 'aaaaa', 1).draft)).toBe('aaa[aa]');
    expect(shown(editDraft(draft, 'aaaaa', 5).draft)).toBe('aa[aa]a');
  });
});

test('a tag takes the place of the word that it was searched with', () => {
  const draft = draftOf([text('ask @a now')]);
  const { draft: next, caret } = replaceIn(draft, 4, 6, [ADA]);
  expect([shown(next), caret]).toEqual(['ask [Ada] now', 7]);
});

test('the caret jumps over tags in the direction it came from', () => {
  expect([outsideTags(DRAFT, 5, 4), outsideTags(DRAFT, 6, 7), outsideTags(DRAFT, 4, 3), outsideTags(DRAFT, 9, 0)]).toEqual([7, 4, 4, 9]);
});

test.each([
  ['@', 1, { sign: '@', start: 0, end: 1, query: '' }],
  ['ask @ad', 7, { sign: '@', start: 4, end: 7, query: 'ad' }],
  ['ask @ad', 6, { sign: '@', start: 4, end: 6, query: 'a' }],
  ['/sum', 4, { sign: '/', start: 0, end: 4, query: 'sum' }],
  ['line\n/s', 7, { sign: '/', start: 5, end: 7, query: 's' }],
  ['a@b.c', 5, null],
  ['and/or', 6, null],
  ['https://x', 9, null],
  ['@ad now', 7, null],
])('%j with the caret at %i asks for %j', (value, caret, expected) => {
  expect(triggerAt(draftOf([text(value)]), caret)).toEqual(expected);
});
