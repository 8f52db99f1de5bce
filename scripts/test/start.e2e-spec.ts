import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFileEnd, testRedisUrl } from '@frontdesk/testing';
import { sendOneMessage } from '../compose/smoke.mjs';
import { becomesReady } from '../processes/probe.mjs';
import { freePort } from '../setup/ports.mjs';
import { findProgram } from '../setup/system-packages.mjs';
import { command, runBackend, type } from './hosted-api-doc.js';
import { descendants, npmStart, survivors, type Newcomer } from './newcomer.js';

const gone = (pids: Iterable<number>): Promise<string | undefined> => {
  const all = [...pids];
  return becomesReady(async () => (survivors(all).length === 0 ? undefined : `still there: ${survivors(all).join(', ')}`), { timeoutMs: 30_000 });
};

/** docs/hosted-api.md, step by step, without a DATABASE_URL: the command finds the database of npm start, running or not. */
async function backendOf(url: string, state: Readonly<Record<string, string>>): Promise<void> {
  const key = await type(command('npm run -s frontdesk -- keys create'), state);
  expect(key).toMatch(/^fdk_\S+\n$/);
  const [secret = ''] = (await runBackend(url, key.trim())).split('\n');
  const list = await fetch(`${url}/v1/chatkit/conversation`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}` },
    body: JSON.stringify({ type: 'threads.list', params: {} }),
  });
  expect(list.status).toBe(200);
  const settings = JSON.parse(await type(command('npm run -s frontdesk -- tenants configure'), state)) as { workflows: object };
  const [workflow] = Object.keys(settings.workflows);
  const session = await fetch(`${url}/v1/chatkit/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key.trim()}` },
    body: JSON.stringify({ user: 'user-123', workflow: { id: workflow } }),
  });
  expect(session.status).toBe(200);
  // The same words reach the command in a container.
  expect(command('docker compose exec gateway frontdesk').split('frontdesk ')[1]).toBe(command('npm run -s frontdesk -- keys create').split('-- ')[1]);
}

describe('npm start on a machine with nothing running', () => {
  let folder: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontdesk-start-'));
    await chmod(folder, 0o755); // as a checkout's own: as root, PostgreSQL runs as another account, which must get in
    onTestFileEnd(() => rm(folder, { recursive: true, force: true }));
    const redis: Record<string, string> = findProgram('redis-server', 'valkey-server') === undefined ? { REDIS_URL: await testRedisUrl() } : {};
    env = { ...redis, FRONTDESK_STATE_FOLDER: folder, PORT: String(await freePort()), DEMO_MODEL_TOKENS_PER_SECOND: '0' };
  });

  const processOf = (newcomer: Newcomer, title: string): number => {
    const found = [...descendants(newcomer.pid)].find(([, name]) => name === title);
    return found?.[0] ?? 0;
  };

  it('brings everything, chats, replaces a process that died, and leaves nothing behind after one Ctrl-C', async () => {
    const newcomer = npmStart(env);
    const [, url] = await newcomer.sees(/^ready (http:\/\/127\.0\.0\.1:\d+)$/m);
    expect(url).toBe(`http://127.0.0.1:${env['PORT']}`);
    expect(newcomer.screen()).toContain('No OPENAI_API_KEY and no OPENAI_BASE_URL: the demo model answers');
    expect((await sendOneMessage(url ?? '', 'Hello')).answer).not.toBe('');

    const worker = processOf(newcomer, 'frontdesk-agent-worker');
    process.kill(worker, 'SIGKILL');
    await newcomer.sees(/frontdesk-agent-worker ended \(SIGKILL\); it is started again/);
    await becomesReady(async () => (processOf(newcomer, 'frontdesk-agent-worker') === 0 ? 'not yet' : undefined), { timeoutMs: 30_000 });
    expect((await sendOneMessage(url ?? '', 'Hello again')).answer).not.toBe('');

    const all = descendants(newcomer.pid);
    expect([...all.values()]).toEqual(
      expect.arrayContaining(['frontdesk-gateway', 'frontdesk-agent-worker', 'frontdesk-tools-service', 'frontdesk-demo-model', 'frontdesk-stores']),
    );
    newcomer.pressCtrlC();
    expect(await newcomer.ended).toMatchObject({ code: 0, screen: expect.stringMatching(/\nstopped\n$/) });
    expect(survivors(all.keys())).toEqual([]);
  });

  it('finds its data again at the second start, answers a backend as the guide has it, and leaves nothing behind when npm is killed outright', async () => {
    const secretBefore = await readFile(join(folder, 'secret'), 'utf8');
    const newcomer = npmStart(env);
    const [, url = ''] = await newcomer.sees(/^ready (\S+)$/m);
    await backendOf(url, { FRONTDESK_STATE_FOLDER: folder });
    expect(newcomer.screen()).toContain('database is up to date');
    expect(await readFile(join(folder, 'secret'), 'utf8')).toBe(secretBefore);
    expect(newcomer.screen()).not.toContain(secretBefore);

    const all = [...descendants(newcomer.pid).keys()];
    process.kill(newcomer.pid, 'SIGKILL');
    expect(await gone(all)).toBeUndefined();
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
  });
});
