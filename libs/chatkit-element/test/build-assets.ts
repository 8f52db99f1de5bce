import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Assets } from './fixture-server.js';

const run = promisify(execFile);
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const VITE = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

const build = async (config: string, outDir: string): Promise<void> => {
  await run(process.execPath, [VITE, 'build', '--config', config, '--outDir', outDir, '--logLevel', 'error'], { cwd: PACKAGE });
};

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };

/** The files of a folder under the addresses that they are served at. */
const served = async (folder: string, at: string): Promise<Assets> => {
  const names = await readdir(folder);
  const files = names.map(
    async (name) =>
      [at + name, { type: TYPES[extname(name)] ?? 'application/octet-stream', body: await readFile(join(folder, name)) }] as const,
  );
  return Object.fromEntries(await Promise.all(files));
};

/** Builds the element and the page with the official bindings from source, so that no test meets an old bundle. */
export const buildAssets = async (): Promise<Assets> => {
  const folder = await mkdtemp(join(tmpdir(), 'frontdesk-element-'));
  try {
    await build('vite.config.ts', join(folder, 'element'));
    await build('vite.parts.config.ts', join(folder, 'parts'));
    await build('test/pages/vite.config.ts', join(folder, 'app'));
    return {
      ...(await served(join(folder, 'parts'), '/chatkit-parts/')),
      '/chatkit.js': { type: 'text/javascript', body: await readFile(join(folder, 'element/chatkit.js')) },
      '/react-app.js': { type: 'text/javascript', body: await readFile(join(folder, 'app/react-app.js')) },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
