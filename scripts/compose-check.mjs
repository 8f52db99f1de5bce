// Checks docker-compose.yml: that Docker Compose understands it, and that it keeps our promises (scripts/compose/rules.mjs).
// FRONTDESK_COMPOSE_UP=1: where a Docker engine answers, builds and starts the system, chats, and takes it down again.
import './setup/check-node.mjs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeProblems } from './compose/rules.mjs';
import { sendOneMessage } from './compose/smoke.mjs';
import { becomesReady, whyNotReady } from './processes/probe.mjs';
import { ROOT } from './setup/paths.mjs';
import { freePort } from './setup/ports.mjs';
import { run } from './setup/run.mjs';
import { say, withProgress } from './setup/say.mjs';
import { lastWords, Stop } from './setup/stop.mjs';

const READY_TIMEOUT_MS = 180_000;

/** @returns {Promise<readonly string[]>} the command of whichever Compose is installed */
async function findCompose() {
  for (const command of [['docker', 'compose'], ['docker-compose']]) {
    const [program = '', ...args] = command;
    const found = await run(program, [...args, 'version']).catch(() => ({ code: 1 }));
    if (found.code === 0) {
      return command;
    }
  }
  throw new Stop('Docker Compose is missing: install it (Debian and Ubuntu: sudo apt-get install docker-compose) and run the command again.');
}

/** @param {readonly string[]} command @param {readonly string[]} args @param {Record<string, string>} [env] */
async function compose(command, args, env = {}) {
  const [program = '', ...first] = command;
  const { code, output } = await run(program, [...first, ...args], { env });
  if (code !== 0) {
    throw new Stop(`${[...command, ...args].join(' ')} failed:\n${output}`);
  }
  return output;
}

/** @param {string} url @param {string | undefined} key @throws Stop when the hosted API does not take the key */
async function createSession(url, key) {
  const body = JSON.stringify({ user: 'user-123', workflow: { id: 'chatkit-guide' } });
  const { status } = await fetch(`${url}/v1/chatkit/sessions`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body });
  if (status !== 200) {
    throw new Stop(`The hosted API answered ${status} to a key that was made in the gateway container.`);
  }
}

/** @param {readonly string[]} command */
async function checkRunning(command) {
  const port = await freePort();
  const project = ['--project-name', `frontdesk-check-${process.pid}`];
  const env = { PORT: String(port), OPENAI_API_KEY: '', OPENAI_BASE_URL: '', DOCKER_BUILDKIT: '1', COMPOSE_DOCKER_CLI_BUILD: '1' };
  try {
    await withProgress('Building the images', () => compose(command, [...project, 'build'], env));
    await withProgress('Starting the containers', () => compose(command, [...project, 'up', '-d', '--scale', 'agent-worker=2'], env));
    const url = `http://127.0.0.1:${port}`;
    const wrong = await becomesReady(() => whyNotReady(`${url}/readyz`), { timeoutMs: READY_TIMEOUT_MS });
    if (wrong !== undefined) {
      throw new Stop(`The containers did not become ready: ${wrong}\n${await compose(command, [...project, 'logs', '--tail=50'], env)}`);
    }
    const { answer } = await sendOneMessage(url, 'Hello');
    say(`The containers answered: ${answer.split('\n')[0]}`);
    const key = /^fdk_\S+$/m.exec(await compose(command, [...project, 'exec', '-T', 'gateway', 'frontdesk', 'keys', 'create', '--name', 'check'], env))?.[0];
    await createSession(url, key);
    say('A key that was made in the gateway container opens the hosted API');
  } finally {
    await compose(command, [...project, 'down', '--volumes', '--remove-orphans'], env);
  }
}

try {
  const read = (/** @type {string} */ name) => readFileSync(join(ROOT, name), 'utf8');
  const command = await findCompose();
  await compose(command, ['config', '-q']);
  const problems = composeProblems(read('docker-compose.yml'), read('.env.example'));
  if (problems.length > 0) {
    throw new Stop(problems.join('\n'));
  }
  if (process.env['FRONTDESK_COMPOSE_UP'] === '1') {
    await checkRunning(command);
  }
  say(`docker-compose.yml is as it should be (${command.join(' ')})`);
} catch (cause) {
  process.stderr.write(`${lastWords(cause)}\n`);
  process.exit(1);
}
