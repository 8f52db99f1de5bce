import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Assets } from './fixture-server.js';

const run = promisify(execFile);
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const VITE = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

const build = async (config: string, outDir: string): Promise<void> => {
  await run(process.execPath, [VITE, 'build', '--config', config, '--outDir', outDir, '--logLevel', 'error'], { cwd: PACKAGE });
};

/** Builds the element and the page with the official bindings from source, so that no test meets an old bundle. */
export const buildAssets = async (): Promise<Assets> => {
  const folder = await mkdtemp(join(tmpdir(), 'frontdesk-element-'));
  try {
    await build('vite.config.ts', join(folder, 'element'));
    await build('test/pages/vite.config.ts', join(folder, 'app'));
    return {
      '/chatkit.js': { type: 'text/javascript', body: await readFile(join(folder, 'element/chatkit.js')) },
      '/react-app.js': { type: 'text/javascript', body: await readFile(join(folder, 'app/react-app.js')) },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
