import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createLogger } from '@frontdesk/observability';
import { createTestDatabase, testRedisUrl } from '@frontdesk/testing';
import { startGateway } from '../src/bootstrap.js';
import { loadGatewayConfig } from '../src/gateway.config.js';
import { SECRET, startTestGateway } from './gateway.fixture.js';
import { eventually } from './signals.js';
import { TcpGate } from './tcp-gate.js';

let stores: { DATABASE_URL: string; REDIS_URL: string };

beforeAll(async () => {
  stores = { DATABASE_URL: (await createTestDatabase()).url, REDIS_URL: await testRedisUrl() };
});

const start = (env: Record<string, string>, boundMs?: number) =>
  startGateway(loadGatewayConfig({ FRONTDESK_SECRET: SECRET, PORT: '0', ...stores, ...env }), createLogger({ name: 'test', level: 'silent' }), boundMs);

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it('says in one sentence that Postgres is not there, without its password', async () => {
  const port = await freePort();
  await expect(start({ DATABASE_URL: `postgres://me:secret@127.0.0.1:${port}/x` }, 2_000)).rejects.toMatchObject({
    name: 'StartupError',
    message: `Postgres does not answer at 127.0.0.1:${port}: start it, or correct DATABASE_URL.`,
  });
});

it('says in one sentence that Redis is not there', async () => {
  const port = await freePort();
  await expect(start({ REDIS_URL: `redis://127.0.0.1:${port}` }, 2_000)).rejects.toMatchObject({
    name: 'StartupError',
    message: `Redis does not answer at 127.0.0.1:${port}: start it, or correct REDIS_URL.`,
  });
});

it('says in one sentence that the database has no tables', async () => {
  const url = new URL(stores.DATABASE_URL);
  const name = `${url.pathname.slice(1)}_empty`;
  const admin = new pg.Client({ connectionString: stores.DATABASE_URL });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  try {
    url.pathname = `/${name}`;
    await expect(start({ DATABASE_URL: url.toString() })).rejects.toThrow('has no tables yet: apply the migrations first.');
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
});

it('says in one sentence that files cannot be kept', async () => {
  const file = fileURLToPath(import.meta.url);
  await expect(start({ FILES_FOLDER: `${file}/files` })).rejects.toMatchObject({
    name: 'ConfigError',
    message: `FILES_FOLDER (${file}/files) cannot be written to (ENOTDIR): let this process write there, or name another folder.`,
  });
});

it('says in one sentence that its port is taken', async () => {
  const first = await startTestGateway({ databaseUrl: stores.DATABASE_URL, redisUrl: stores.REDIS_URL });
  try {
    const { port } = new URL(first.url);
    await expect(start({ PORT: port })).rejects.toThrow(`The gateway cannot listen on 127.0.0.1:${port} (EADDRINUSE): free that port, or set PORT and HOST.`);
  } finally {
    await first.close();
  }
});

it('waits for stores that come up later than it does', async () => {
  const gate = await TcpGate.to(stores.REDIS_URL);
  gate.cut();
  try {
    const starting = start({ REDIS_URL: gate.url });
    await eventually(() => gate.refused, (count) => count > 0);
    gate.restore();
    await (await starting).stop();
  } finally {
    await gate.close();
  }
});
