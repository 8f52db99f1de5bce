// npm test: every test, on servers of its own, from nothing. `npm test -- --only libs/runs` runs one package's;
// `--again` gives files that fail a second attempt, alone, and names what passed only then; all other arguments go to
// Jest. Closes with the names of what failed or was skipped, and one line: N passed, N failed, N skipped.
import './setup/check-node.mjs';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenNeeded } from './setup/build.mjs';
import { givenStore } from './setup/given-stores.mjs';
import { installWhenNeeded } from './setup/install.mjs';
import { BUILD_FOLDER } from './setup/paths.mjs';
import { runJest } from './setup/run-jest.mjs';
import { say } from './setup/say.mjs';
import { needsChromium, selectTests } from './setup/select-tests.mjs';
import { Shutdown } from './setup/shutdown.mjs';
import { lastWords } from './setup/stop.mjs';
import { findProgram, installSystemPackage, mayInstall } from './setup/system-packages.mjs';

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const folder = join(BUILD_FOLDER, `test-${process.pid}`);
const shutdown = new Shutdown({ exitCode: 130 });

async function main() {
  const { folders, again, jestArgs } = selectTests(process.argv.slice(2));
  const given = { databaseUrl: await givenServer('DATABASE_URL'), redisUrl: await givenServer('REDIS_URL') };
  await installWhenNeeded();
  const { openStores } = await import('./stores/open-stores.mjs');
  mkdirSync(folder, { recursive: true });
  const stores = await openStores({ ...given, folder, throwaway: true });
  shutdown.onStop(async () => {
    await stores.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const { tryDatabase, tryRedis } = await import('./setup/try-stores.mjs');
  await tryDatabase(stores.databaseUrl);
  await tryRedis(stores.redisUrl);
  await buildWhenNeeded();
  if (needsChromium(folders)) {
    await bringChromium();
  }
  return runJest(jestArgs, {
    env: { TEST_DATABASE_URL: stores.databaseUrl, TEST_REDIS_URL: stores.redisUrl },
    summaryFile: join(folder, 'summary.json'),
    again,
  });
}

/** Servers of the user's own: each test makes a database of its own there and touches no other. @param {'DATABASE_URL' | 'REDIS_URL'} kind */
async function givenServer(kind) {
  const variable = process.env[`TEST_${kind}`] === undefined ? kind : `TEST_${kind}`;
  return givenStore(kind, process.env[variable], variable);
}

async function bringChromium() {
  const present = () => process.env['CHROMIUM_PATH'] ?? findProgram(...CHROMIUM_NAMES);
  if (present() !== undefined || process.platform === 'darwin') {
    return;
  }
  if (mayInstall()) {
    await installSystemPackage('chromium', 'the browser tests run in it');
  }
  if (present() === undefined) {
    say('No Chromium was found (Debian and Ubuntu: sudo apt-get install chromium, or set CHROMIUM_PATH): the browser tests are skipped.');
  }
}

try {
  const summary = await main();
  await shutdown.stop();
  summary.skipped.forEach((name) => say(`skipped: ${name}`));
  summary.unsteady.forEach((name) => say(`passed only at the second attempt: ${name}`));
  summary.failed.forEach((name) => say(`failed: ${name}`));
  say(`${summary.passed} passed, ${summary.failed.length} failed, ${summary.skipped.length} skipped`);
  process.exit(summary.failed.length === 0 ? 0 : 1);
} catch (cause) {
  if (!shutdown.begun) {
    process.stderr.write(`${lastWords(cause)}\n`);
    await shutdown.stop();
    say('0 passed, 1 failed, 0 skipped');
    process.exit(1);
  }
}
