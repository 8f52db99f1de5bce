import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createTestDatabase, testRedisUrl } from '@frontdesk/testing';
import { freePort } from '../setup/ports.mjs';
import { npmStart } from './newcomer.js';

/** The whole screen is the sentence: no stack, no progress of things that were never going to work. */
const sentenceOf = async (env: Record<string, string>): Promise<string> => {
  const { code, screen } = await npmStart({ PORT: String(await freePort()), ...env }).ended;
  expect(code).toBe(1);
  return screen;
};

describe('npm start says in one sentence what to do, and fails, when', () => {
  let taken: Server;
  let takenPort: number;

  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    takenPort = (taken.address() as AddressInfo).port;
  });

  afterAll(async () => {
    await new Promise((resolve) => taken.close(resolve));
  });

  it('its port is in use', async () => {
    expect(await sentenceOf({ PORT: String(takenPort) })).toBe(
      `Port ${takenPort} is in use: stop the program that uses it, or choose another port with PORT=${takenPort + 1} npm start.\n`,
    );
  });

  it('PORT is no port', async () => {
    expect(await sentenceOf({ PORT: 'http' })).toBe('PORT is not a port: give a whole number from 1 to 65535, such as PORT=3000.\n');
  });

  it('DATABASE_URL is no URL of PostgreSQL, without showing the password in it', async () => {
    const screen = await sentenceOf({ DATABASE_URL: 'mysql://root:hunter2@localhost/app' });
    expect(screen).toMatch(/^DATABASE_URL is not a URL of PostgreSQL: write it like postgresql:\/\/\S+, or unset it [^\n]+\.\n$/);
    expect(screen).not.toContain('hunter2');
  });

  it('nothing answers at DATABASE_URL', async () => {
    const port = await freePort();
    const screen = await sentenceOf({ DATABASE_URL: `postgresql://me:hunter2@127.0.0.1:${port}/app` });
    expect(screen).toBe(
      `No PostgreSQL answers at 127.0.0.1:${port}, where DATABASE_URL points (ECONNREFUSED): start it, correct the variable, or unset it and Frontdesk brings its own PostgreSQL.\n`,
    );
  });

  it('nothing answers at REDIS_URL', async () => {
    const port = await freePort();
    expect(await sentenceOf({ REDIS_URL: `redis://127.0.0.1:${port}` })).toMatch(new RegExp(`^No Redis answers at 127.0.0.1:${port}, where REDIS_URL points [^\n]+\n$`));
  });

  it('the database that DATABASE_URL names does not exist', async () => {
    const { url, name } = await createTestDatabase();
    const screen = await sentenceOf({ DATABASE_URL: url.replace(name, `${name}_missing`), REDIS_URL: await testRedisUrl() });
    expect(screen).toBe('The PostgreSQL of DATABASE_URL has no database of that name: create it (createdb), or correct the name at the end of the URL.\n');
  });
});
