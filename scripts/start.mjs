// npm start: the whole system on this machine, from nothing. What it does, in order, is main() below.
// A process that ends by itself is started again, later each time; one that keeps ending stops everything with a sentence.
import './setup/check-node.mjs';
import { existsSync } from 'node:fs';
import { buildWhenNeeded } from './setup/build.mjs';
import { givenStore } from './setup/given-stores.mjs';
import { installWhenNeeded } from './setup/install.mjs';
import { migrateDatabase } from './setup/migrate.mjs';
import { ROOT, STATE_FOLDER } from './setup/paths.mjs';
import { parsePort, requireFreePort } from './setup/ports.mjs';
import { say } from './setup/say.mjs';
import { ensureSecret } from './setup/secret.mjs';
import { lastWords } from './setup/stop.mjs';
import { Shutdown } from './setup/shutdown.mjs';

const shutdown = new Shutdown();

async function main() {
  if (existsSync(`${ROOT}/.env`)) {
    process.loadEnvFile(`${ROOT}/.env`); // as `docker compose` does; what is set already wins
  }
  const env = process.env;
  const host = env['HOST'] ?? '127.0.0.1';
  const port = parsePort(env['PORT']);
  await requireFreePort(port, host);
  const given = { databaseUrl: await givenStore('DATABASE_URL', env['DATABASE_URL']), redisUrl: await givenStore('REDIS_URL', env['REDIS_URL']) };

  await installWhenNeeded();
  const stores = await bringStores(given);
  await buildWhenNeeded();
  await migrateDatabase(stores.databaseUrl);

  const { startSystem } = await import('./setup/start-system.mjs');
  const system = await startSystem({ host, port, stores, secretFile: ensureSecret(STATE_FOLDER), shutdown });
  say(`ready ${system.url}`);
  await Promise.race([system.failure, stores.lost.then((sentence) => Promise.reject(new Error(sentence)))]);
}

/** @param {{ databaseUrl: string | undefined, redisUrl: string | undefined }} given */
async function bringStores(given) {
  const { openStores } = await import('./stores/open-stores.mjs');
  const stores = await openStores({ ...given, folder: STATE_FOLDER, throwaway: false });
  shutdown.onStop(stores.stop);
  const { tryDatabase, tryRedis } = await import('./setup/try-stores.mjs');
  await tryDatabase(stores.databaseUrl);
  await tryRedis(stores.redisUrl);
  return stores;
}

main().catch(async (cause) => {
  if (!shutdown.begun) {
    process.stderr.write(`${lastWords(cause)}\n`);
    await shutdown.stop();
    process.exit(1);
  }
});
