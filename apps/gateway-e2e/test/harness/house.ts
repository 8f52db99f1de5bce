import { startStack, type Stack } from '@frontdesk/testing';
import pg from 'pg';
import { Person } from './person.js';
import { Recording } from './recording.js';
import { ScriptedModel } from './scripted-model.js';
import { ScriptedTools } from './scripted-tools.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a row has, the assertion knows
type Row = Record<string, any>;

/** The whole system as it runs for users, with a model and tools that do what a test says, and people who talk to it. */
export interface House {
  readonly stack: Stack;
  readonly model: ScriptedModel;
  readonly tools: ScriptedTools;
  readonly recording: Recording;
  /** Looks at rows. */
  query(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Writes rows that no request can bring about. */
  prepare(sql: string, values?: readonly unknown[]): Promise<void>;
  readonly ada: Person;
  readonly bob: Person;
  /** Somebody new, whose list of threads is empty. */
  arrive(): Promise<Person>;
  close(): Promise<void>;
}

export async function openHouse(): Promise<House> {
  const model = new ScriptedModel();
  const tools = new ScriptedTools();
  const [modelUrl, toolsUrl] = await Promise.all([model.start(), tools.start()]);
  const stack = await startStack({
    modelUrl,
    env: { LOG_LEVEL: 'info', RATE_LIMIT_PER_MINUTE: '1000000', SESSION_TTL_SECONDS: '3600', OPENAI_REASONING: 'auto' },
    envOf: { 'agent-worker': { TOOLS_URL: toolsUrl }, gateway: { TOOLS_URL: toolsUrl } },
  });
  const recording = new Recording();
  let arrivals = 0;
  const db = new pg.Client({ connectionString: stack.databaseUrl });
  await db.connect();
  return {
    stack,
    model,
    tools,
    recording,
    query: async (sql, values = []) => (await db.query<Row>(sql, [...values])).rows,
    prepare: async (sql, values = []) => {
      recording.rowsPrepared();
      await db.query(sql, [...values]);
    },
    ada: await Person.arrive(stack.gatewayUrl, 'ada', recording),
    bob: await Person.arrive(stack.gatewayUrl, 'bob', recording),
    arrive: () => Person.arrive(stack.gatewayUrl, `newcomer ${(arrivals += 1)}`, recording),
    close: async () => {
      await db.end();
      await stack.stop();
      tools.close();
      await model.close();
    },
  };
}
