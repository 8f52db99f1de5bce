import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { Stop } from './stop.mjs';

/** @param {string} databaseUrl */
export async function migrateDatabase(databaseUrl) {
  const { code, output } = await run(process.execPath, [join(ROOT, 'libs/database/dist/migrate.main.js')], { env: { DATABASE_URL: databaseUrl } });
  if (code !== 0) {
    process.stderr.write(output);
    throw new Stop('The database could not be brought to the newest schema: the lines above say why; correct it and run the command again.');
  }
  say(output.trim());
}
