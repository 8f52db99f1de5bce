import { readFileSync } from 'node:fs';
import { composeProblems } from '../compose/rules.mjs';

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const compose = read('docker-compose.yml');
const envExample = read('.env.example');

/** A change that somebody might make without noticing what it breaks. */
const planted: readonly [string, string, string, RegExp][] = [
  ['a port open to the network', `'127.0.0.1:\${PORT:-3000}:3000'`, `'\${PORT:-3000}:3000'`, /^gateway publishes .* to more than this machine/],
  ['a process as root', 'user: node', 'user: root', /^gateway runs as root/],
  ['redis as root', 'user: redis', 'user: "0:0"', /^redis runs as root/],
  ['an image without a version', 'redis:7-bookworm', 'redis', /^redis uses redis, which changes by itself/],
  ['the latest image', 'postgres:17-bookworm', 'postgres:latest', /^postgres uses postgres:latest/],
  ['a missing health check', '      test: [CMD, redis-cli, ping]\n', '', /^redis has no health check/],
  ['a start order that does not wait', 'setup: { condition: service_completed_successfully }', 'setup: { condition: service_started }', /^gateway depends on setup by service_started/],
  ['a dependency that does not exist', 'demo-model: { condition: service_healthy }', 'demo: { condition: service_healthy }', /^agent-worker depends on demo, which does not exist/],
  ['a Redis that evicts', 'noeviction', 'allkeys-lru', /^redis is started without --maxmemory-policy noeviction/],
  ['a Redis that forgets', `--appendonly, 'yes'`, `--appendonly, 'no'`, /^redis is started without --appendonly yes/],
  ['an undocumented variable', '${LOG_LEVEL:-info}', '${VERBOSITY:-info}', /^VERBOSITY is used in docker-compose.yml and missing in .env.example/],
];

describe('docker-compose.yml', () => {
  it('keeps its promises', () => {
    expect(composeProblems(compose, envExample)).toEqual([]);
  });

  it.each(planted)('is refused with %s', (_name, from, to, problem) => {
    expect(compose).toContain(from);
    expect(composeProblems(compose.replace(from, to), envExample)).toContainEqual(expect.stringMatching(problem));
  });

  it('is refused when .env.example documents a variable that nothing reads', () => {
    expect(composeProblems(compose, `${envExample}\n#FORGOTTEN=1\n`)).toEqual(['FORGOTTEN stands in .env.example and changes nothing in docker-compose.yml.']);
  });
});
