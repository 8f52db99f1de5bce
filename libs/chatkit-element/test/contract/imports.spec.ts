import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

const SOURCE = new URL('../../src/', import.meta.url);

/** Folders, and those that they may import from; files beside the folders are open to all. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  element: ['options', 'state', 'theme', 'view'],
  view: ['options', 'state', 'parts', 'locale'],
  // Parts are drawn by views, and draw what views prepare for them.
  parts: ['view'],
  state: ['options', 'locale'],
  options: [],
  theme: [],
  locale: [],
};

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.spec|\.d)\.tsx?$/.test(file));

const importsOf = (file: string): string[] => {
  const names = [...readFileSync(new URL(file, SOURCE), 'utf8').matchAll(/^(?:import|export|\}) [^;]*?from '(\.[^']+)\.js'/gm)];
  return names.flatMap(([, name = '']) => {
    const path = posix.join(posix.dirname(file), name);
    return [`${path}.ts`, `${path}.tsx`].filter((candidate) => files.includes(candidate));
  });
};

const imports = new Map(files.map((file) => [file, importsOf(file)]));

/** Everything that a file imports, and what that imports, and so on. */
const reach = (file: string, reached = new Set<string>()): Set<string> => {
  for (const next of imports.get(file) ?? []) {
    if (!reached.has(next)) {
      reach(next, reached.add(next));
    }
  }
  return reached;
};

test('folders import from those below them alone', () => {
  const folderOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '');
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((other) => folderOf(file) !== '' && folderOf(other) !== '' && folderOf(file) !== folderOf(other))
      .filter((other) => !MAY_KNOW[folderOf(file)]?.includes(folderOf(other)))
      .map((other) => `${file} → ${other}`),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

test('no file of the state reaches itself by its imports', () => {
  expect(imports.get('state/chat-controller.ts')).toContain('state/conversation.ts');
  expect(files.filter((file) => file.startsWith('state/') && reach(file).has(file))).toEqual([]);
});
