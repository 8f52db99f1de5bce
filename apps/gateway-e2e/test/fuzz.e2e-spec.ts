import { setTimeout as delay } from 'node:timers/promises';
import { startStack, type Stack } from '@frontdesk/testing';
import pg from 'pg';
import { Furniture } from './fuzz/furniture.js';
import { fuzzSettings } from './fuzz/settings.js';
import { storm, type Finding, type StormResult } from './fuzz/storm.js';
import { Person } from './harness/person.js';
import { Recording } from './harness/recording.js';

const { seed, requests } = fuzzSettings();
/** The first part warms everything up; from there on memory has to stay where it is. */
const WARM_UP = Math.floor(requests / 4);
/** What is left of the heap once garbage is collected may differ by caches that fill; a kilobyte a request would be far above this. */
const BREATH_BYTES = 8 * 1_048_576;
/** A request that waits for a look at the stores, which comes after five seconds without news, is slower than this. */
const SLOWEST_MS = 10_000;
/** On a machine so busy that everything takes long, the slowest may take this many times what half of the requests do. */
const SLOWEST_OF_MEDIAN = 25;
const MEBIBYTE = 1_048_576;

/** Minutes on a machine that has other things to do. */
const TIMEOUT_MS = 60_000 + requests * 30;

let stack: Stack;
let db: pg.Client;

beforeAll(async () => {
  stack = await startStack({
    envOf: { gateway: { NODE_OPTIONS: `--import=${new URL('./fuzz/heap-probe.mjs', import.meta.url).href}` } },
    env: { LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '1000000', SESSION_TTL_SECONDS: '3600' },
  });
  db = new pg.Client({ connectionString: stack.databaseUrl });
  await db.connect();
});
afterAll(async () => {
  await db.end();
  await stack.stop();
});

interface Memory {
  readonly heapUsed: number;
  readonly rss: number;
}

/** What the gateway holds on to once its garbage is collected. */
async function memory(): Promise<Memory> {
  const probes = () => [...stack.logs('gateway').matchAll(/\{"heapProbe":(\{.*?\})\}/g)].map(([, json = '']) => JSON.parse(json) as Memory);
  const before = probes().length;
  stack.signal('gateway', 'SIGUSR2');
  for (const deadline = Date.now() + 20_000; probes().length === before; ) {
    expect(Date.now()).toBeLessThan(deadline);
    await delay(50); // its line comes over a pipe, which tells nobody
  }
  return probes().at(-1) as Memory;
}

/** Each holds two requests up for a second, and fails one. */
async function deadlocks(): Promise<number> {
  const { rows } = await db.query<{ deadlocks: string }>('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');
  return Number(rows[0]?.deadlocks);
}

const medianOf = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const inMebibytes = (bytes: number): string => (bytes / MEBIBYTE).toFixed(1);

/** What the gateway logged as errors. */
const errors = (): string => (stack.logs('gateway').match(/.*"level":[56]0.*/g) ?? []).join('\n').slice(0, 10_000);

const report = (findings: readonly Finding[]): string =>
  findings
    .slice(0, 10)
    .map(({ index, what, request }) => `#${index} ${what}\n  ${request}`)
    .join('\n');

it(
  `answers ${requests} spoiled requests: none fails, none hangs, nothing is lost, memory stays`,
  async () => {
    const [ada, bob] = await Promise.all([
      Person.arrive(stack.gatewayUrl, 'ada', new Recording()),
      Person.arrive(stack.gatewayUrl, 'bob', new Recording()),
    ]);
    const furniture = await Furniture.of(db, ada, bob);
    const { targets } = furniture;
    const run = (from: number, to: number): Promise<StormResult> =>
      storm({ url: stack.gatewayUrl, secret: ada.secret, targets, restore: () => furniture.restore(), seed, from, to });
    const begun = performance.now();
    const warm = await run(0, WARM_UP);
    const before = await memory();
    const rest = await run(WARM_UP, requests);
    const after = await memory();
    const seconds = (performance.now() - begun) / 1_000;
    const statuses = [...rest.statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${status}×${count + (warm.statuses.get(status) ?? 0)}`);
    const slowest = rest.slowest.ms > warm.slowest.ms ? rest.slowest : warm.slowest;
    process.stdout.write(
      `fuzz: seed ${seed}, ${requests} requests in ${seconds.toFixed(1)} s, slowest ${slowest.ms.toFixed(0)} ms, ` +
        `${statuses.join(' ')}, heap after collection ${inMebibytes(before.heapUsed)} → ${inMebibytes(after.heapUsed)} MiB, ` +
        `resident ${inMebibytes(before.rss)} → ${inMebibytes(after.rss)} MiB\n`,
    );
    expect(report([...warm.findings, ...rest.findings]) + errors()).toBe('');
    const bound = Math.max(SLOWEST_MS, SLOWEST_OF_MEDIAN * medianOf(rest.durationsMs));
    expect(slowest.ms < bound ? '' : `${slowest.ms.toFixed(0)} ms: ${slowest.request}`).toBe('');
    expect(after.heapUsed - before.heapUsed).toBeLessThan(BREATH_BYTES);
    expect(await deadlocks()).toBe(0);
    expect((await fetch(`${stack.gatewayUrl}/readyz`)).status).toBe(200);
    expect((await bob.ask('threads.get_by_id', { thread_id: targets.foreignThreadId })).status).toBe(200); // nobody else's request touched it
  },
  TIMEOUT_MS,
);
