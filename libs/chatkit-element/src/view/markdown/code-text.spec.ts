import hljs from 'highlight.js/lib/core';
import typescript from 'highlight.js/lib/languages/typescript';
import { highlight } from '../../parts/highlight.part.js';
import { codePieces } from './code-pieces.js';
import { readPieces } from './code-text.js';

hljs.registerLanguage('typescript', typescript);

describe('coloured code', () => {
  test('has the very text of the code, whatever is in it', () => {
    const code = 'const a = `<b class="x">${1 & 2}</b>`; // </span><script>alert("1")</script> \'&lt;\'\n';
    const pieces = readPieces(hljs.highlight(code, { language: 'typescript' }).value);
    expect(pieces.map(({ text }) => text).join('')).toBe(code);
    expect(pieces).toContainEqual({ text: 'const', scope: 'keyword' });
    expect(pieces.every(({ scope }) => /^[\w.-]*$/.test(scope))).toBe(true);
  });
});

describe('languages', () => {
  test.each(['ts', 'py', 'html', 'c++', 'toml', 'shell', 'markdown', 'php'])('%s is coloured', (language) => {
    const code = '# heading\n<b class="x">if (a) { return "text"; }</b> <?php echo 1; ?>\nkey = "value"\n';
    const pieces = highlight(code, language) ?? [];
    expect(pieces.map(({ text }) => text).join('')).toBe(code);
    expect(pieces.some(({ scope }) => scope !== '')).toBe(true);
  });

  test.each(['', 'klingon', 'constructor', '__proto__'])('%j is left as it is', (language) => {
    expect(highlight('a', language)).toBeNull();
  });
});

describe('pieces of long code', () => {
  const lines = Array.from({ length: 500 }, (_, index) => (index % 50 === 49 ? '' : `line ${index}`));
  const code = lines.join('\n');

  test('are the code when put together, and end at empty lines', () => {
    const pieces = codePieces(code);
    expect(pieces.join('')).toBe(code);
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.slice(0, -1).every((piece) => piece.endsWith('\n\n'))).toBe(true);
  });

  test('all but the last stay as they are when lines are added', () => {
    const before = codePieces(code).slice(0, -1);
    expect(codePieces(`${code}\nmore\nand more`).slice(0, before.length)).toEqual(before);
  });

  test('have an end even without empty lines', () => {
    expect(codePieces('x\n'.repeat(1_000)).every((piece) => piece.split('\n').length <= 121)).toBe(true);
  });
});
