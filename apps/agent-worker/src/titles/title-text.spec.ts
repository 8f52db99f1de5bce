import { titleFrom } from './title-text.js';

it.each([
  ['Theme switching', 'Theme switching'],
  ['"Theme switching."', 'Theme switching'],
  ['Title: **Theme switching**', 'Theme switching'],
  ['\n\n  Wetter   in Köln \nmore', 'Wetter in Köln'],
  ['„Wetter in Köln“', 'Wetter in Köln'],
  ['What is ChatKit?', 'What is ChatKit?'],
])('makes %j presentable', (answer, title) => expect(titleFrom(answer)).toBe(title));

it.each(['', '  \n ', '""', '...'])('makes nothing of %j', (answer) => expect(titleFrom(answer)).toBeNull());

it('cuts a long one between words', () => {
  const title = titleFrom('A very long title that goes on and on and will not fit into any list of conversations');
  expect(title).toBe('A very long title that goes on and on and will not fit…');
  expect([...(titleFrom('x'.repeat(200)) ?? '')]).toHaveLength(60);
});

it('does not cut an emoji in two', () => expect(titleFrom('🙂'.repeat(100))).toBe(`${'🙂'.repeat(59)}…`));
