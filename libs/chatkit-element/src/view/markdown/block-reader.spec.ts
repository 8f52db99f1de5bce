import { marked, type Token } from 'marked';
import { LONG_ANSWER } from '../../../test/fixture/samples.js';
import { BlockReader } from './block-reader.js';
import { closeOpenMarks } from './close-open-marks.js';

const shape = (tokens: readonly Token[]): unknown[] =>
  tokens.filter(({ type }) => type !== 'space' && type !== 'def').map(({ type, raw }) => [type, raw.trim()]);

const SAMPLES = [
  LONG_ANSWER,
  'a\n\n- one\n- two\n\n  still two\n- three\n\nafter',
  'text\n====\n\nmore\n---\nlast',
  '```js\nlet a = "`";\n\n# not a heading\n```\nafter',
  'one\r\n\r\ntwo\r\n\r\n> three\r\nlazy',
  '| a | b |\n|---|---|\n| 1 | 2 |\n\nafter [x][r]\n\n[r]: https://e.example',
];

describe('reading Markdown as it arrives', () => {
  test.each(SAMPLES)('ends with the same blocks as reading it at once (sample %#)', (sample) => {
    const reader = new BlockReader();
    for (let end = 1; end <= sample.length; end += 3) {
      reader.read(sample.slice(0, end), true);
    }
    expect(shape(reader.read(sample, false))).toEqual(shape(marked.lexer(sample.replaceAll('\r\n', '\n'), { gfm: true, breaks: true })));
  });

  test('settled blocks stay the very same objects, so that nothing above the last block is drawn again', () => {
    const reader = new BlockReader();
    const before = reader.read('# One\n\nTwo\n\nThree', true);
    const after = reader.read('# One\n\nTwo\n\nThree and more', true);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(after[2]).not.toBe(before[2]);
  });

  test('starts over when the text is replaced', () => {
    const reader = new BlockReader();
    reader.read('# One\n\nTwo\n\nThree', true);
    expect(shape(reader.read('Other', false))).toEqual([['paragraph', 'Other']]);
  });

  test.each([
    ['a paragraph', 'Some words\n| Name | Pri', 'Some words'],
    ['nothing', '| Name | Price |\n|---', undefined],
  ])('a table is not shown as a paragraph before it is one: %s', (_name, text, shown) => {
    expect(new BlockReader().read(text, true)[0]?.raw.trim()).toBe(shown);
  });

  test('costs per word no more at the end of a long answer than at its start', () => {
    const paragraph = `${'word '.repeat(60)}\n\n`;
    const reader = new BlockReader();
    let text = '';
    let settled = 0;
    for (let count = 0; count < 200; count += 1) {
      text += paragraph;
      const tokens = reader.read(text, true);
      settled = tokens.length;
    }
    expect(settled).toBe(200);
    const start = performance.now();
    for (let count = 0; count < 200; count += 1) {
      reader.read(`${text}${'more '.repeat(count % 20)}`, true);
    }
    expect((performance.now() - start) / 200).toBeLessThan(2);
  });
});

describe('closing open marks', () => {
  test.each([
    ['plain', 'plain'],
    ['a **bold', 'a **bold**'],
    ['a **bold ', 'a **bold** '],
    ['a **bold*', 'a **bold**'],
    ['a **', 'a '],
    ['a *it', 'a *it*'],
    ['**bold *both', '**bold *both***'],
    ['`code', '`code`'],
    ['a `', 'a '],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['snake_case_name', 'snake_case_name'],
    ['~~gone', '~~gone~~'],
    ['see [the docs', 'see the docs'],
    ['see [the docs](https://exa', 'see the docs'],
    ['see [the docs](https://a.b) and', 'see [the docs](https://a.b) and'],
    ['![alt](https://a', ''],
    ['text\n-', 'text\n'],
    ['text\n##', 'text\n'],
    ['- one\n- **two', '- one\n- **two**'],
    ['`a*b` **c', '`a*b` **c**'],
    ['\\*not', '\\*not'],
  ])('%j shows as %j', (text, shown) => {
    expect(closeOpenMarks(text)).toBe(shown);
  });
});
