import { startAdminServer, type AdminServer } from './admin-server.js';
import { Counter, createRegistry } from './metrics.js';

let server: AdminServer;
let healthy = true;

beforeAll(async () => {
  const registry = createRegistry('test');
  new Counter({ name: 'frontdesk_things_total', help: 'Things', registers: [registry] }).inc(3);
  server = await startAdminServer({
    port: 0, host: '127.0.0.1', registry,
    checks: { postgres: () => Promise.resolve(), redis: () => (healthy ? Promise.resolve() : Promise.reject(new Error('away'))) },
  });
});

afterAll(() => server.close());

describe('the side door', () => {
  it('says which dependency is down, and is alive all the same', async () => {
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    healthy = false;
    const answer = await fetch(`${server.url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ready: false, checks: { postgres: 'up', redis: 'down' } });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('shows the figures with the process as a label', async () => {
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('frontdesk_things_total{process="test"} 3');
  });

  it('refuses a port that is taken', async () => {
    const { port } = new URL(server.url);
    await expect(startAdminServer({ port: Number(port), host: '127.0.0.1', registry: createRegistry('x'), checks: {} })).rejects.toThrow(/EADDRINUSE/);
  });
});
