import type { ToolCallEvent } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { FactStore } from '@frontdesk/facts';
import { z } from 'zod';
import { defineTool, type Tool, type ToolContext, type ToolReach } from '../src/catalog/tool.js';
import { ADA, deferred, failureOf, openTestDatabase, resultOf, ServiceUnderTest, type CallOptions } from './harness.js';

/** A tool whose runs the test counts and ends. */
class ControlledTool {
  runs = 0;
  onRun: (context: ToolContext) => Promise<void> = () => Promise.resolve();
  readonly tool: Tool;

  constructor(name: string, reach: ToolReach, deadlineMs = 10_000) {
    this.tool = defineTool({
      name,
      description: 'for tests',
      parameters: z.strictObject({}),
      deadlineMs,
      progressText: 'working',
      reach,
      run: async (_args, context) => {
        this.runs += 1;
        const run = this.runs;
        await this.onRun(context);
        return { output: { run }, effects: [{ type: 'client_effect', name: 'ran', data: { run } }] };
      },
    });
  }
}

describe('the ledger', () => {
  let db: Database;
  let one: ServiceUnderTest;
  let two: ServiceUnderTest;
  const tools: Record<ToolReach, ControlledTool> = {
    none: new ControlledTool('test_none', 'none'),
    database: new ControlledTool('test_database', 'database'),
    outside: new ControlledTool('test_outside', 'outside'),
  };
  const hasty: Record<ToolReach, ControlledTool> = {
    none: new ControlledTool('hasty_none', 'none', 300),
    database: new ControlledTool('hasty_database', 'database', 300),
    outside: new ControlledTool('hasty_outside', 'outside', 300),
  };
  const REACHES: ToolReach[] = ['none', 'database', 'outside'];

  beforeAll(async () => {
    const database = await openTestDatabase();
    db = database.db;
    const moreTools = [...Object.values(tools), ...Object.values(hasty)].map((controlled) => controlled.tool);
    one = await ServiceUnderTest.start(database.url, { moreTools });
    two = await ServiceUnderTest.start(database.url, { moreTools });
  });
  afterAll(async () => {
    await one.stop();
    await two.stop();
    await db.$disconnect();
  });
  beforeEach(async () => {
    for (const controlled of [...Object.values(tools), ...Object.values(hasty)]) {
      controlled.runs = 0;
      controlled.onRun = () => Promise.resolve();
    }
    await db.toolCall.deleteMany();
    await db.fact.deleteMany();
  });

  let calls = 0;
  const newKey = () => ({ runId: 'run_1', callId: `call_${(calls += 1)}` });
  const ENTRY = { tenantId: ADA.tenantId, userId: ADA.userId, threadId: 'thr_1' };
  /** SHA-256 of `{}`. */
  const ARGS_HASH = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
  const leaveBehind = (key: { runId: string; callId: string }, tool: Tool) =>
    db.toolCall.create({ data: { ...ENTRY, ...key, tool: tool.name, argsHash: ARGS_HASH, status: 'running' } });

  it.each(REACHES)('runs a tool of reach "%s" once for 20 repeats at once, over two processes', async (reach) => {
    const key = newKey();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : two).call({ tool: tools[reach].tool.name, ...key })),
    );
    expect(tools[reach].runs).toBe(1);
    expect(all.filter((events) => !resultOf(events).replayed)).toHaveLength(1);
    for (const events of all) {
      expect(events.slice(0, -1)).toEqual([{ type: 'effect', effect: { type: 'client_effect', name: 'ran', data: { run: 1 } } }]);
      expect(resultOf(events).output).toEqual({ run: 1 });
    }
  });

  it('saves a fact once for 20 repeats at once, over two processes', async () => {
    const call: CallOptions = { tool: 'save_fact', args: { fact: 'Likes tea' }, ...newKey() };
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : two).call(call)));
    await expect(db.fact.count()).resolves.toBe(1);
    const [first, ...others] = all.map((events) => resultOf(events).output);
    for (const output of others) {
      expect(output).toEqual(first);
    }
  });

  it.each(REACHES)('makes a repeat wait while another process runs a tool of reach "%s"', async (reach) => {
    const key = newKey();
    const started = deferred();
    const end = deferred();
    tools[reach].onRun = () => {
      started.resolve();
      return end.promise;
    };
    const first = one.call({ tool: tools[reach].tool.name, ...key });
    await started.promise;
    let answered = false;
    const second = two.call({ tool: tools[reach].tool.name, ...key }).finally(() => (answered = true));
    // Answered by the other process in the meantime: the repeat had its chance.
    await two.call({ tool: 'list_facts' });
    expect(answered).toBe(false);
    end.resolve();
    expect(resultOf(await first)).toEqual({ type: 'result', output: { run: 1 }, replayed: false });
    expect(resultOf(await second)).toEqual({ type: 'result', output: { run: 1 }, replayed: true });
    expect(tools[reach].runs).toBe(1);
  });

  it('runs a call again whose process died, when the tool only reads', async () => {
    const key = newKey();
    await leaveBehind(key, tools.none.tool);
    expect(resultOf(await one.call({ tool: 'test_none', ...key }))).toMatchObject({ output: { run: 1 }, replayed: false });
    expect(resultOf(await two.call({ tool: 'test_none', ...key })).replayed).toBe(true);
  });

  it('never runs a call again whose process died, when the tool reaches outside', async () => {
    const key = newKey();
    await leaveBehind(key, tools.outside.tool);
    for (const service of [one, two]) {
      expect(failureOf(await service.call({ tool: 'test_outside', ...key }))).toMatchObject({
        code: 'tool_outcome_unknown',
        retryable: false,
      });
    }
    expect(tools.outside.runs).toBe(0);
  });

  it('sticks to "unknown" when the first process comes back late with an outcome', async () => {
    const key = newKey();
    const started = deferred();
    const end = deferred();
    tools.outside.onRun = () => {
      started.resolve();
      return end.promise;
    };
    const first = one.call({ tool: 'test_outside', ...key });
    await started.promise;
    // To the other process, a process whose connection is gone is a dead one.
    await db.$queryRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'frontdesk-tools-locks' AND datname = current_database()`;
    expect(failureOf(await two.call({ tool: 'test_outside', ...key })).code).toBe('tool_outcome_unknown');
    end.resolve();
    expect(failureOf(await first).code).toBe('tool_outcome_unknown');
    expect(tools.outside.runs).toBe(1);
  });

  describe('when a call is not over at its deadline', () => {
    const forever = () => deferred().promise;

    it.each(REACHES)('answers tool_deadline for a tool of reach "%s" that does not heed its signal', async (reach) => {
      hasty[reach].onRun = forever;
      const startedAt = Date.now();
      expect(failureOf(await one.call({ tool: hasty[reach].tool.name }))).toMatchObject({ code: 'tool_deadline', retryable: true });
      expect(Date.now() - startedAt).toBeLessThan(15_000);
    });

    it('gives the tool a signal that is aborted', async () => {
      const aborted = deferred<unknown>();
      hasty.none.onRun = ({ signal }) => {
        signal.addEventListener('abort', () => aborted.resolve(signal.reason));
        return forever();
      };
      await one.call({ tool: 'hasty_none' });
      await expect(aborted.promise).resolves.toMatchObject({ reason: 'deadline' });
    });

    it('undoes what a tool wrote into the database, and lets the call be made again', async () => {
      const key = newKey();
      hasty.database.onRun = async ({ db: transaction, owner }) => {
        await new FactStore(transaction).create(owner, { text: 'half a fact', threadId: null });
        if (hasty.database.runs === 1) {
          await forever();
        }
      };
      expect(failureOf(await one.call({ tool: 'hasty_database', ...key })).code).toBe('tool_deadline');
      await expect(db.fact.count()).resolves.toBe(0);
      expect(resultOf(await one.call({ tool: 'hasty_database', ...key })).output).toEqual({ run: 2 });
      await expect(db.fact.count()).resolves.toBe(1);
    });

    it('stops a statement that hangs in Postgres', async () => {
      hasty.database.onRun = async ({ db: transaction }) => {
        await transaction.$queryRaw`SELECT pg_sleep(20)::text`;
      };
      const startedAt = Date.now();
      expect(failureOf(await one.call({ tool: 'hasty_database' })).code).toBe('tool_deadline');
      expect(Date.now() - startedAt).toBeLessThan(15_000);
    });

    it('keeps the deadline of a tool that reaches outside as its outcome', async () => {
      const key = newKey();
      hasty.outside.onRun = forever;
      await one.call({ tool: 'hasty_outside', ...key });
      expect(failureOf(await two.call({ tool: 'hasty_outside', ...key })).code).toBe('tool_deadline');
      expect(hasty.outside.runs).toBe(1);
    });
  });

  describe('when the caller cancels', () => {
    /** Starts a call, cancels it in the middle, and waits until the tool has noticed. */
    async function cancelInTheMiddle(reach: ToolReach, key: { runId: string; callId: string }): Promise<void> {
      const abort = new AbortController();
      const noticed = deferred();
      tools[reach].onRun = ({ signal }) => {
        signal.addEventListener('abort', () => noticed.resolve());
        abort.abort(new Error('stopped by the user'));
        return deferred().promise;
      };
      await expect(one.call({ tool: tools[reach].tool.name, ...key, signal: abort.signal })).rejects.toThrow('stopped by the user');
      await noticed.promise;
      tools[reach].onRun = () => Promise.resolve();
    }

    it.each<ToolReach>(['none', 'database'])('stops a tool of reach "%s" and lets the call be made again', async (reach) => {
      const key = newKey();
      await cancelInTheMiddle(reach, key);
      expect(resultOf(await two.call({ tool: tools[reach].tool.name, ...key }))).toMatchObject({ output: { run: 2 }, replayed: false });
    });

    it('never runs a tool again that reaches outside', async () => {
      const key = newKey();
      await cancelInTheMiddle('outside', key);
      expect(failureOf(await two.call({ tool: 'test_outside', ...key })).code).toBe('tool_outcome_unknown');
      expect(tools.outside.runs).toBe(1);
    });

    it('goes on when somebody else waits for the same call', async () => {
      const key = newKey();
      const abort = new AbortController();
      const started = deferred();
      const end = deferred();
      tools.outside.onRun = ({ progress }) => {
        started.resolve();
        return end.promise.then(() => progress('nearly there', 'lucide:clock'));
      };
      const first = one.call({ tool: 'test_outside', ...key, signal: abort.signal });
      await started.promise;
      const second = one.call({ tool: 'test_outside', ...key });
      // The second call is on its way before this one on the same connection is answered.
      await one.call({ tool: 'list_facts' });
      abort.abort(new Error('gone'));
      await expect(first).rejects.toThrow('gone');
      end.resolve();
      const events: ToolCallEvent[] = await second;
      expect(events[0]).toEqual({ type: 'progress', text: 'nearly there', icon: 'lucide:clock' });
      expect(resultOf(events)).toMatchObject({ output: { run: 1 }, replayed: true });
    });
  });
});
