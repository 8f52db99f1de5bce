import { FrontdeskError, type ChatEffectInput } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { FactStore } from '@frontdesk/facts';
import { z } from 'zod';
import { defineTool, type ToolReach, type ToolResult } from '../src/catalog/tool.js';
import { failureOf, openTestDatabase, resultOf, ServiceUnderTest } from './harness.js';

const REACHES: ToolReach[] = ['none', 'database', 'outside'];

describe('a tool that goes wrong', () => {
  let db: Database;
  let service: ServiceUnderTest;
  let run: () => Promise<ToolResult>;

  beforeAll(async () => {
    const database = await openTestDatabase();
    db = database.db;
    const moreTools = REACHES.map((reach) =>
      defineTool({
        name: `test_${reach}`,
        description: 'for tests',
        parameters: z.strictObject({}),
        deadlineMs: 10_000,
        progressText: 'working',
        reach,
        run: async (_args, context) => {
          if (reach === 'database') {
            await new FactStore(context.db).create(context.owner, { text: 'half a fact', threadId: null });
          }
          return run();
        },
      }),
    );
    service = await ServiceUnderTest.start(database.url, { moreTools });
  });
  afterAll(async () => {
    await service.stop();
    await db.$disconnect();
  });

  it.each(REACHES)('answers tool_failed, without its words, and runs no second time (reach "%s")', async (reach) => {
    let runs = 0;
    run = () => {
      runs += 1;
      throw new Error('Ada lives in Lisbon');
    };
    const call = { tool: `test_${reach}`, runId: 'run_1', callId: `call_${reach}` };
    for (let repeat = 0; repeat < 2; repeat += 1) {
      expect(failureOf(await service.call(call))).toEqual({
        type: 'failure',
        code: 'tool_failed',
        message: 'The tool failed.',
        retryable: false,
      });
    }
    expect(runs).toBe(1);
    await expect(db.fact.count()).resolves.toBe(0);
    expect(service.logLines.join('')).toContain('a tool failed');
    expect(service.logLines.join('')).not.toContain('Lisbon');
  });

  it('may tell the model why, with a code of its own', async () => {
    run = () => Promise.reject(new FrontdeskError('tool_failed', { detail: 'The order book is closed on Sundays.' }));
    expect(failureOf(await service.call({ tool: 'test_none' })).message).toBe('The order book is closed on Sundays.');
  });

  it.each<[string, ToolResult]>([
    ['an effect that is none', { output: 1, effects: [{ type: 'fireworks' } as unknown as ChatEffectInput] }],
    ['a result of megabytes', { output: 'x'.repeat(600_000) }],
  ])('answers tool_failed for %s', async (_name, result) => {
    run = () => Promise.resolve(result);
    expect(failureOf(await service.call({ tool: 'test_none' })).code).toBe('tool_failed');
  });

  it('gives texts that Postgres cannot hold to nobody, first time or repeat', async () => {
    run = () => Promise.resolve({ output: { text: 'a\0b\ud800c' } });
    const call = { tool: 'test_none', runId: 'run_1', callId: 'call_nul' };
    for (const replayed of [false, true]) {
      expect(resultOf(await service.call(call))).toEqual({ type: 'result', output: { text: 'ab\ufffdc' }, replayed });
    }
  });

  it('makes no output null', async () => {
    run = () => Promise.resolve({ output: undefined });
    expect(resultOf(await service.call({ tool: 'test_none' })).output).toBeNull();
  });
});

describe('a tools service without its database', () => {
  it('takes no call, and says that it is not ready', async () => {
    const service = await ServiceUnderTest.start('postgresql://nobody@127.0.0.1:1/nothing');
    try {
      await expect(service.call({ tool: 'save_fact', args: { fact: 'Likes tea' } })).rejects.toMatchObject({ code: 'unavailable' });
      expect((await fetch(`${service.service.adminUrl}/readyz`)).status).toBe(503);
      await expect(service.client.listTools()).resolves.toHaveLength(7);
    } finally {
      await service.stop();
    }
  });
});
