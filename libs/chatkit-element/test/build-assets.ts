import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Assets } from './fixture-server.js';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const VITE = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

/** A build of React that the page with the official bindings is made with, see pages/vite.config.ts. */
export type ReactBuild = `react-${18 | 19}` | `react-${18 | 19}-development`;

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };

/** The files of a folder under the addresses that they are served at. */
const served = async (folder: string, at: string): Promise<Assets> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(
      async ({ name }) =>
        [at + name, { type: TYPES[extname(name)] ?? 'application/octet-stream', body: await readFile(join(folder, name)) }] as const,
    );
  return Object.fromEntries(await Promise.all(files));
};

/** The element, as the build that precedes every test run left it. */
export const elementAssets = async (): Promise<Assets> => {
  const dist = join(PACKAGE, 'dist');
  return { ...(await served(dist, '/')), ...(await served(join(dist, 'chatkit-parts'), '/chatkit-parts/')) };
};

/** The script of the page with the official bindings, as `/react-app.js`. */
export const reactApp = async (build: ReactBuild): Promise<Assets> => {
  const folder = await mkdtemp(join(tmpdir(), 'frontdesk-element-'));
  try {
    const args = ['build', '--config', 'test/pages/vite.config.ts', '--mode', build, '--outDir', folder, '--logLevel', 'error'];
    await promisify(execFile)(process.execPath, [VITE, ...args], { cwd: PACKAGE });
    return { '/react-app.js': { type: 'text/javascript', body: await readFile(join(folder, 'react-app.js')) } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
