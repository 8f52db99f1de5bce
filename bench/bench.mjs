// npm run bench: starts everything it needs, measures, prints tables and writes bench/results/<date>.json.
//
//   npm run bench -- [--only first-delta]… [--rounds 5] [--peer]
//
// --peer puts the official Python server beside it, in turns, with the same model and load; needs Python 3.11 or newer.
import '../scripts/setup/check-node.mjs';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildWhenNeeded } from '../scripts/setup/build.mjs';
import { installWhenNeeded } from '../scripts/setup/install.mjs';
import { migrateDatabase } from '../scripts/setup/migrate.mjs';
import { BUILD_FOLDER, ROOT } from '../scripts/setup/paths.mjs';
import { say } from '../scripts/setup/say.mjs';
import { Shutdown } from '../scripts/setup/shutdown.mjs';
import { lastWords, Stop } from '../scripts/setup/stop.mjs';

/**
 * @typedef {{ databaseUrl: string, redisUrl: string }} Stores
 *
 * @typedef {object} Context what a measure is given
 * @property {Stores} stores
 * @property {number} rounds how often to repeat; measures of milliseconds take ten times as many
 * @property {readonly import('./rig/contestants.mjs').Contestant[]} contestants ours, and the peer where it was asked for
 *
 * @typedef {object} Measure
 * @property {string} title
 * @property {string} reach what is aimed at
 * @property {(context: Context) => Promise<object[]>} measure rows of a table
 */

const NAMES = ['first-delta', 'total-time', 'round-trips', 'streams-at-once', 'throughput', 'idle-streams', 'resume', 'dead-worker', 'noisy-tenant', 'frames', 'lists'];

const folder = join(BUILD_FOLDER, `bench-${process.pid}`);
const shutdown = new Shutdown({ exitCode: 130 });

async function main() {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] }, rounds: { type: 'string', default: '5' }, peer: { type: 'boolean', default: false } } });
  const wrong = values.only.find((name) => !NAMES.includes(name));
  if (wrong !== undefined) {
    throw new Stop(`--only ${wrong} names no measure: choose one of ${NAMES.join(', ')}.`);
  }
  await installWhenNeeded();
  const { openStores } = await import('../scripts/stores/open-stores.mjs');
  mkdirSync(folder, { recursive: true });
  const stores = await openStores({ databaseUrl: undefined, redisUrl: undefined, folder, throwaway: true });
  shutdown.onStop(async () => {
    await stores.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await buildWhenNeeded();
  await migrateDatabase(stores.databaseUrl);

  const { describeMachine } = await import('./rig/machine.mjs');
  const { ours } = await import('./rig/contestants.mjs');
  const peer = values.peer ? [await (await import('./peers/python-peer.mjs')).pythonPeer(stores)] : [];
  const machine = describeMachine();
  console.table([machine]);
  /** @type {Context} */
  const context = { stores, rounds: Number(values.rounds), contestants: [ours(stores), ...peer] };
  /** @type {Record<string, { title: string, reach: string, rows: object[] }>} */
  const results = {};
  for (const name of values.only.length === 0 ? NAMES : values.only) {
    const { title, reach, measure } = /** @type {Measure} */ (await import(`./measures/${name}.mjs`));
    say(`\n${title}\n  to reach: ${reach}`);
    const rows = await measure(context);
    console.table(rows);
    results[name] = { title, reach, rows };
  }
  const file = join(ROOT, 'bench/results', `${new Date().toISOString().slice(0, 10)}.json`);
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ takenAt: new Date().toISOString(), machine, rounds: context.rounds, results }, null, 2)}\n`);
  say(`written to ${file}`);
}

try {
  await main();
  await shutdown.stop();
  process.exit(0);
} catch (cause) {
  if (!shutdown.begun) {
    process.stderr.write(`${lastWords(cause)}\n`);
    await shutdown.stop();
    process.exit(1);
  }
}
