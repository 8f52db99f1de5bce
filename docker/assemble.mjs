// Picks files for the stages of docker/Dockerfile.
//   manifests FROM TO: what decides which packages npm installs
//   apps FROM TO: one folder per process in TO, with what it needs at run time besides npm's packages
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Beyond the code of a process and of the packages that it depends on. */
const EXTRAS = {
  gateway: ['apps/web/dist', 'libs/chatkit-element/dist', 'prisma/migrations'],
  'agent-worker': [],
  'tools-service': [],
  'demo-model': [],
};

/** What of a package is there at run time. */
const RUNTIME_PARTS = ['package.json', 'dist', 'proto'];

const [task, from = '', to = ''] = process.argv.slice(2);

const folders = ['apps', 'libs'].flatMap((parent) => readdirSync(join(from, parent)).map((name) => `${parent}/${name}`)).filter((folder) => existsSync(join(from, folder, 'package.json')));

/** @type {Map<string, { folder: string, dependencies: string[] }>} */
const packages = new Map(
  folders.map((folder) => {
    const { name, dependencies = {} } = JSON.parse(readFileSync(join(from, folder, 'package.json'), 'utf8'));
    return [name, { folder, dependencies: Object.keys(dependencies) }];
  }),
);

/** @param {string} path @param {string} target */
function copy(path, target) {
  if (existsSync(join(from, path))) {
    cpSync(join(from, path), join(target, path), { recursive: true });
  }
}

/** @param {string} name @param {Set<string>} [seen] */
function withDependencies(name, seen = new Set()) {
  const found = packages.get(name);
  if (found !== undefined && !seen.has(found.folder)) {
    seen.add(found.folder);
    found.dependencies.forEach((each) => withDependencies(each, seen));
  }
  return seen;
}

switch (task) {
  case 'manifests':
    ['package.json', 'package-lock.json', '.npmrc', ...folders.map((folder) => `${folder}/package.json`)].forEach((path) => copy(path, to));
    break;
  case 'apps':
    for (const [app, extras] of Object.entries(EXTRAS)) {
      const target = join(to, app);
      withDependencies(`@frontdesk/${app}`).forEach((folder) => RUNTIME_PARTS.forEach((part) => copy(`${folder}/${part}`, target)));
      extras.forEach((path) => copy(path, target));
    }
    break;
  default:
    throw new Error(`assemble.mjs knows manifests and apps, not ${task}`);
}
