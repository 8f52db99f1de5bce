import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

/** Bare specifiers of static imports and exports; types vanish when a package is built, so they count only at development. */
function importedPackages(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const specifiers = source.statements.flatMap((statement) => {
    const typeOnly = ts.isImportDeclaration(statement) ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword : false;
    const from = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
    return from !== undefined && ts.isStringLiteral(from) && !typeOnly ? [from.text] : [];
  });
  return specifiers.filter((name) => /^[@a-z]/.test(name) && !isBuiltin(name)).map(packageOf);
}

const folders = ['apps', 'libs'].flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`));
const packages = folders.filter((folder) => existsSync(join(ROOT, folder, 'package.json')) && existsSync(join(ROOT, folder, 'src')));

const isBundled = (folder: string): boolean => existsSync(join(ROOT, folder, 'vite.config.ts'));

describe('the manifest of a package', () => {
  // Hoisting hides a forgotten dependency until a container installs that package alone.
  it.each(packages)('%s names everything that its code imports', (folder) => {
    const manifest = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Record<string, Record<string, string> | undefined>;
    const sources = readdirSync(join(ROOT, folder, 'src'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.tsx?$/.test(file) && !/spec\.tsx?$/.test(file) && !file.includes('generated'),
    );
    const imported = new Set(sources.flatMap((file) => importedPackages(join(ROOT, folder, 'src', file))));
    // What a browser gets is bundled while everything is installed.
    const declared = { ...manifest['dependencies'], ...(isBundled(folder) ? manifest['devDependencies'] : {}) };
    const undeclared = [...imported].filter((name) => declared[name] === undefined);
    expect(undeclared).toEqual([]);
  });
});
