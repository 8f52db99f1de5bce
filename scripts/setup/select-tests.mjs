import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { Stop } from './stop.mjs';

/**
 * @typedef {object} Selection
 * @property {readonly string[]} folders whose tests run
 * @property {boolean} again whether files that fail get a second attempt
 * @property {readonly string[]} jestArgs
 */

/**
 * `--only <package>`, any number of times, as @frontdesk/runs, libs/runs or runs, and `--again`; everything else is for Jest.
 * @param {readonly string[]} args
 * @returns {Selection}
 */
export function selectTests(args) {
  const all = ['apps', 'libs'].flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`)).concat('scripts', existsSync(join(ROOT, 'bench')) ? 'bench' : []);
  /** @type {string[]} */
  const chosen = [];
  /** @type {string[]} */
  const rest = [];
  for (let index = 0; index < args.length; index += 1) {
    if (args[index] === '--only') {
      chosen.push(findFolder(args[(index += 1)], all));
    } else if (args[index] !== '--again') {
      rest.push(args[index] ?? '');
    }
  }
  const only = chosen.length === 0 ? [] : ['--passWithNoTests', ...chosen.map((folder) => `${ROOT}/${folder}/`)];
  return { folders: chosen.length === 0 ? all : chosen, again: args.includes('--again'), jestArgs: [...rest, ...only] };
}

/** @param {string | undefined} given @param {readonly string[]} folders */
function findFolder(given, folders) {
  const name = given?.replace(/^@frontdesk\//, '').replace(/\/$/, '');
  const found = folders.find((folder) => folder === name || folder.endsWith(`/${name}`));
  if (found === undefined) {
    throw new Stop(`--only ${given ?? ''} names no package: choose one of ${folders.join(', ')}.`);
  }
  return found;
}

/**
 * Whether a browser would be used. Looked up in the sources, since Jest does not say before it runs them.
 * @param {readonly string[]} folders
 */
export function needsChromium(folders) {
  return folders.some((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /e2e-spec\.tsx?$/.test(file) && !file.includes('node_modules'))
      .some((file) => readFileSync(join(ROOT, folder, file), 'utf8').includes('Chromium')),
  );
}
