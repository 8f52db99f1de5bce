import type { Annotation } from '@frontdesk/chatkit-protocol';
import { CitationMarks, markCitations, splitAtMarks } from './citation-marks.js';

const at = (index: number | undefined, title = 'A'): Annotation => ({
  type: 'annotation',
  source: { type: 'url', title, url: 'https://a.example' },
  ...(index === undefined ? {} : { index }),
});

const shown = (text: string, ...annotations: Annotation[]): string =>
  splitAtMarks(markCitations(text, annotations).text)
    .map((piece) => (typeof piece === 'number' ? `⟦${piece}⟧` : piece))
    .join('');

describe('marks of citations', () => {
  test('stand where the annotation points, in the order of the text, and share a place', () => {
    expect(shown('It will rain. Bring a coat.', at(27), at(13), at(13))).toBe('It will rain.⟦0⟧ Bring a coat.⟦1⟧');
    expect(markCitations('It rains.', [at(9, 'One'), at(9, 'Two')]).groups.map((group) => group.length)).toEqual([2]);
  });

  test('never stand inside code, formulas, links or emphasis marks', () => {
    expect(shown('Use `a b` now', at(6))).toBe('Use `a b`⟦0⟧ now');
    expect(shown('See [the docs](https://a.example/x) now', at(20))).toBe('See [the docs](https://a.example/x)⟦0⟧ now');
    expect(shown('Half a word, 半分の語', at(6), at(14))).toBe('Half a⟦0⟧ word, 半⟦1⟧分の語');
    expect(shown('Half', at(2))).toBe('Half⟦0⟧');
    expect(shown('A **bold** word', at(9))).toBe('A **bold**⟦0⟧ word');
    expect(shown('$$a+b$$ is', at(3))).toBe('$$a+b$$⟦0⟧ is');
    expect(shown('```\ncode\n```\nafter', at(6))).toBe('```\ncode\n```\nafter');
  });

  test('are kept out of bare addresses', () => {
    expect(shown('See https://a.example/x now', at(10))).toBe('See https://a.example/x ⟦0⟧ now');
  });

  test('are only made by annotations: the private characters of a text are replaced', () => {
    expect(shown('a\ue0fe7\ue0ffb')).toBe('a\ufffd7\ufffdb');
    expect(shown('short', at(500), at(undefined), at(-3))).toBe('⟦0⟧short⟦1⟧');
  });

  test('stand in the cells of a table, never between them and never in the line below its head', () => {
    const table = '| Day | Rain |\n| --- | --- |\n| Fri | yes |\nAfter';
    const behind = (found: string, more = 0): Annotation => at(table.indexOf(found) + found.length + more);
    const rows = (...annotations: Annotation[]): string[] => shown(table, ...annotations).split('\n');
    expect(rows(behind('Fri'))[2]).toBe('| Fri⟦0⟧ | yes |');
    expect(rows(behind('| Fri |'))[2]).toBe('| Fri⟦0⟧ | yes |');
    expect(rows(behind('| yes |'))[2]).toBe('| Fri | yes⟦0⟧ |');
    expect(rows(behind('| yes |', 1))[2]).toBe('| Fri | yes⟦0⟧ |');
    expect(rows(behind('| --- | --- |'))[0]).toBe('| Day | Rain⟦0⟧ |');
    expect(rows(behind('| --- '))[0]).toBe('| Day | Rain⟦0⟧ |');
  });

  test('never stand in front of what makes a line an item, a heading or a row', () => {
    expect(shown('- one\n- two', at(6))).toBe('- one⟦0⟧\n- two');
    expect(shown('- one\n- two', at(0))).toBe('- ⟦0⟧one\n- two');
    expect(shown('Words\n\n## Head', at(7))).toBe('Words⟦0⟧\n\n## Head');
    expect(shown('| a | b |\n|---|---|', at(0))).toBe('| ⟦0⟧a | b |\n|---|---|');
  });

  test('leave the end of a block of code and the names of footnotes alone', () => {
    expect(shown('```\ncode\n```\nafter', at(12))).toBe('```\ncode\n```\nafter');
    expect(shown('```\ncode\n```\nafter', at(13))).toBe('```\ncode\n```\nafter');
    expect(shown('So[^1] it is', at(4))).toBe('So[^1]⟦0⟧ it is');
  });
});

describe('marks in a text that grows', () => {
  const text = Array.from(
    { length: 60 },
    (_, index) => `Sentence ${index} says a **thing** with [a link](https://a.example/${index}).`,
  ).join(' ');
  const annotations = [at(40), at(300), at(305), at(2_000)];

  test('stand where they would stand in the whole text, whenever they came', () => {
    const marks = new CitationMarks();
    let given: Annotation[] = [];
    for (let end = 1; end <= text.length; end += 7) {
      const due = annotations.filter(({ index = 0 }) => index <= end);
      given = due.length === given.length ? given : due;
      marks.read(text.slice(0, end), given);
    }
    expect(marks.read(text, given)).toEqual(markCitations(text, annotations));
  });

  test('are the very same groups as long as none is added, so that no mark is drawn again', () => {
    const marks = new CitationMarks();
    const { groups } = marks.read(text.slice(0, 3_000), annotations);
    expect(marks.read(text, annotations).groups).toBe(groups);
    expect(marks.read(`Other ${text}`, annotations).groups).not.toBe(groups);
  });
});
