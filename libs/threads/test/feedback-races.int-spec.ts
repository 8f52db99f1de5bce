import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase } from '@frontdesk/testing';
import { ThreadStore } from '../src/index.js';

const OWNER = { tenantId: 'default', userId: 'ada' };
const ITEMS = ['item_1', 'item_2', 'item_3', 'item_4'];

let db: Database;
let store: ThreadStore;

beforeAll(async () => {
  db = createDatabase((await createTestDatabase()).url, { poolSize: 8 });
  store = new ThreadStore(db);
});
afterAll(() => db.$disconnect());

async function threadWithItems(id: string): Promise<void> {
  await db.$executeRaw`INSERT INTO threads (id, tenant_id, user_id) VALUES (${id}, 'default', 'ada')`;
  await db.$executeRaw`INSERT INTO thread_items (thread_id, id, type, data) SELECT ${id}, item, 'end_of_turn', '{}' FROM unnest(${ITEMS}::text[]) item`;
}

it('is kept or refused as not found, whoever deletes the thread or judges the same items meanwhile', async () => {
  for (let round = 0; round < 40; round += 1) {
    const id = `thr_${round}`;
    await threadWithItems(id);
    await store.addFeedback(OWNER, id, ITEMS, 'positive');
    const outcomes = await Promise.allSettled([
      store.addFeedback(OWNER, id, ITEMS, 'negative'),
      store.addFeedback(OWNER, id, [...ITEMS].reverse(), 'positive'),
      store.deleteThread(OWNER, id),
      store.addFeedback(OWNER, id, ITEMS, 'negative'),
    ]);
    for (const outcome of outcomes) {
      expect(outcome.status === 'fulfilled' ? 'kept' : (outcome.reason as { code?: unknown }).code).toMatch(/^(kept|not_found)$/);
    }
  }
});
