import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startStack, type Stack } from '@frontdesk/testing';
import pg from 'pg';
import { Person } from './person.js';
import { Recording } from './recording.js';
import { ScriptedModel } from './scripted-model.js';
import { ScriptedTools } from './scripted-tools.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a row has, the assertion knows
type Row = Record<string, any>;

const KEYS_PROGRAM = fileURLToPath(new URL('../../../../libs/tenants/dist/cli/frontdesk.main.js', import.meta.url));

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
  /** Somebody whom one of the agents for tests answers (apps/agent-worker/test/programs/worker-with-agents.mjs). */
  visitorOf(agent: string): Promise<Person>;
  /** Somebody with a session of the hosted API. */
  visitor(workflow: Readonly<Record<string, unknown>>): Promise<Person>;
  /** Somebody new, whose list of threads is empty. */
  arrive(): Promise<Person>;
  close(): Promise<void>;
}

/** As an operator makes one. */
async function apiKey(databaseUrl: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [KEYS_PROGRAM, 'keys', 'create', '--name', 'conformance'], {
    env: { DATABASE_URL: databaseUrl },
  });
  return stdout.trim();
}

/** @param env variables for every process, over the usual ones */
export async function openHouse(env: Readonly<Record<string, string>> = {}): Promise<House> {
  const model = new ScriptedModel();
  const tools = new ScriptedTools();
  const [modelUrl, toolsUrl] = await Promise.all([model.start(), tools.start()]);
  const stack = await startStack({
    modelUrl,
    wholeAddresses: true,
    env: { LOG_LEVEL: 'info', RATE_LIMIT_PER_MINUTE: '1000000', SESSION_TTL_SECONDS: '3600', OPENAI_REASONING: 'auto', ...env },
    envOf: { 'agent-worker': { TOOLS_URL: toolsUrl }, gateway: { TOOLS_URL: toolsUrl } },
    entryOf: { 'agent-worker': 'apps/agent-worker/test/programs/worker-with-agents.mjs' },
  });
  const key = await apiKey(stack.databaseUrl);
  const recording = new Recording();
  let arrivals = 0;
  const db = new pg.Client({ connectionString: stack.databaseUrl });
  await db.connect();
  const visitor: House['visitor'] = (workflow) => Person.visit(stack.gatewayUrl, key, { workflow, user: `visitor ${(arrivals += 1)}` }, recording);
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
    visitor,
    visitorOf: (agent) => visitor({ id: 'chatkit-guide', state_variables: { agent } }),
    arrive: () => Person.arrive(stack.gatewayUrl, `newcomer ${(arrivals += 1)}`, recording),
    close: async () => {
      await db.end();
      await stack.stop();
      tools.close();
      await model.close();
    },
  };
}
