import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase, pick, randomFrom } from '@frontdesk/testing';
import { ThreadRace, type Step } from './thread-race.js';

/** Threads that are raced over at the same time, and connections: as many as steps, since those that wait for one do not race. */
const THREADS_AT_ONCE = 8;
const CONNECTIONS = 48;
/** Moments of one thread, and what happens in each. Every moment is one interleaving: its steps leave together. */
const MOMENTS = 5;
const STEPS = 6;

/** By how often they come. */
const STEP_KINDS: ReadonlyArray<Step['kind']> = [
  ...['claim', 'claim', 'claim', 'claim', 'claim', 'claim', 'finish', 'finish', 'ask', 'ask', 'answer', 'answer', 'release'] as const,
  ...['heartbeat', 'save', 'save', 'stop', 'say', 'say', 'retry', 'die', 'die', 'die', 'give up', 'give up', 'delete'] as const,
];

/** A pure function of its seed: which steps leave together, in which order. How the database interleaves them is not. */
export function momentsOf(seed: number): readonly (readonly Step[])[] {
  const random = randomFrom(seed);
  const step = (): Step => ({ kind: pick(random, STEP_KINDS), which: Math.floor(random() * 1_000) });
  return Array.from({ length: MOMENTS }, () => Array.from({ length: STEPS }, step));
}

/** Claims, ends, hand-overs, questions and their answers, stops, retries, messages, deletions and dead leases at the same moment, on the real store. */
export class RunRaces {
  interleavings = 0;
  /** How many steps of each kind won. */
  readonly wins = new Map<string, number>();

  private constructor(private readonly db: Database) {}

  static async open(): Promise<RunRaces> {
    const db = createDatabase((await createTestDatabase()).url, { poolSize: CONNECTIONS });
    await Promise.all(Array.from({ length: CONNECTIONS }, () => db.$queryRaw`SELECT pg_sleep(0.1)::text`)); // all of them are open
    return new RunRaces(db);
  }

  close(): Promise<void> {
    return this.db.$disconnect();
  }

  /** @throws Error that names the seed of the thread in which something was wrong */
  async run(interleavings: number, seed: number): Promise<void> {
    const threads = Math.ceil(interleavings / MOMENTS);
    let next = 0;
    const wrong: string[] = [];
    const race = async (): Promise<void> => {
      for (let index = next++; index < threads && wrong.length === 0; index = next++) {
        wrong.push(...(await this.raceOver(seed + index).catch((cause: unknown) => [`seed ${seed + index}: ${String(cause)}`])));
      }
    };
    await Promise.all(Array.from({ length: THREADS_AT_ONCE }, race));
    if (wrong.length > 0) {
      throw new Error(wrong.join('\n'));
    }
  }

  /** @returns what was wrong in one thread */
  private async raceOver(seed: number): Promise<string[]> {
    const thread = await ThreadRace.begin(this.db, (kind) => this.wins.set(kind, (this.wins.get(kind) ?? 0) + 1));
    for (const [moment, steps] of momentsOf(seed).entries()) {
      const wrong = await thread.live(steps).catch((cause: unknown) => [String(cause)]); // of a deadlock, too, nobody must hear
      this.interleavings += 1;
      if (wrong.length > 0) {
        return wrong.map((problem) => `seed ${seed}, moment ${moment} (${steps.map(({ kind }) => kind).join(', ')}): ${problem}`);
      }
    }
    return (await thread.end()).map((problem) => `seed ${seed}, at the end: ${problem}`);
  }
}
