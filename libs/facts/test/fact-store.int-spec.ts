import type { Owner } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import { FactStore } from '../src/fact.store.js';

const ADA: Owner = { tenantId: 'default', userId: 'ada' };
/** Everybody who must not see Ada's facts: another user, and the same user id at another tenant. */
const STRANGERS: Owner[] = [
  { tenantId: 'default', userId: 'eve' },
  { tenantId: 'other', userId: 'ada' },
];

describe('FactStore', () => {
  let db: Database;
  let facts: FactStore;

  beforeAll(async () => {
    db = createDatabase((await createTestDatabase()).url);
    facts = new FactStore(db);
  });
  afterAll(() => db.$disconnect());
  beforeEach(async () => {
    await db.fact.deleteMany();
  });

  async function save(text: string, owner: Owner = ADA) {
    const { id } = await facts.create(owner, { text, threadId: 'thr_1' });
    const saved = await facts.markSaved(owner, id);
    if (saved === null) {
      throw new Error('not saved');
    }
    return saved;
  }

  it('shows a fact only once it is saved', async () => {
    const created = await facts.create(ADA, { text: 'Likes tea', threadId: 'thr_1' });
    expect(created).toMatchObject({ text: 'Likes tea', status: 'pending', threadId: 'thr_1', savedAt: null });
    await expect(facts.list(ADA)).resolves.toEqual([]);
    const saved = await facts.markSaved(ADA, created.id);
    expect(saved).toMatchObject({ id: created.id, status: 'saved', savedAt: expect.any(Date) });
    await expect(facts.list(ADA)).resolves.toEqual([saved]);
  });

  it('keeps the first time when a fact is saved twice', async () => {
    const saved = await save('Likes tea');
    await expect(facts.markSaved(ADA, saved.id)).resolves.toEqual(saved);
  });

  it('lists oldest first', async () => {
    for (const text of ['one', 'two', 'three']) {
      await save(text);
    }
    expect((await facts.list(ADA)).map((fact) => fact.text)).toEqual(['one', 'two', 'three']);
  });

  it.each(STRANGERS)('hides everything from %j', async (stranger) => {
    const pending = await facts.create(ADA, { text: 'Secret pending', threadId: null });
    const saved = await save('Secret saved');
    await expect(facts.list(stranger)).resolves.toEqual([]);
    await expect(facts.get(stranger, saved.id)).resolves.toBeNull();
    await expect(facts.findByText(stranger, 'secret')).resolves.toEqual([]);
    await expect(facts.markSaved(stranger, pending.id)).resolves.toBeNull();
    await expect(facts.forget(stranger, saved.id)).resolves.toBeNull();
    await expect(facts.list(ADA)).resolves.toEqual([saved]);
  });

  it('forgets a fact once', async () => {
    const saved = await save('Likes tea');
    const results = await Promise.all([facts.forget(ADA, saved.id), facts.forget(ADA, saved.id)]);
    expect(results.filter((fact) => fact !== null)).toEqual([saved]);
    await expect(facts.list(ADA)).resolves.toEqual([]);
  });

  it('finds by a part of the text, in any case, and takes wildcards literally', async () => {
    await save('Likes green tea');
    await save('Saves 10% a month');
    const texts = async (text: string) => (await facts.findByText(ADA, text)).map((fact) => fact.text);
    await expect(texts('GREEN')).resolves.toEqual(['Likes green tea']);
    await expect(texts('%')).resolves.toEqual(['Saves 10% a month']);
    await expect(texts('_')).resolves.toEqual([]);
    await expect(texts("'; DROP TABLE facts; --")).resolves.toEqual([]);
  });

  it('stores texts that Postgres could not hold as they are', async () => {
    await expect(save('before\0after 🫖')).resolves.toMatchObject({ text: 'beforeafter 🫖' });
  });

  it('rolls back with the transaction that it was given', async () => {
    const failed = db.$transaction(async (tx) => {
      const inside = facts.within(tx);
      const { id } = await inside.create(ADA, { text: 'never', threadId: null });
      await inside.markSaved(ADA, id);
      expect(await inside.list(ADA)).toHaveLength(1);
      throw new Error('roll back');
    });
    await expect(failed).rejects.toThrow('roll back');
    await expect(facts.list(ADA)).resolves.toEqual([]);
  });
});
