// npm run -s frontdesk -- <command>: keys and tenants, from a checkout. Standard output is the command's alone, so that
// $(npm run -s frontdesk -- keys create --name X) is the key. In a container: docker compose exec gateway frontdesk <command>.
import './setup/check-node.mjs';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { givenStore } from './setup/given-stores.mjs';
import { ROOT, STATE_FOLDER } from './setup/paths.mjs';
import { lastWords, Stop } from './setup/stop.mjs';

const PROGRAM = join(ROOT, 'libs/tenants/dist/cli/frontdesk.main.js');

/** @param {string} databaseUrl @returns {Promise<number>} */
function command(databaseUrl) {
  const child = spawn(process.execPath, [PROGRAM, ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, DATABASE_URL: databaseUrl } });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/** @returns {Promise<number>} */
async function main() {
  if (existsSync(`${ROOT}/.env`)) {
    process.loadEnvFile(`${ROOT}/.env`); // as npm start does; what is set already wins
  }
  if (!existsSync(PROGRAM)) {
    throw new Stop('Frontdesk is not built yet: run npm start once, then this command again.');
  }
  const given = await givenStore('DATABASE_URL', process.env['DATABASE_URL']);
  if (given !== undefined) {
    return command(given);
  }
  const { ownDatabase } = await import('./stores/own-database.mjs');
  const { url, close } = await ownDatabase(STATE_FOLDER);
  try {
    return await command(url);
  } finally {
    await close();
  }
}

main().then(
  (code) => process.exit(code),
  (cause) => {
    process.stderr.write(`${lastWords(cause)}\n`);
    process.exit(1);
  },
);
