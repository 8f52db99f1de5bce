import { readFileSync } from 'node:fs';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const blocks = [...read('docs/recipes.md').matchAll(/```ts\n\/\/ (?<path>\S+)\n(?<code>.*?)```/gsu)].map(({ groups }) => ({
  path: groups?.['path'] ?? '',
  code: groups?.['code'] ?? '',
}));
const squeezed = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();

it('has recipes with code', () => expect(blocks.length).toBeGreaterThan(5));

it.each(blocks)('shows in docs/recipes.md what $path is, which is compiled and tested', ({ path, code }) => {
  const source = squeezed(read(path));
  for (const piece of code.split(/^\s*\/\/ …$/mu)) {
    expect(source).toContain(squeezed(piece));
  }
});
