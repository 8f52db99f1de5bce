import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ManagedProcess } from '../processes/managed-process.mjs';
import { becomesReady } from '../processes/probe.mjs';
import { survivors } from './newcomer.js';

const program = (name: string): string => fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url));

const startWaiting = async (env: Record<string, string> = {}): Promise<ManagedProcess> => {
  let started: () => void;
  const up = new Promise<void>((resolve) => (started = resolve));
  const managed = new ManagedProcess({ name: 'waits', entry: program('waits'), env, readyUrl: '' }, { onLine: () => started() });
  await up;
  return managed;
};

describe('a process that the scripts started', () => {
  it('ends with its starter, even when that is killed outright', async () => {
    const starter = spawn(process.execPath, [program('starts-one')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(starter.stdout, 'data')) as [Buffer];
    const pid = Number(/waiting (\d+)/.exec(line.toString('utf8'))?.[1]);
    expect(survivors([pid])).toEqual([pid]);
    starter.kill('SIGKILL');
    expect(await becomesReady(async () => (survivors([pid]).length === 0 ? undefined : 'still there'), { timeoutMs: 20_000 })).toBeUndefined();
  });

  it('may end in its own time when it is stopped', async () => {
    expect(await (await startWaiting({ STOP_AFTER_MS: '50' })).stop(10_000)).toEqual({ code: 0, signal: null });
  });

  it('is killed when it takes longer than it may', async () => {
    expect(await (await startWaiting({ STOP_AFTER_MS: '60000' })).stop(100)).toEqual({ code: null, signal: 'SIGKILL' });
  });
});
