import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, BUILD_FOLDER } from './paths.mjs';
import { run } from './run.mjs';
import { say, withProgress } from './say.mjs';
import { Stop } from './stop.mjs';

const STAMP = join(BUILD_FOLDER, 'build-stamp');

/** What no build reads. */
const IGNORED = new Set(['node_modules', 'dist', 'generated', 'test', 'coverage']);
const SOURCES = ['apps', 'libs', 'prisma'];
const FILES = ['package-lock.json', 'package.json', 'nx.json', '.swcrc', 'tsconfig.base.json', 'tsconfig.browser.json', 'tsconfig.any.json', 'tsconfig.server.json'];

/** Builds the packages that changed. Nothing changed since the last time: some milliseconds. */
export async function buildWhenNeeded() {
  const stamp = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp && outputsExist()) {
    return;
  }
  await withProgress('Building what changed', build);
  mkdirSync(BUILD_FOLDER, { recursive: true });
  writeFileSync(STAMP, stamp);
}

async function build() {
  // The daemon would stay behind when everything else has stopped.
  const env = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', NODE_OPTIONS: '', FORCE_COLOR: '0' };
  const { code, output } = await run(process.execPath, [join(ROOT, 'node_modules/nx/dist/bin/nx.js'), 'run-many', '-t', 'build', '--output-style=static'], {
    env,
    onLine: (line) => {
      const built = /nx run @frontdesk\/([a-z-]+):build/.exec(line);
      if (built !== null) {
        say(`  built ${built[1]}`);
      }
    },
  });
  if (code !== 0) {
    process.stderr.write(output);
    throw new Stop('The build failed: the lines above say where; correct it and run the command again.');
  }
}

/** Names, sizes and times of every source, as make would look at them. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  const visit = (/** @type {string} */ path) => {
    const stat = statSync(path);
    if (!stat.isDirectory()) {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
      return;
    }
    for (const name of readdirSync(path).sort()) {
      if (!IGNORED.has(name)) {
        visit(join(path, name));
      }
    }
  };
  [...SOURCES, ...FILES].map((name) => join(ROOT, name)).filter((path) => existsSync(path)).forEach(visit);
  return hash.digest('hex');
}

/** Whether every package that can be built has something built. */
function outputsExist() {
  const packages = ['apps', 'libs'].flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name)));
  return packages.every((path) => {
    const manifest = join(path, 'package.json');
    if (!existsSync(manifest)) {
      return true;
    }
    const { scripts } = /** @type {{ scripts?: Record<string, string> }} */ (JSON.parse(readFileSync(manifest, 'utf8')));
    return scripts?.['build'] === undefined || existsSync(join(path, 'dist'));
  });
}
