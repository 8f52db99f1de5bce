// prune.mjs PACKAGE: leaves in node_modules what that package of ours needs at run time. npm keeps more: optional peers of
// packages (Prisma's command line with its studio, TypeScript) because development installs them.
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Types, maps, and Prisma's query compilers for databases that are not ours. */
const USELESS_FILES = /(\.d\.[cm]?ts|\.map|query_compiler_\w+_bg\.(?:cockroachdb|mysql|sqlite|sqlserver)\..+)$/;

const ROOT = process.cwd();

/**
 * @typedef {object} Manifest
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

/** @param {string} folder @returns {Manifest} */
const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** As Node looks packages up: in the nearest node_modules first. @param {string} from @param {string} name */
function locate(from, name) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) {
      return candidate;
    }
    if (folder === ROOT || folder === dirname(folder)) {
      return undefined;
    }
  }
}

/** @param {Manifest} manifest */
function neededBy({ dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers];
}

/** @param {string} folder where the package's files are @param {Set<string>} kept where they are found */
function keep(folder, kept) {
  for (const name of neededBy(manifestOf(folder))) {
    const found = locate(folder, name);
    if (found !== undefined && !kept.has(found)) {
      kept.add(found);
      keep(name.startsWith('@frontdesk/') ? ourFolder(name) : found, kept);
    }
  }
  return kept;
}

/** Where a workspace's own folder is; node_modules holds a link to it. @param {string} name */
function ourFolder(name) {
  const found = ['apps', 'libs'].map((parent) => join(ROOT, parent, name.slice('@frontdesk/'.length))).find((folder) => existsSync(folder));
  if (found === undefined) {
    throw new Error(`${name} is no package of this repository`);
  }
  return found;
}

/** Removes packages that nobody needs, level by level. @param {string} modules a node_modules folder @param {Set<string>} kept */
function removeOthers(modules, kept) {
  const names = readdirSync(modules).flatMap((name) => (name.startsWith('@') ? readdirSync(join(modules, name)).map((scoped) => `${name}/${scoped}`) : [name]));
  for (const folder of names.map((name) => join(modules, name))) {
    if (!kept.has(folder)) {
      rmSync(folder, { recursive: true, force: true });
    } else if (existsSync(join(folder, 'node_modules')) && !folder.includes('@frontdesk')) {
      removeOthers(join(folder, 'node_modules'), kept);
    }
  }
}

const app = ourFolder(process.argv[2] ?? '');
const kept = keep(app, new Set());
const nested = ['apps', 'libs'].flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => join(ROOT, parent, name, 'node_modules'))).filter((folder) => existsSync(folder));
for (const modules of [join(ROOT, 'node_modules'), ...nested]) {
  removeOthers(modules, kept);
  for (const file of readdirSync(modules, { recursive: true, encoding: 'utf8' })) {
    const path = resolve(modules, file);
    if (USELESS_FILES.test(file) && existsSync(path) && statSync(path).isFile()) {
      rmSync(path);
    }
  }
}
['package-lock.json', '.npmrc'].forEach((file) => rmSync(join(ROOT, file), { force: true }));
