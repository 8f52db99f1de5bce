import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import { ApiKeyStore } from './api-key.store.js';
import { TenantStore } from './tenant.store.js';

let db: Database;
let keys: ApiKeyStore;
let tenants: TenantStore;

beforeAll(async () => {
  db = createDatabase((await createTestDatabase()).url);
  keys = new ApiKeyStore(db);
  tenants = new TenantStore(db);
});
afterAll(() => db.$disconnect());

const lastUse = async (id: string) => (await db.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;

describe('an API key', () => {
  it('is kept as a hash alone and speaks for its tenant until it is revoked', async () => {
    await tenants.create('acme', 'Acme');
    const { key, record } = await keys.create('acme', 'backend');
    expect(key).toMatch(/^fdk_[\w-]{43}$/);
    expect(record.prefix).toBe(key.slice(0, 10));
    expect(JSON.stringify(await db.apiKey.findMany())).not.toContain(key.slice(10));
    expect(await keys.holderOf(key)).toEqual({ keyId: record.id, tenantId: 'acme' });
    const revoked = await keys.revoke(record.prefix);
    expect(await keys.holderOf(key)).toBeNull();
    expect(await keys.revoke(record.id)).toEqual(revoked);
  });

  it('notes its use to the minute, not with every request', async () => {
    const { key, record } = await keys.create('default', 'busy');
    expect(await lastUse(record.id)).toBeNull();
    await keys.holderOf(key);
    const first = await lastUse(record.id);
    await keys.holderOf(key);
    expect(await lastUse(record.id)).toEqual(first);
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await db.apiKey.update({ where: { id: record.id }, data: { lastUsedAt: anHourAgo } });
    await keys.holderOf(key);
    expect((await lastUse(record.id))?.getTime()).toBeGreaterThan(anHourAgo.getTime());
  });

  it.each(['', 'fdk_', 'sk-proj-1', `fdk_${'a'.repeat(43)}`])('that nobody was given (%p) opens nothing', async (key) => {
    expect(await keys.holderOf(key)).toBeNull();
  });

  it('needs a tenant that is there, and an unmistakable name to be revoked by', async () => {
    await expect(keys.create('nobody', 'x')).rejects.toMatchObject({ code: 'not_found', param: 'tenant' });
    await expect(keys.revoke('fdk_none')).rejects.toMatchObject({ code: 'not_found', param: 'key' });
    const [a, b] = [await keys.create('default', 'a'), await keys.create('default', 'b')];
    await db.apiKey.updateMany({ where: { id: { in: [a.record.id, b.record.id] } }, data: { prefix: 'fdk_twins_' } });
    await expect(keys.revoke('fdk_twins_')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the settings of a tenant', () => {
  it('are replaced as a whole, and refused with the name of what is wrong', async () => {
    await tenants.create('settled', 'Settled');
    expect((await tenants.get('settled')).settings).toEqual({});
    const settings = { models: ['gpt-x'], workflows: { wf_1: 'chatkit-guide' }, uploads: { max_files: 3 }, max_running_answers: 5 };
    expect((await tenants.configure('settled', settings)).settings).toEqual(settings);
    for (const [wrong, param] of [
      [{ modles: [] }, 'settings'],
      [{ uploads: { max_file_size: 513 } }, 'settings.uploads.max_file_size'],
      [{ workflows: { wf_1: 'nobody' } }, 'settings.workflows.wf_1'],
      ['text', 'settings'],
    ] as const) {
      await expect(tenants.configure('settled', wrong)).rejects.toMatchObject({ code: 'invalid_request', param });
    }
    expect((await tenants.get('settled')).settings).toEqual(settings);
    await expect(tenants.configure('nobody', {})).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each(['', 'Acme', 'a b', '-a', 'a:b', 'x'.repeat(64)])('do not come to a tenant called %p', async (id) => {
    await expect(tenants.create(id, 'x')).rejects.toMatchObject({ code: 'invalid_request', param: 'id' });
  });

  it('are of one tenant per id', async () => {
    await expect(tenants.create('default', 'Again')).rejects.toMatchObject({ code: 'conflict' });
  });
});
