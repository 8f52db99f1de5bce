// npm run conformance:python: holds what the conformance suite recorded against the official Python package: its types read every frame
// and reply, and its server answers the same requests. Needs python3 and, the first time, a package index.
import './setup/check-node.mjs';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_FOLDER, ROOT } from './setup/paths.mjs';
import { run } from './setup/run.mjs';
import { say } from './setup/say.mjs';
import { Stop, lastWords } from './setup/stop.mjs';
import { findProgram } from './setup/system-packages.mjs';

const PROGRAMS = join(ROOT, 'apps/gateway-e2e/python');
const VENV = join(BUILD_FOLDER, 'conformance-python');
const PYTHON = join(VENV, 'bin/python');
const RECORDING = join(BUILD_FOLDER, 'conformance.jsonl');

/** @param {string} program @param {string[]} args @param {Record<string, string>} [env] @returns {Promise<number>} */
async function show(program, args, env = {}) {
  const { code } = await run(program, args, { show: true, env });
  return code ?? 1;
}

async function preparePython() {
  const python = findProgram('python3');
  if (python === undefined) {
    throw new Stop('No python3 was found: it is what the official package runs on.');
  }
  if (!existsSync(PYTHON) && (await show(python, ['-m', 'venv', VENV])) !== 0) {
    throw new Stop('python3 could not make a virtual environment: install its venv module (Debian and Ubuntu: python3-venv).');
  }
  if ((await show(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', join(PROGRAMS, 'requirements.txt')])) !== 0) {
    throw new Stop('The official package could not be installed: what pip said is above.');
  }
}

async function main() {
  mkdirSync(BUILD_FOLDER, { recursive: true });
  await preparePython();
  const suite = await show(process.execPath, [join(ROOT, 'scripts/test.mjs'), '--testPathPatterns', 'gateway-e2e/test/conformance'], { CONFORMANCE_RECORDING: RECORDING });
  const types = await show(PYTHON, [join(PROGRAMS, 'check_types.py'), RECORDING]);
  const server = await show(PYTHON, [join(PROGRAMS, 'compare.py'), RECORDING]);
  return suite === 0 && types === 0 && server === 0 ? 0 : 1;
}

try {
  process.exit(await main());
} catch (cause) {
  say(lastWords(cause));
  process.exit(1);
}
