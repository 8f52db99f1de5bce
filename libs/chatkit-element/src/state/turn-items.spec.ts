import { spokenText } from './turn-items.js';

describe('what is read out of an answer', () => {
  test.each([
    ['Hello **you**, see [the docs](https://a.b).', 'Hello you, see the docs.'],
    ['# Title\n\n- one\n- [x] two', 'Title\none\ntwo'],
    ['`a_b` and snake_case and _it_', 'a_b and snake_case and it'],
    ['```js\nlet a = 1;\n```', 'let a = 1;'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'a b\n1 2'],
  ])('%j is %j', (markdown, spoken) => {
    expect(
      spokenText(markdown)
        .replace(/ *\n */g, '\n')
        .trim(),
    ).toBe(spoken);
  });
});
