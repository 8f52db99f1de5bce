import type { Token, Tokens } from 'marked';
import { LONG_ANSWER } from '../../../test/fixture/samples.js';
import { BlockReader, type MarkdownText } from './block-reader.js';
import { closeOpenMarks } from './close-open-marks.js';
import { lexMarkdown } from './markdown-lexer.js';

const shape = (tokens: readonly Token[]): unknown[] =>
  tokens.filter(({ type }) => type !== 'space' && type !== 'def').map(({ type, raw }) => [type, raw.trim()]);

const tokensOf = ({ groups, last }: MarkdownText): Token[] => [...groups.flat(), ...last].map(({ token }) => token);

const SAMPLES = [
  LONG_ANSWER,
  'a\n\n- one\n- two\n\n  still two\n- three\n\nafter',
  'text\n====\n\nmore\n---\nlast',
  '```js\nlet a = "`";\n\n# not a heading\n```\nafter',
  'one\r\n\r\ntwo\r\n\r\n> three\r\nlazy',
  Array.from({ length: 40 }, (_, index) => `${index + 1}. item **${index}**\n   - below\n`).join('') + '\nafter',
  Array.from({ length: 30 }, (_, index) => `- loose ${index}\n\n`).join('') + 'after',
  `| a | b |\n| --- | ---: |\n${Array.from({ length: 40 }, (_, index) => `| ${index} | x |\n`).join('')}\nafter`,
  `\`\`\`ts\n${'const a = 1;\n\n'.repeat(200)}\`\`\`\n\nafter`,
  '~~~\n```\nnot the end\n~~~\nafter',
  Array.from({ length: 90 }, (_, index) => `## Part ${index}\n\nWords.\n\n`).join(''),
  'Euler: $e^{i\\pi} + 1 = 0$, and\n\n$$\n\\int_0^1 x\\,dx\n$$\n\nit costs $5 or $6.',
  '| a | b |\n|---|---|\n| 1 | 2 |\n\nafter [x][r]\n\n[r]: https://e.example',
  'It rains[^1] and pours[^note].\n\n[^1]: The **forecast**,\n    which goes on.\n[^note]: https://rain.example',
];

describe('reading Markdown as it arrives', () => {
  test.each(SAMPLES)('ends with the same blocks as reading it at once (sample %#)', (sample) => {
    const reader = new BlockReader();
    for (let end = 1; end <= sample.length; end += 3) {
      reader.read(sample.slice(0, end), true);
    }
    expect(shape(tokensOf(reader.read(sample, false)))).toEqual(shape(lexMarkdown(sample.replaceAll('\r\n', '\n'))));
  });

  test.each(SAMPLES)('shows the parts of a finished text alike, whether it was read at once or word by word (sample %#)', (sample) => {
    const reader = new BlockReader();
    for (let end = 1; end <= sample.length; end += 7) {
      reader.read(sample.slice(0, end), true);
    }
    const parts = (text: MarkdownText): unknown =>
      tokensOf(text).map((token) =>
        'items' in token ? token.items.length : 'rows' in token ? token.rows.length : 'text' in token && token.text,
      );
    expect(parts(reader.read(sample, false))).toEqual(parts(new BlockReader().read(sample, false)));
  });

  test('settled blocks stay the very same objects, so that nothing above the last block is drawn again', () => {
    const reader = new BlockReader();
    const before = reader.read('# One\n\nTwo\n\nThree', true);
    const after = reader.read('# One\n\nTwo\n\nThree and more', true);
    expect(after.last[0]).toBe(before.last[0]);
    expect(after.last[1]).toBe(before.last[1]);
    expect(after.last[2]).not.toBe(before.last[2]);
  });

  test('starts over when the text is replaced', () => {
    const reader = new BlockReader();
    reader.read('# One\n\nTwo\n\nThree', true);
    expect(shape(tokensOf(reader.read('Other', false)))).toEqual([['paragraph', 'Other']]);
  });

  test.each([
    ['a paragraph', 'Some words\n| Name | Pri', 'Some words'],
    ['nothing', '| Name | Price |\n|---', undefined],
  ])('a table is not shown as a paragraph before it is one: %s', (_name, text, shown) => {
    expect(tokensOf(new BlockReader().read(text, true))[0]?.raw.trim()).toBe(shown);
  });

  test.each([
    ['paragraphs', (index: number) => `${'word '.repeat(20)}${index}\n\n`],
    ['one list', (index: number) => `- item **${index}** ${'word '.repeat(12)}\n`],
    ['one block of code', (index: number) => `${index === 0 ? '```ts\n' : ''}const value${index} = compute(${index}, "text");\n`],
  ])('reads no more text again for a word at the end of a long answer than at its start: %s', (_name, part) => {
    const quarter = 500;
    let read = 0;
    const reader = new BlockReader((text, links) => {
      read += text.length;
      return lexMarkdown(text, links);
    });
    let text = '';
    const costs = Array.from({ length: 4 * quarter }, (_, index) => {
      text += part(index);
      read = 0;
      reader.read(text, true);
      return read;
    });
    // Its numbers have up to three digits more at the end.
    expect(Math.max(...costs.slice(-quarter))).toBeLessThan(1.1 * Math.max(...costs.slice(0, quarter)));
  });

  test('finished items of a long list stay the very same objects', () => {
    const reader = new BlockReader();
    const text = Array.from({ length: 30 }, (_, index) => `- item ${index}\n`).join('');
    const items = (shown: MarkdownText): unknown[] => (tokensOf(shown)[0] as Tokens.List).items;
    const before = items(reader.read(text, true));
    const after = items(reader.read(`${text}- one more`, true));
    expect(after).toHaveLength(31);
    expect(after.slice(0, 20).every((item, index) => item === before[index])).toBe(true);
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
    ['so $x_1', 'so '],
    ['so $x_1$ and *y', 'so $x_1$ and *y*'],
    ['so \\(a_1 + b', 'so '],
    ['then\n$$\na *', 'then\n'],
    ['costs $5 and **more', 'costs $5 and **more**'],
    ['it rains[^1', 'it rains'],
    ['it rains[^1] and', 'it rains[^1] and'],
  ])('%j shows as %j', (text, shown) => {
    expect(closeOpenMarks(text)).toBe(shown);
  });
});
