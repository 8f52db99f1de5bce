import { startStack, type Stack } from '../src/index.js';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // no such process
  }
};

const status = async (url: string): Promise<number> => (await fetch(url)).status;

describe('a stack of real processes', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ workers: 2, envOf: { gateway: { RATE_LIMIT_PER_MINUTE: '77' } } });
  });

  it('is ready, each process under its own name', async () => {
    expect(Object.keys(stack.adminUrls)).toEqual(['gateway', 'agent-worker', 'agent-worker-2', 'tools-service', 'demo-model']);
    expect(await status(`${stack.gatewayUrl}/readyz`)).toBe(200);
    expect(stack.logs('agent-worker-2')).toContain('agent-worker-2 | ');
  });

  it('loses a process when told so, reports how it ended, and starts it again', async () => {
    const before = stack.pid('tools-service');
    expect(await stack.kill('tools-service', 'SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    await stack.restart('tools-service');
    expect(stack.pid('tools-service')).not.toBe(before);
    expect(await status(`${stack.adminUrls['tools-service']}/readyz`)).toBe(200);
  });

  it('stops every process, orderly ones with exit 0', async () => {
    const pids = Object.keys(stack.adminUrls).map((name) => stack.pid(name));
    expect(await stack.kill('agent-worker', 'SIGTERM')).toEqual({ code: 0, signal: null });
    await stack.stop();
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('does not start without telling why a process did not', async () => {
    await expect(startStack({ envOf: { 'agent-worker': { WORKER_CONCURRENCY: 'many' } } })).rejects.toThrow(/agent-worker did not become ready[^]*WORKER_CONCURRENCY is wrong/);
  });
});
