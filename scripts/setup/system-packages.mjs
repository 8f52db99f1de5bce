import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';
import { withProgress } from './say.mjs';

/**
 * @param {...string} names
 * @returns {string | undefined} the first of these programs on PATH
 */
export function findProgram(...names) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin'].filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // absent, or not ours to run: either way the next folder is asked
  }
}

/** Whether this account may install packages of Debian or Ubuntu. */
export const mayInstall = () => process.getuid?.() === 0 && existsSync('/etc/debian_version') && findProgram('apt-get') !== undefined;

/**
 * Installs a package of the system, saying so.
 * @param {string} name
 * @param {string} why
 * @returns {Promise<boolean>} whether it worked
 */
export async function installSystemPackage(name, why) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', name], { env });
  return withProgress(`Installing the system package ${name} (${why}): apt-get install -y ${name}`, async () => {
    const first = await install();
    if (first.code === 0) {
      return true;
    }
    // A fresh machine has no package lists, or old ones.
    await run('apt-get', ['update'], { env });
    return (await install()).code === 0;
  });
}
