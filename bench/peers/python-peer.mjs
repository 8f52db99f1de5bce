// The official Python server as a contestant: its packages in an environment of their own, one process, as its documentation hosts it.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { becomesReady, whyNotReady } from '../../scripts/processes/probe.mjs';
import { BUILD_FOLDER, ROOT } from '../../scripts/setup/paths.mjs';
import { freePort } from '../../scripts/setup/ports.mjs';
import { run } from '../../scripts/setup/run.mjs';
import { withProgress } from '../../scripts/setup/say.mjs';
import { Stop } from '../../scripts/setup/stop.mjs';

const FOLDER = join(ROOT, 'bench/peers/python');
const ENVIRONMENT = join(BUILD_FOLDER, 'bench-peer');
const READY_TIMEOUT_MS = 60_000;

/** @param {import('../bench.mjs').Stores} stores @returns {Promise<import('../rig/contestants.mjs').Contestant>} */
export async function pythonPeer({ databaseUrl }) {
  await bringPackages();
  return { name: 'openai-chatkit (Python)', start: (modelUrl) => start(databaseUrl, modelUrl) };
}

async function bringPackages() {
  const wanted = readFileSync(join(FOLDER, 'requirements.txt'), 'utf8');
  const stamp = join(ENVIRONMENT, 'requirements.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  await must('python3', ['-m', 'venv', ENVIRONMENT], 'Python 3.11 or newer with venv is needed for --peer: install it and run the command again.');
  await withProgress('Installing the peer', () => must(join(ENVIRONMENT, 'bin/pip'), ['install', '-q', '-r', join(FOLDER, 'requirements.txt')], 'The packages of the peer could not be installed.'));
  writeFileSync(stamp, wanted);
}

/** @param {string} program @param {string[]} args @param {string} sentence */
async function must(program, args, sentence) {
  const { code, output } = await run(program, args).catch((cause) => ({ code: 1, output: String(cause) }));
  if (code !== 0) {
    throw new Stop(`${sentence}\n${output}`);
  }
}

/** @param {string} databaseUrl @param {string} modelUrl */
async function start(databaseUrl, modelUrl) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(join(ENVIRONMENT, 'bin/uvicorn'), ['server:app', '--host', '127.0.0.1', '--port', String(port), '--loop', 'uvloop', '--log-level', 'warning', '--no-access-log'], {
    cwd: FOLDER,
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, OPENAI_BASE_URL: modelUrl, OPENAI_API_KEY: 'bench', PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const wrong = await becomesReady(() => whyNotReady(`${url}/healthz`), { timeoutMs: READY_TIMEOUT_MS, giveUp: () => (child.exitCode === null ? undefined : 'it ended') });
  if (wrong !== undefined) {
    throw new Stop(`The peer did not start: ${wrong}`);
  }
  return {
    target: { url: `${url}/chatkit`, headers: async () => ({ 'x-user': randomUUID() }) },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
