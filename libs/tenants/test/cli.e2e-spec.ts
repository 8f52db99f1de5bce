import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import { ApiKeyStore } from '../src/api-key.store.js';

const SCRIPT = fileURLToPath(new URL('../../../scripts/frontdesk.mjs', import.meta.url));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly note: string;
}

let db: Database;
let databaseUrl: string;

beforeAll(async () => {
  databaseUrl = (await createTestDatabase()).url;
  db = createDatabase(databaseUrl);
});
afterAll(() => db.$disconnect());

const frontdesk = (args: readonly string[], env: Record<string, string> = { DATABASE_URL: databaseUrl }): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...args], { env: { PATH: '/usr/bin:/bin', ...env } }, (error, out, note) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, note });
    });
  });

it('makes a key that opens, alone on standard output, and revokes it', async () => {
  const made = await frontdesk(['keys', 'create', '--name', 'backend']);
  expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^fdk_[\w-]{43}\n$/) });
  const key = made.out.trim();
  expect(await new ApiKeyStore(db).holderOf(key)).toMatchObject({ tenantId: 'default' });
  const list = await frontdesk(['keys', 'list']);
  expect(list.out).toContain(key.slice(0, 10));
  expect(list.out).not.toContain(key.slice(10));
  expect((await frontdesk(['keys', 'revoke', key.slice(0, 10)])).code).toBe(0);
  expect(await new ApiKeyStore(db).holderOf(key)).toBeNull();
});

it('makes and settles tenants, and says in a sentence what is wrong', async () => {
  expect((await frontdesk(['tenants', 'create', 'acme'])).code).toBe(0);
  expect(await frontdesk(['tenants', 'configure', 'acme', '--settings', '{"models":["m"]}'])).toMatchObject({ code: 0, out: '{\n  "models": [\n    "m"\n  ]\n}\n' });
  expect(await frontdesk(['tenants', 'configure', 'acme', '--settings', '{"modles":[]}'])).toMatchObject({ code: 1, out: '', note: expect.stringMatching(/modles.*\n$/) });
  expect(await frontdesk(['keys', 'create', '--name', 'x', '--tenant', 'nobody'])).toEqual({ code: 1, out: '', note: 'There is no tenant nobody.\n' });
  expect(await frontdesk(['keys', 'create'])).toEqual({ code: 2, out: '', note: '--name is missing. Try: frontdesk --help\n' });
  expect(await frontdesk(['keys', 'burn'])).toEqual({ code: 2, out: '', note: 'There is no command "keys burn". Try: frontdesk --help\n' });
  expect(await frontdesk(['keys', 'list', '--name', 'x'])).toMatchObject({ code: 2, note: expect.stringContaining('takes no --name') });
  expect((await frontdesk(['--help'])).out).toContain('keys create --name NAME');
});

it('lists what users thought of answers, newest first, of one tenant or all', async () => {
  for (const [id, tenantId, kind] of [['a', 'default', 'positive'], ['b', 'other', 'negative'], ['c', 'default', 'negative']] as const) {
    await db.tenant.upsert({ where: { id: tenantId }, create: { id: tenantId, name: tenantId }, update: {} });
    await db.thread.create({ data: { id: `thr_${id}`, tenantId, userId: 'ada' } });
    const createdAt = new Date(`2026-11-25T10:0${'abc'.indexOf(id)}:00Z`);
    await db.feedback.create({ data: { id: `fb_${id}`, tenantId, userId: 'ada', threadId: `thr_${id}`, itemId: `msg_${id}`, kind, createdAt } });
  }
  const listed = async (...args: string[]) => {
    const { code, out } = await frontdesk(['feedback', 'list', '--json', ...args]);
    expect(code).toBe(0);
    return (JSON.parse(out) as Array<{ threadId: string; kind: string }>).map(({ threadId, kind }) => `${threadId} ${kind}`);
  };
  const said = { content: [{ type: 'output_text', text: `Hello \u001b[31m${'and more '.repeat(80)}` }, { type: 'output_text', text: 'the end' }] };
  await db.threadItem.create({ data: { threadId: 'thr_c', id: 'msg_c', type: 'assistant_message', data: said } });
  await db.threadItem.create({ data: { threadId: 'thr_b', id: 'msg_b', type: 'widget', data: { widget: { type: 'Card' }, copy_text: 'Order 7' } } });
  expect(await listed()).toEqual(['thr_c negative', 'thr_b negative', 'thr_a positive']);
  expect(await listed('--tenant', 'default', '--limit', '1')).toEqual(['thr_c negative']);
  const table = (await frontdesk(['feedback', 'list'])).out;
  expect(table).toMatch(/^when +tenant +user +thread +item +verdict +text\n2026-11-25T10:02Z +default +ada +thr_c +msg_c +negative +Hello \[31mand more (?:and more )+and mo…\n/);
  expect(table).toMatch(/thr_b +msg_b +negative +Order 7\n/);
  expect(table).toMatch(/thr_a +msg_a +positive\n$/); // its item was taken back
  const [newest] = JSON.parse((await frontdesk(['feedback', 'list', '--json', '--limit', '1'])).out) as Array<Record<string, string>>;
  expect(newest).toEqual({
    id: 'fb_c', tenantId: 'default', userId: 'ada', threadId: 'thr_c', itemId: 'msg_c', kind: 'negative', createdAt: '2026-11-25T10:02:00.000Z',
    text: said.content[0]!.text.slice(0, 500),
  });
  expect((await frontdesk(['feedback', 'list', '--limit', '2'])).note).toContain('--after fb_b');
  expect(await listed('--after', 'fb_b')).toEqual(['thr_a positive']);
  expect(await listed('--after', 'fb_a')).toEqual([]);
  expect(await frontdesk(['feedback', 'list', '--after', 'fb_none'])).toMatchObject({ code: 1, note: expect.stringContaining('no feedback fb_none') });
  expect(await frontdesk(['feedback', 'list', '--limit', 'all'])).toMatchObject({ code: 2, note: expect.stringContaining('--limit') });
});

it('says where the database is missing', async () => {
  const folder = '/tmp/frontdesk-no-state-here';
  expect(await frontdesk(['keys', 'list'], { FRONTDESK_STATE_FOLDER: folder, DATABASE_URL: '' })).toMatchObject({ code: 1, out: '', note: expect.stringContaining('run npm start once') });
  expect(await frontdesk(['keys', 'list'], { DATABASE_URL: 'postgresql://u@127.0.0.1:1/x' })).toMatchObject({ code: 1, note: expect.stringContaining('DATABASE_URL') });
});
