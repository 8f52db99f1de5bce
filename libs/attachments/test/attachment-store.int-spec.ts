import type { Owner } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import { AttachmentStore } from '../src/attachment.store.js';

const ADA: Owner = { tenantId: 'default', userId: 'ada' };
const STRANGERS: Owner[] = [
  { tenantId: 'default', userId: 'eve' },
  { tenantId: 'other', userId: 'ada' },
];
const NOTES = { name: 'notes.txt', mimeType: 'text/plain', kind: 'file', size: 5 } as const;

let db: Database;
let store: AttachmentStore;

beforeAll(async () => {
  db = createDatabase((await createTestDatabase()).url);
  store = new AttachmentStore(db);
});
afterAll(() => db.$disconnect());
beforeEach(async () => {
  await db.attachment.deleteMany();
});

async function uploaded(owner: Owner = ADA): Promise<string> {
  const { id } = await store.create(owner, NOTES);
  await store.beginUpload(id);
  await store.finishUpload(id, NOTES);
  return id;
}

let messages = 0;
async function message(threadId: string): Promise<string> {
  const id = `msg_${(messages += 1)}`;
  await db.thread.upsert({ where: { id: threadId }, create: { id: threadId, tenantId: 'default', userId: 'ada' }, update: {} });
  await db.threadItem.create({ data: { threadId, id, type: 'user_message', data: {} } });
  return id;
}

async function sent(threadId: string): Promise<{ id: string; itemId: string }> {
  const [id, itemId] = [await uploaded(), await message(threadId)];
  await store.bind(ADA, [id], threadId, itemId);
  return { id, itemId };
}

const age = (id: string, hours: number) => db.$executeRaw`UPDATE attachments SET created_at = now() - make_interval(hours => ${hours}::int) WHERE id = ${id}`;
const claimed = async (owner?: Owner) => (await store.claimDoomed(100, owner)).map(({ id }) => id);

describe('an upload', () => {
  it('makes an announced file ready, once', async () => {
    const { id, status } = await store.create(ADA, NOTES);
    expect(status).toBe('awaiting');
    expect(await Promise.all([store.beginUpload(id), store.beginUpload(id)])).toEqual(expect.arrayContaining([true, false]));
    expect(await store.finishUpload(id, { kind: 'image', mimeType: 'image/png', size: 7 })).toMatchObject({
      status: 'ready', kind: 'image', mimeType: 'image/png', size: 7, name: 'notes.txt',
    });
    expect(await store.beginUpload(id)).toBe(false);
  });

  it('may be tried again after it failed', async () => {
    const { id } = await store.create(ADA, NOTES);
    await store.beginUpload(id);
    await store.giveUpUpload(id);
    expect(await store.beginUpload(id)).toBe(true);
  });

  it('may be taken over from a process that died', async () => {
    const { id } = await store.create(ADA, NOTES);
    await store.beginUpload(id);
    await db.$executeRaw`UPDATE attachments SET lease_until = now() - interval '1 second' WHERE id = ${id}`;
    expect(await store.beginUpload(id)).toBe(true);
  });

  it('is told when its file was taken back meanwhile', async () => {
    const { id } = await store.create(ADA, NOTES);
    await store.beginUpload(id);
    await store.doom(ADA, id, 'id');
    expect(await store.finishUpload(id, NOTES)).toBeNull();
  });

  it('is refused to who hoards unsent files', async () => {
    await Promise.all(Array.from({ length: 100 }, () => store.create(ADA, NOTES)));
    await expect(store.create(ADA, NOTES)).rejects.toMatchObject({ code: 'rate_limited' });
    await store.create(STRANGERS[0] ?? ADA, NOTES);
  });
});

