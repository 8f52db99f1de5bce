import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Database } from '@frontdesk/database';
import { z } from 'zod';
import { defineTool, type Tool } from '../src/catalog/tool.js';
import { deferred, openTestDatabase, resultOf, ServiceUnderTest } from './harness.js';

describe('the tools service', () => {
  let db: Database;
  let url: string;
  beforeAll(async () => {
    ({ db, url } = await openTestDatabase());
  });
  afterAll(() => db.$disconnect());

  const waitingTool = (run: () => Promise<void>): Tool =>
    defineTool({
      name: 'test_wait',
      description: 'for tests',
      parameters: z.strictObject({}),
      deadlineMs: 20_000,
      progressText: 'working',
      reach: 'none',
      run: async () => {
        await run();
        return { output: 'finished' };
      },
    });

  it('finishes running calls before it closes, and refuses new ones meanwhile', async () => {
    const started = deferred();
    const end = deferred();
    const tool = waitingTool(() => {
      started.resolve();
      return end.promise;
    });
    const service = await ServiceUnderTest.start(url, { moreTools: [tool] });
    const running = service.call({ tool: 'test_wait' });
    await started.promise;
    const closing = service.service.close();
    await expect(service.call({ tool: 'list_facts' })).rejects.toMatchObject({ code: 'unavailable' });
    expect((await fetch(`${service.service.adminUrl}/readyz`)).status).toBe(503);
    end.resolve();
    expect(resultOf(await running).output).toBe('finished');
    await closing;
    service.client.close();
  });

  it('stops calls that outlast the drain', async () => {
    const started = deferred();
    const tool = waitingTool(() => {
      started.resolve();
      return deferred().promise;
    });
    const service = await ServiceUnderTest.start(url, { moreTools: [tool], drainMs: 100 });
    const running = expect(service.call({ tool: 'test_wait' })).rejects.toMatchObject({ code: 'unavailable' });
    await started.promise;
    const closingAt = Date.now();
    await service.service.close();
    expect(Date.now() - closingAt).toBeLessThan(5_000);
    await running;
    service.client.close();
  });

  it('reports its health and counts its calls', async () => {
    const service = await ServiceUnderTest.start(url);
    try {
      await service.call({ tool: 'list_facts' });
      await service.call({ tool: 'list_facts', token: 'nonsense' });
      await service.call({ tool: 'no_such_tool' });
      const admin = service.service.adminUrl;
      expect((await fetch(`${admin}/healthz`)).status).toBe(200);
      expect((await fetch(`${admin}/readyz`)).status).toBe(200);
      const metrics = await (await fetch(`${admin}/metrics`)).text();
      expect(metrics).toMatch(/frontdesk_tool_calls_total\{tool="list_facts",outcome="result",replayed="false",.*\} 1/);
      expect(metrics).toMatch(/frontdesk_tool_calls_total\{tool="list_facts",outcome="tool_forbidden",replayed="false",.*\} 1/);
      expect(metrics).toMatch(/frontdesk_tool_calls_total\{tool="unknown",outcome="tool_unknown",replayed="false",.*\} 1/);
      expect(metrics).toMatch(/frontdesk_tool_calls_running\{.*\} 0/);
    } finally {
      await service.stop();
    }
  });

  it.each(['ADMIN_PORT', 'TOOLS_BIND'])('says what to do when the address of %s is in use', async (variable) => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    try {
      const env = { [variable]: variable === 'ADMIN_PORT' ? String(port) : `127.0.0.1:${port}` };
      await expect(ServiceUnderTest.start(url, { env })).rejects.toThrow(
        `Cannot listen on 127.0.0.1:${port}: it is in use. Stop what uses it, or set ${variable} to another address.`,
      );
    } finally {
      holder.close();
    }
  });

  it('does not start with two tools of one name', async () => {
    const tool = waitingTool(() => Promise.resolve());
    await expect(ServiceUnderTest.start(url, { moreTools: [tool, tool] })).rejects.toThrow('Two tools are called "test_wait"');
  });
});
