// Our sources import `./x.js`, as Node demands of ES modules; on disk it is x.ts or x.tsx until it is built.
// A moduleNameMapper would rewrite such imports inside node_modules too, so only our own files are mapped here.
const { dirname, join, sep } = require('node:path');
const { existsSync } = require('node:fs');

const SOURCE_EXTENSIONS = ['.ts', '.tsx'];

function sourceOf(request, basedir) {
  if (!request.startsWith('.') || !request.endsWith('.js')) {return undefined;}
  if (basedir.includes(`${sep}node_modules${sep}`)) {return undefined;}
  const stem = join(basedir, request.slice(0, -'.js'.length));
  return SOURCE_EXTENSIONS.map((extension) => stem + extension).find((file) => existsSync(file));
}

module.exports = {
  sync(request, options) {
    const basedir = options.basedir ?? dirname(options.rootDir);
    return sourceOf(request, basedir) ?? options.defaultResolver(request, options);
  },
};