describe('a message', () => {
  it('gets its files in its order', async () => {
    const ids = [await uploaded(), await uploaded(), await uploaded()].reverse();
    expect((await store.forMessage(ADA, ids, null)).map(({ id }) => id)).toEqual(ids);
    expect(await store.forMessage(ADA, [], null)).toEqual([]);
  });

  it.each(STRANGERS)('of %j gets no file of somebody else', async (stranger) => {
    const id = await uploaded();
    await expect(store.forMessage(stranger, [id], null)).rejects.toMatchObject({ code: 'not_found' });
    await expect(store.bind(stranger, [id], 'thr_1', 'msg_1')).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.doom(stranger, id, 'id')).rejects.toMatchObject({ code: 'not_found', param: 'id' });
    expect(await store.ready(stranger, [id])).toEqual([]);
    expect(await store.ready(ADA, [id])).toHaveLength(1);
  });

  it('gets no file that is not uploaded', async () => {
    const { id } = await store.create(ADA, NOTES);
    await expect(store.forMessage(ADA, [id], null)).rejects.toMatchObject({ code: 'invalid_request', param: 'params.input.attachments' });
  });

  it('may send a file again in its thread, and in no other', async () => {
    const { id } = await sent('thr_1');
    await store.bind(ADA, [id], 'thr_1', await message('thr_1'));
    expect(await store.forMessage(ADA, [id], 'thr_1')).toMatchObject([{ threadId: 'thr_1' }]);
    await expect(store.forMessage(ADA, [id], null)).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.bind(ADA, [id], 'thr_2', await message('thr_2'))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of two that take the same file at once, one gets it', async () => {
    const id = await uploaded();
    const [a, b] = [await message('thr_3'), await message('thr_4')];
    const outcomes = await Promise.allSettled([store.bind(ADA, [id], 'thr_3', a), store.bind(ADA, [id], 'thr_4', b)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('keeps its files: they are not taken back from it', async () => {
    const { id } = await sent('thr_5');
    await expect(store.doom(ADA, id, 'params.attachment_id')).rejects.toMatchObject({ code: 'conflict', param: 'params.attachment_id' });
  });
});

describe('the sweeper', () => {
  it('gets what was taken back, at once', async () => {
    const id = await uploaded();
    await store.doom(ADA, id, 'id');
    expect(await store.find(id)).toBeNull();
    expect(await claimed()).toEqual([id]);
  });

  it('gets what was sent when its thread or its message is gone, and nobody else gets it any more', async () => {
    const [first, second, kept] = [await sent('thr_6'), await sent('thr_7'), await sent('thr_7')];
    expect(await claimed()).toEqual([]);
    await db.thread.delete({ where: { id: 'thr_6' } });
    await db.threadItem.delete({ where: { threadId_id: { threadId: 'thr_7', id: second.itemId } } });
    expect(await store.find(first.id)).toBeNull();
    expect(await store.ready(ADA, [second.id, kept.id])).toMatchObject([{ id: kept.id }]);
    await expect(store.forMessage(ADA, [first.id], null)).rejects.toMatchObject({ code: 'not_found' });
    expect(await claimed(STRANGERS[0])).toEqual([]);
    expect((await claimed(ADA)).sort()).toEqual([first.id, second.id].sort());
  });

  it('gets what was never uploaded, and later what was never sent', async () => {
    const { id: awaiting } = await store.create(ADA, NOTES);
    const unsent = await uploaded();
    await age(awaiting, 2);
    await age(unsent, 2);
    expect(await claimed()).toEqual([awaiting]);
    await age(unsent, 25);
    expect(await claimed()).toEqual([unsent]);
  });

  it('leaves an upload alone that is still coming', async () => {
    const { id } = await store.create(ADA, NOTES);
    await store.beginUpload(id);
    await age(id, 2);
    expect(await claimed()).toEqual([]);
  });

  it('shares its work with others, and finds again what another left', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => uploaded()));
    await Promise.all(ids.map((id) => store.doom(ADA, id, 'id')));
    const batches = await Promise.all([store.claimDoomed(15), store.claimDoomed(15)]);
    expect(batches.flat().map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(await claimed()).toEqual([]);
    await db.$executeRaw`UPDATE attachments SET lease_until = now() - interval '1 second'`;
    expect(await claimed()).toHaveLength(20);
    await store.forget(ids);
    expect(await db.attachment.count()).toBe(0);
  });

  it('never takes what a message has just got', async () => {
    const id = await uploaded();
    await age(id, 25);
    const itemId = await message('thr_8');
    const [bound, batch] = await Promise.allSettled([store.bind(ADA, [id], 'thr_8', itemId), claimed()]);
    const taken = batch.status === 'fulfilled' && batch.value.length === 1;
    expect(bound.status).toBe(taken ? 'rejected' : 'fulfilled');
  });
});
