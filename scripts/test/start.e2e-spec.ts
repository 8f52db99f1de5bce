import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFileEnd, testRedisUrl } from '@frontdesk/testing';
import { sendOneMessage } from '../compose/smoke.mjs';
import { becomesReady } from '../processes/probe.mjs';
import { freePort } from '../setup/ports.mjs';
import { findProgram } from '../setup/system-packages.mjs';
import { descendants, npmStart, survivors, type Newcomer } from './newcomer.js';

const gone = (pids: Iterable<number>): Promise<string | undefined> => {
  const all = [...pids];
  return becomesReady(async () => (survivors(all).length === 0 ? undefined : `still there: ${survivors(all).join(', ')}`), { timeoutMs: 30_000 });
};

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

  it('finds its data again at the second start, and leaves nothing behind when npm is killed outright', async () => {
    const secretBefore = await readFile(join(folder, 'secret'), 'utf8');
    const newcomer = npmStart(env);
    await newcomer.sees(/^ready /m);
    expect(newcomer.screen()).toContain('database is up to date');
    expect(await readFile(join(folder, 'secret'), 'utf8')).toBe(secretBefore);
    expect(newcomer.screen()).not.toContain(secretBefore);

    const all = [...descendants(newcomer.pid).keys()];
    process.kill(newcomer.pid, 'SIGKILL');
    expect(await gone(all)).toBeUndefined();
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
  });
});
