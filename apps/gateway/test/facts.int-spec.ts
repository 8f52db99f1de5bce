import { FactStore } from '@frontdesk/facts';
import { startTestGateway, type TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;
let facts: FactStore;

beforeAll(async () => {
  gateway = await startTestGateway();
  facts = new FactStore(gateway.db);
});
afterAll(() => gateway.close());

async function save(userId: string, text: string): Promise<string> {
  const owner = { tenantId: 'default', userId };
  const { id } = await facts.create(owner, { text, threadId: null });
  await facts.markSaved(owner, id);
  return id;
}

it('lists the saved facts, oldest first', async () => {
  const client = await gateway.clientOf({ userId: 'ada' });
  const ids = [await save('ada', 'Likes tea.'), await save('ada', 'Lives in Köln.')];
  await facts.create({ tenantId: 'default', userId: 'ada' }, { text: 'pending', threadId: null });
  const { status, body } = await client.fetch('/api/facts');
  expect([status, body]).toEqual([
    200,
    {
      data: [
        { id: ids[0], text: 'Likes tea.', created_at: expect.stringMatching(/Z$/) },
        { id: ids[1], text: 'Lives in Köln.', created_at: expect.stringMatching(/Z$/) },
      ],
    },
  ]);
});

it('forgets a fact once', async () => {
  const client = await gateway.clientOf({ userId: 'ben' });
  const id = await save('ben', 'Has a cat.');
  const first = await client.fetch(`/api/facts/${id}`, { method: 'DELETE' });
  expect([first.status, first.text]).toEqual([200, '{}']);
  expect((await client.fetch('/api/facts')).body).toEqual({ data: [] });
  expect((await client.fetch(`/api/facts/${id}`, { method: 'DELETE' })).status).toBe(404);
});

it("neither shows nor forgets anybody else's facts", async () => {
  const id = await save('cleo', 'Is allergic to nuts.');
  for (const stranger of [{ userId: 'mallory' }, { tenantId: 'elsewhere', userId: 'cleo' }]) {
    const client = await gateway.clientOf(stranger);
    expect((await client.fetch('/api/facts')).body).toEqual({ data: [] });
    expect((await client.fetch(`/api/facts/${id}`, { method: 'DELETE' })).status).toBe(404);
  }
  expect(await facts.list({ tenantId: 'default', userId: 'cleo' })).toHaveLength(1);
});

it.each(['%00', '..%2f..', 'a b', 'x'.repeat(90)])('answers 404 for the id %s', async (id) => {
  const client = await gateway.clientOf({ userId: 'ada' });
  expect((await client.fetch(`/api/facts/${id}`, { method: 'DELETE' })).status).toBe(404);
});
