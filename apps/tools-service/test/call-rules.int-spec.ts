import { newId } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { signGrant } from '@frontdesk/tools-client';
import { ADA, EVE, failureOf, openTestDatabase, resultOf, SECRET, ServiceUnderTest, type CallOptions } from './harness.js';

describe('a tool call', () => {
  let db: Database;
  let service: ServiceUnderTest;

  beforeAll(async () => {
    const database = await openTestDatabase();
    db = database.db;
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

  const SAVE: CallOptions = { tool: 'save_fact', args: { fact: 'Likes tea' } };

  async function expectNothingWritten() {
    await expect(db.fact.count()).resolves.toBe(0);
    await expect(db.toolCall.count()).resolves.toBe(0);
  }

  it.each<[string, Partial<CallOptions>]>([
    ['for another tool', { grant: { tool: 'list_facts' } }],
    ['for other arguments', { grant: { argsHash: '0'.repeat(64) } }],
    ['for another call', { grant: { callId: 'call_other' } }],
    ['that has expired', { ttlSeconds: -60 }],
    ['that is none', { token: 'nonsense' }],
  ])('with a grant %s is forbidden and writes nothing', async (_name, change) => {
    expect(failureOf(await service.call({ ...SAVE, ...change }))).toMatchObject({ code: 'tool_forbidden', retryable: false });
    await expectNothingWritten();
  });

  it('with a grant of another installation is forbidden and writes nothing', async () => {
    const token = await signGrant(`${SECRET} of somebody else`, {
      ...ADA,
      threadId: 't',
      runId: 'r',
      epoch: 1,
      tool: 'save_fact',
      callId: 'c',
      argsHash: '',
    });
    expect(failureOf(await service.call({ ...SAVE, token })).code).toBe('tool_forbidden');
    await expectNothingWritten();
  });

  it('with a grant whose owner was altered is forbidden and writes nothing', async () => {
    const token = await signGrant(SECRET, { ...ADA, threadId: 't', runId: 'r', epoch: 1, tool: 'save_fact', callId: 'c', argsHash: '' });
    const [header = '', payload = '', signature = ''] = token.split('.');
    const forged = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('"ada"', '"eve"')).toString('base64url');
    expect(forged).not.toBe(payload);
    expect(failureOf(await service.call({ ...SAVE, token: [header, forged, signature].join('.') })).code).toBe('tool_forbidden');
    await expectNothingWritten();
  });

  it('of a worker that lost its run to another is forbidden and writes nothing', async () => {
    const runId = newId('run');
    await db.thread.create({ data: { id: 'thr_1', tenantId: ADA.tenantId, userId: ADA.userId } });
    await db.run.create({
      data: { id: runId, tenantId: ADA.tenantId, userId: ADA.userId, threadId: 'thr_1', status: 'running', epoch: 2, request: {} },
    });
    expect(failureOf(await service.call({ ...SAVE, runId, epoch: 1 })).code).toBe('tool_forbidden');
    await expectNothingWritten();
    expect(resultOf(await service.call({ ...SAVE, runId, epoch: 2 })).output).toMatchObject({ status: 'saved' });
  });

  it.each<[string, string, string, string]>([
    ['a missing field', 'save_fact', '{}', '"fact"'],
    ['a wrong type', 'save_fact', '{"fact": 7}', '"fact"'],
    ['an empty text', 'save_fact', '{"fact": "   "}', '"fact"'],
    ['an overlong text', 'save_fact', JSON.stringify({ fact: 'x'.repeat(1001) }), '"fact"'],
    ['an unknown field', 'save_fact', '{"fact": "x", "colour": "red"}', '"colour"'],
    ['a value off the list', 'switch_theme', '{"theme": "sepia"}', '"theme"'],
    ['neither of two fields', 'forget_fact', '{"fact_id": null}', '"fact_id"'],
    ['no JSON', 'save_fact', '{"fact": ', 'JSON'],
    ['JSON that is no object', 'save_fact', '["x"]', 'expected object'],
  ])('with %s is refused by name and writes nothing', async (_name, tool, argumentsJson, named) => {
    const failure = failureOf(await service.call({ tool, argumentsJson }));
    expect(failure).toMatchObject({ code: 'tool_invalid_arguments', retryable: false });
    expect(failure.message).toContain(named);
    await expectNothingWritten();
  });

  it('takes nothing, an empty text and null for left-out arguments, as models write them', async () => {
    expect(resultOf(await service.call({ tool: 'list_facts', argumentsJson: '' })).output).toEqual({ facts: [] });
    expect(resultOf(await service.call({ tool: 'get_weather', args: { location: 'Lisbon', unit: null } })).output).toMatchObject({
      unit: 'celsius',
    });
  });

  it('of an unknown tool is refused, and only to those with a grant for it', async () => {
    expect(failureOf(await service.call({ tool: 'launch_rocket' })).code).toBe('tool_unknown');
    expect(failureOf(await service.call({ tool: 'launch_rocket', token: 'nonsense' })).code).toBe('tool_forbidden');
  });

  it('with an id that is too long is refused by name', async () => {
    expect(failureOf(await service.call({ ...SAVE, callId: 'c'.repeat(300) }))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('call_id'),
    });
  });

  describe('made again with the same key', () => {
    const KEY = { runId: 'run_again', callId: 'call_again' };

    it('gets the first outcome, effects included, and does not run', async () => {
      const first = await service.call({ ...SAVE, ...KEY });
      const second = await service.call({ ...SAVE, ...KEY });
      expect(second).toEqual([...first.slice(0, -1), { ...resultOf(first), replayed: true }]);
      await expect(db.fact.count()).resolves.toBe(1);
    });

    it.each<[string, Partial<CallOptions>]>([
      ['other arguments', { args: { fact: 'Likes coffee' } }],
      ['another tool', { tool: 'list_facts', args: {} }],
      ['another user', { owner: EVE }],
      ['another tenant', { owner: { tenantId: 'other', userId: ADA.userId } }],
    ])('but with %s is forbidden', async (_name, change) => {
      await service.call({ ...SAVE, ...KEY });
      expect(failureOf(await service.call({ ...SAVE, ...KEY, ...change })).code).toBe('tool_forbidden');
      await expect(db.fact.count()).resolves.toBe(1);
    });

    it('in another run is a call of its own', async () => {
      await service.call({ ...SAVE, ...KEY });
      expect(resultOf(await service.call({ ...SAVE, ...KEY, runId: 'run_other' })).replayed).toBe(false);
      await expect(db.fact.count()).resolves.toBe(2);
    });
  });

  it('is offered with a JSON Schema that refuses unknown fields and describes every field', async () => {
    const tools = await service.client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(['save_fact', 'list_facts', 'forget_fact', 'switch_theme', 'ask_user', 'show_tour', 'get_weather']);
    for (const tool of tools) {
      expect(tool.parameters).toMatchObject({ type: 'object', additionalProperties: false });
      for (const property of Object.values(tool.parameters['properties'] as Record<string, unknown>)) {
        expect(property).toMatchObject({ description: expect.any(String) });
      }
    }
    expect(tools.find((tool) => tool.name === 'switch_theme')?.parameters).toEqual({
      type: 'object',
      properties: { theme: { type: 'string', enum: ['light', 'dark'], description: expect.any(String) } },
      required: ['theme'],
      additionalProperties: false,
    });
  });
});
