import { tokensOf } from './tokens.js';

describe('tokensOf', () => {
  it.each([
    '',
    ' ',
    'Hello, world!',
    '  indented\n\n- list\n\ttab  ',
    'naïve café 🙂👩‍👩‍👧 ende',
    '| a | b |\n| --- | --- |',
    '日本語のテキスト',
    'x'.repeat(1_000),
  ])('gives "%s" again when joined', (text) => {
    expect(tokensOf(text).join('')).toBe(text);
  });

  it('makes pieces of about four characters', () => {
    expect(tokensOf('The demonstration')).toEqual(['The', ' demo', 'nstr', 'atio', 'n']);
  });

  it('never cuts a character of two code units in half', () => {
    for (const token of tokensOf('🙂🙂🙂🙂🙂 a🙂b🙂c')) {
      expect(token).toBe(Buffer.from(token, 'utf8').toString('utf8'));
    }
  });
});
