import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DEPENDENCIES, HABITS, type Planted } from './planted-violations.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Finding {
  readonly rule: string;
  readonly error: boolean;
  readonly message: string;
}

function run(command: readonly string[], input = ''): string {
  const result = spawnSync(process.execPath, command, { cwd: ROOT, input, encoding: 'utf8', env: { PATH: '/usr/bin:/bin', NX_DAEMON: 'false' } });
  if (result.status !== 0) {
    throw new Error(`${command.join(' ')} failed:\n${result.stdout}${result.stderr}`);
  }
  return result.stdout;
}

function lint(planted: readonly Planted[]): Map<string, readonly Finding[]> {
  const findings = JSON.parse(run(['scripts/test/lint-planted.mjs'], JSON.stringify(planted))) as Finding[][];
  return new Map(planted.map(({ name }, index) => [name, findings[index] ?? []]));
}

describe('the lint rules', () => {
  let findings: Map<string, readonly Finding[]>;

  beforeAll(() => {
    // The boundary rule passes everything while no project graph is cached; `nx lint` makes one, so does this.
    run(['node_modules/.bin/nx', 'show', 'projects']);
    findings = lint([...DEPENDENCIES, ...HABITS]);
  }, 240_000);

  const objections = (name: string): string[] => (findings.get(name) ?? []).filter(({ error }) => error).map(({ rule }) => rule);
  const forbidden = (cases: readonly Planted[]): Planted[] => cases.filter(({ rule }) => rule !== undefined);
  const allowed = [...DEPENDENCIES, ...HABITS].filter(({ rule }) => rule === undefined);

  it.each(forbidden(DEPENDENCIES))('forbid that $name', ({ name, rule }) => {
    expect(objections(name)).toContain(rule);
  });

  it.each(forbidden(HABITS))('forbid $name', ({ name, rule }) => {
    expect(objections(name)).toContain(rule);
  });

  it.each(allowed)('permit: $name', ({ name }) => {
    expect(objections(name)).toEqual([]);
  });
});
