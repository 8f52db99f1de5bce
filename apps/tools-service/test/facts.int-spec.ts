import type { ToolCallEvent } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { FactStore } from '@frontdesk/facts';
import { ADA, EVE, openTestDatabase, resultOf, ServiceUnderTest } from './harness.js';

describe('the tools for facts', () => {
  let db: Database;
  let service: ServiceUnderTest;
  let facts: FactStore;

  beforeAll(async () => {
    const database = await openTestDatabase();
    db = database.db;
    facts = new FactStore(db);
    service = await ServiceUnderTest.start(database.url);
  });
  afterAll(async () => {
    await service.stop();
    await db.$disconnect();
  });
  beforeEach(async () => {
    await db.fact.deleteMany();
    await db.toolCall.deleteMany();
  });

  const save = async (fact: string, owner = ADA) =>
    resultOf(await service.call({ tool: 'save_fact', args: { fact }, owner })).output as { fact_id: string };
  const effects = (events: readonly ToolCallEvent[]) => events.filter((event) => event.type === 'effect').map((event) => event.effect);

  it('save a fact, tell the page to record it, and answer with its id', async () => {
    const events = await service.call({ tool: 'save_fact', args: { fact: '  Likes green tea ' } });
    const [fact] = await facts.list(ADA);
    expect(fact).toMatchObject({ text: 'Likes green tea', status: 'saved', threadId: 'thr_1' });
    expect(events).toEqual([
      {
        type: 'effect',
        effect: { type: 'client_tool', name: 'record_fact', arguments: { fact_id: fact?.id, fact_text: 'Likes green tea' } },
      },
      { type: 'effect', effect: { type: 'client_effect', name: 'facts_changed', data: {} } },
      { type: 'result', output: { fact_id: fact?.id, status: 'saved' }, replayed: false },
    ]);
  });

  it('answer null, without effects, when a fact cannot be saved, and keep the failure in the ledger', async () => {
    await db.$executeRaw`ALTER TABLE facts ADD CONSTRAINT no_facts_today CHECK (text <> 'Unsavable secret')`;
    try {
      const call = { tool: 'save_fact', args: { fact: 'Unsavable secret' }, runId: 'run_null', callId: 'call_null' };
      await expect(service.call(call)).resolves.toEqual([{ type: 'result', output: null, replayed: false }]);
      await expect(service.call(call)).resolves.toEqual([{ type: 'result', output: null, replayed: true }]);
    } finally {
      await db.$executeRaw`ALTER TABLE facts DROP CONSTRAINT no_facts_today`;
    }
    await expect(facts.list(ADA)).resolves.toEqual([]);
    const lines = service.logLines.join('');
    expect(lines).toContain('a tool failed');
    expect(lines).not.toContain('Unsavable');
  });

  it('commit the fact and the ledger entry together', async () => {
    await save('Likes tea');
    const [row] = await db.toolCall.findMany();
    expect(row).toMatchObject({ tool: 'save_fact', status: 'succeeded', tenantId: 'default', userId: 'ada', finishedAt: expect.any(Date) });
  });

  it('list the facts of the caller alone', async () => {
    const mine = await save('Likes tea');
    await save('Likes coffee', EVE);
    await save('Likes milk', { tenantId: 'other', userId: 'ada' });
    expect(resultOf(await service.call({ tool: 'list_facts' })).output).toEqual({
      facts: [{ fact_id: mine.fact_id, text: 'Likes tea', saved_at: expect.stringMatching(/^\d{4}-.*Z$/) }],
    });
  });

  it('forget a fact by its id', async () => {
    const { fact_id: id } = await save('Likes tea');
    const events = await service.call({ tool: 'forget_fact', args: { fact_id: id } });
    expect(resultOf(events).output).toEqual({ status: 'forgotten', fact_id: id, text: 'Likes tea' });
    expect(effects(events)).toEqual([{ type: 'client_effect', name: 'facts_changed', data: {} }]);
    await expect(facts.list(ADA)).resolves.toEqual([]);
  });

  it('forget a fact by a part of its text, in any case', async () => {
    await save('Lives in Lisbon');
    await save('Likes green tea');
    expect(resultOf(await service.call({ tool: 'forget_fact', args: { text: 'LISBON' } })).output).toMatchObject({
      status: 'forgotten',
      text: 'Lives in Lisbon',
    });
    expect((await facts.list(ADA)).map((fact) => fact.text)).toEqual(['Likes green tea']);
  });

  it('forget none, and say which ones match, when a text is ambiguous', async () => {
    const ids = [await save('Likes green tea'), await save('Likes black tea')].map((saved) => saved.fact_id);
    const events = await service.call({ tool: 'forget_fact', args: { text: 'tea' } });
    expect(resultOf(events).output).toMatchObject({
      status: 'ambiguous',
      matches: [
        { fact_id: ids[0], text: 'Likes green tea' },
        { fact_id: ids[1], text: 'Likes black tea' },
      ],
    });
    expect(effects(events)).toEqual([]);
    await expect(facts.list(ADA)).resolves.toHaveLength(2);
  });

  it('take the fact of exactly this text before longer ones that contain it', async () => {
    await save('Likes tea with milk');
    await save('Likes tea');
    expect(resultOf(await service.call({ tool: 'forget_fact', args: { text: 'likes tea' } })).output).toMatchObject({ text: 'Likes tea' });
    expect((await facts.list(ADA)).map((fact) => fact.text)).toEqual(['Likes tea with milk']);
  });

  it("never forget or match another owner's fact", async () => {
    const { fact_id: id } = await save('Likes tea', EVE);
    expect(resultOf(await service.call({ tool: 'forget_fact', args: { fact_id: id } })).output).toMatchObject({ status: 'not_found' });
    expect(resultOf(await service.call({ tool: 'forget_fact', args: { text: 'tea' } })).output).toMatchObject({ status: 'not_found' });
    await expect(facts.list(EVE)).resolves.toHaveLength(1);
  });

  it('switch the theme through the page', async () => {
    await expect(service.call({ tool: 'switch_theme', args: { theme: 'light' } })).resolves.toEqual([
      { type: 'effect', effect: { type: 'client_tool', name: 'switch_theme', arguments: { theme: 'light' } } },
      { type: 'result', output: { theme: 'light', status: 'requested' }, replayed: false },
    ]);
  });

  it('leave no text of a call in the log', async () => {
    service.logLines.length = 0;
    await save('A very private matter');
    await service.call({ tool: 'save_fact', argumentsJson: '{"fact": 7, "very": "private"}' });
    const lines = service.logLines.join('');
    expect(lines).toContain('tool call ended');
    expect(lines).toMatch(/"runId":"run_/);
    expect(lines).toMatch(/"threadId":"thr_1"/);
    expect(lines).not.toMatch(/private/i);
  });
});
