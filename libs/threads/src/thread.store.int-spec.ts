import { FrontdeskError, newId, type Owner } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import { toWireThread } from './thread-records.js';
import { ThreadStore } from './thread.store.js';

const owner: Owner = { tenantId: 'default', userId: 'ada' };
const strangers: Owner[] = [{ tenantId: 'default', userId: 'eve' }, { tenantId: 'other', userId: 'ada' }];

let db: Database;
let threads: ThreadStore;

beforeAll(async () => {
  db = createDatabase((await createTestDatabase()).url);
  threads = new ThreadStore(db);
});

afterAll(() => db.$disconnect());

/** All rows in one statement share one created_at: paging must not depend on it. */
async function threadWithItems(count: number, as: Owner = owner): Promise<{ id: string; items: string[] }> {
  const id = newId('thr');
  await db.thread.create({ data: { id, tenantId: as.tenantId, userId: as.userId } });
  const items = Array.from({ length: count }, (_, index) => `msg_${id}_${index}`);
  await db.threadItem.createMany({
    data: items.map((itemId, index) => ({ threadId: id, id: itemId, type: 'assistant_message', data: { content: [{ type: 'output_text', text: `${index}`, annotations: [] }] } })),
  });
  return { id, items };
}

const failure = async (work: Promise<unknown>): Promise<{ code?: string; param?: string | undefined }> => {
  try {
    await work;
    return {};
  } catch (cause) {
    return cause instanceof FrontdeskError ? { code: cause.code, param: cause.param } : { code: String(cause) };
  }
};

describe('the newest threads of a user', () => {
  it('are as many as asked for, in both orders and over pages', async () => {
    const grace: Owner = { tenantId: 'default', userId: 'grace' };
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      ids.push((await threadWithItems(0, grace)).id);
    }
    const idsOf = async (order: 'asc' | 'desc', after?: string) => {
      const page = await threads.listThreads(grace, { limit: 2, order, after }, 3);
      return { ids: page.data.map((thread) => thread.id), more: page.has_more };
    };
    expect(await idsOf('desc')).toEqual({ ids: [ids[4], ids[3]], more: true });
    expect(await idsOf('desc', ids[3])).toEqual({ ids: [ids[2]], more: false });
    expect(await idsOf('asc')).toEqual({ ids: [ids[2], ids[3]], more: true });
    expect((await threads.listThreads(grace, { limit: 20, order: 'desc' }, 50)).data).toHaveLength(5);
  });
});

describe('pages of items', () => {
  it.each(['asc', 'desc'] as const)('in %s order reach every item once, also when all were made at the same instant', async (order) => {
    const { id, items } = await threadWithItems(26);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await threads.listItems(owner, id, { limit: 7, order, after });
      seen.push(...page.data.map((item) => item.id));
      expect(page.has_more).toBe(page.after !== undefined);
      after = page.after;
    } while (after !== undefined);
    expect(seen).toEqual(order === 'asc' ? items : [...items].reverse());
  });

  it('leave hidden items out without shortening, and take one as a cursor', async () => {
    const { id, items } = await threadWithItems(3);
    await db.threadItem.create({ data: { threadId: id, id: 'shcx_1', type: 'sdk_hidden_context', data: { content: 'stopped' } } });
    const page = await threads.listItems(owner, id, { limit: 3, order: 'desc' });
    expect(page).toMatchObject({ has_more: false });
    expect(page.data.map((item) => item.id)).toEqual([...items].reverse());
    expect((await threads.listItems(owner, id, { limit: 3, order: 'desc', after: 'shcx_1' })).data).toHaveLength(3);
    expect((await threads.recentItems(owner, id, 2)).map((item) => item.id)).toEqual([items[2], 'shcx_1']);
  });

  it('refuse an unknown cursor and name the field', async () => {
    const { id } = await threadWithItems(1);
    expect(await failure(threads.listItems(owner, id, { limit: 5, order: 'asc', after: 'nope' }))).toEqual({ code: 'not_found', param: 'params.after' });
  });
});

describe('threads', () => {
  it('are listed newest first, and only to their owner', async () => {
    const user: Owner = { tenantId: 'default', userId: 'lister' };
    const made = [];
    for (let index = 0; index < 5; index += 1) {
      made.push((await threadWithItems(0, user)).id);
    }
    const first = await threads.listThreads(user, { limit: 3, order: 'desc' });
    expect(first).toMatchObject({ has_more: true, after: made[2] });
    const second = await threads.listThreads(user, { limit: 3, order: 'desc', after: first.after });
    expect([...first.data, ...second.data].map((thread) => thread.id)).toEqual([...made].reverse());
    expect((await threads.listThreads({ ...user, tenantId: 'other' }, { limit: 10, order: 'desc' })).data).toEqual([]);
  });

  it('of somebody else are not there, whatever is asked of them', async () => {
    const { id, items } = await threadWithItems(1);
    for (const stranger of strangers) {
      const attempts = [
        threads.getThread(stranger, id), threads.listItems(stranger, id, { limit: 1, order: 'asc' }), threads.getItem(stranger, id, items[0] ?? ''),
        threads.renameThread(stranger, id, 'x'), threads.deleteThread(stranger, id), threads.addFeedback(stranger, id, items, 'positive'),
      ];
      for (const attempt of attempts) {
        expect(await failure(attempt)).toMatchObject({ code: 'not_found' });
      }
      expect(await threads.recentItems(stranger, id, 5)).toEqual([]);
    }
    expect((await threads.getThread(owner, id)).title).toBeNull();
  });

  it('take their items, runs and feedback with them', async () => {
    const { id, items } = await threadWithItems(2);
    await threads.addFeedback(owner, id, items, 'positive');
    await threads.deleteThread(owner, id);
    expect(await db.threadItem.count({ where: { threadId: id } })).toBe(0);
    expect(await db.feedback.count({ where: { threadId: id } })).toBe(0);
    expect(await failure(threads.deleteThread(owner, id))).toMatchObject({ code: 'not_found' });
  });

  it('never show their private metadata', async () => {
    const { id } = await threadWithItems(0);
    await db.thread.update({ where: { id }, data: { metadata: { secret: 'crm-77' } } });
    const record = await threads.getThread(owner, id);
    expect(record.metadata).toEqual({ secret: 'crm-77' });
    expect(toWireThread(record)).toEqual({
      id, created_at: record.createdAt.toISOString(), status: { type: 'active' }, metadata: {}, items: { data: [], has_more: false },
    });
  });
});

describe('feedback', () => {
  it('keeps the latest verdict per item', async () => {
    const { id, items } = await threadWithItems(1);
    await threads.addFeedback(owner, id, items, 'positive');
    await threads.addFeedback(owner, id, items, 'negative');
    expect(await db.feedback.findMany({ where: { threadId: id }, select: { itemId: true, kind: true } })).toEqual([{ itemId: items[0], kind: 'negative' }]);
  });

  it('on an item that is not in the thread keeps nothing of the request', async () => {
    const { id, items } = await threadWithItems(1);
    expect(await failure(threads.addFeedback(owner, id, [...items, 'msg_x'], 'positive'))).toEqual({ code: 'not_found', param: 'params.item_ids' });
    expect(await db.feedback.count({ where: { threadId: id } })).toBe(0);
  });
});
