// Imported first by every command: nothing else may be loaded by a Node that is too old for it.
const MINIMUM_MAJOR = 20;
const MINIMUM_MINOR = 19;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < MINIMUM_MAJOR || (major === MINIMUM_MAJOR && minor < MINIMUM_MINOR)) {
  process.stderr.write(`Frontdesk needs Node ${MINIMUM_MAJOR}.${MINIMUM_MINOR} or newer and this is ${process.versions.node}: install it from https://nodejs.org, then run the command again.\n`);
  process.exit(1);
}
