import { parseArgs } from 'node:util';
import { DEFAULT_TENANT_ID } from '@frontdesk/contracts';

/** What a person asked for. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'keys create'; readonly tenantId: string; readonly keyName: string }
  | { readonly name: 'keys list'; readonly tenantId: string | undefined; readonly json: boolean }
  | { readonly name: 'keys revoke'; readonly which: string }
  | { readonly name: 'feedback list'; readonly tenantId: string | undefined; readonly limit: number; readonly after: string | undefined; readonly json: boolean }
  | { readonly name: 'tenants create'; readonly tenantId: string; readonly tenantName: string }
  | { readonly name: 'tenants list'; readonly json: boolean }
  | { readonly name: 'tenants show'; readonly tenantId: string }
  | { readonly name: 'tenants configure'; readonly tenantId: string; readonly settings: unknown };

export const HELP = `Usage: frontdesk <command>

  keys create --name NAME [--tenant ID]     make an API key and print it, alone, once
  keys list [--tenant ID] [--json]          keys with their prefix, use and state; never the keys themselves
  keys revoke KEY_ID_OR_PREFIX              from here on the key opens nothing

  feedback list [--tenant ID] [--limit N] [--after FEEDBACK_ID] [--json]
                                            what users thought of answers, newest first; 100 without --limit

  tenants create ID [--name NAME]           ID: a-z, 0-9 and -
  tenants list [--json]
  tenants show ID                           its settings, as JSON
  tenants configure ID --settings JSON      replaces its settings: models, tools, workflows, uploads, allowed_origins, max_running_answers,
                                            max_concurrent_answers, max_concurrent_answers_per_user

Without --tenant the tenant is "${DEFAULT_TENANT_ID}". DATABASE_URL names the database; without it, the one of npm start.
`;

/** The command line cannot be understood; the message is one sentence. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

const OPTIONS = {
  name: { type: 'string' },
  tenant: { type: 'string' },
  settings: { type: 'string' },
  limit: { type: 'string' },
  after: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof read>['values'];
type OptionName = keyof typeof OPTIONS;

/** For each command: its options, and how it is made of them and of the word behind it. */
const COMMANDS: Readonly<Record<string, { readonly options: readonly OptionName[]; build(values: Values, word: string | undefined): Command }>> = {
  'keys create': {
    options: ['name', 'tenant'],
    build: ({ name, tenant }) => ({ name: 'keys create', keyName: given(name, '--name'), tenantId: tenant ?? DEFAULT_TENANT_ID }),
  },
  'keys list': { options: ['tenant', 'json'], build: ({ tenant, json }) => ({ name: 'keys list', tenantId: tenant, json: json === true }) },
  'keys revoke': { options: [], build: (_, word) => ({ name: 'keys revoke', which: given(word, 'the id or the prefix of a key') }) },
  'feedback list': {
    options: ['tenant', 'limit', 'after', 'json'],
    build: ({ tenant, limit, after, json }) => ({ name: 'feedback list', tenantId: tenant, limit: countFrom(limit ?? '100'), after, json: json === true }),
  },
  'tenants create': {
    options: ['name'],
    build: ({ name }, word) => {
      const tenantId = given(word, 'the id of the tenant');
      return { name: 'tenants create', tenantId, tenantName: name ?? tenantId };
    },
  },
  'tenants list': { options: ['json'], build: ({ json }) => ({ name: 'tenants list', json: json === true }) },
  'tenants show': { options: [], build: (_, word) => ({ name: 'tenants show', tenantId: given(word, 'the id of the tenant') }) },
  'tenants configure': {
    options: ['settings'],
    build: ({ settings }, word) => ({
      name: 'tenants configure',
      tenantId: given(word, 'the id of the tenant'),
      settings: jsonFrom(given(settings, '--settings')),
    }),
  },
};

/** @throws UsageError */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = read(args);
  if (values.help === true || positionals.length === 0) {
    return { name: 'help' };
  }
  const [group = '', verb = '', word, ...rest] = positionals;
  const name = `${group} ${verb}`.trim();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new UsageError(`There is no command "${name}".`);
  }
  const stray = (Object.keys(values) as OptionName[]).find((option) => !command.options.includes(option));
  if (stray !== undefined || rest.length > 0) {
    throw new UsageError(`"${name}" takes no ${stray === undefined ? `"${rest[0]}"` : `--${stray}`}.`);
  }
  return command.build(values, word);
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new UsageError((cause instanceof Error ? cause.message : String(cause)).split('. ')[0] ?? '');
  }
}

function given(value: string | undefined, what: string): string {
  if (value === undefined || value.trim() === '') {
    throw new UsageError(`${what} is missing.`);
  }
  return value.trim();
}

function countFrom(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 100_000) {
    throw new UsageError('--limit is no whole number from 1 to 100000.');
  }
  return count;
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('--settings is no JSON.');
  }
}
