import type { AssistantMessageItem } from '@frontdesk/chatkit-protocol';
import { FrontdeskError, isTerminal, newId, type Owner } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createTestDatabase, pick, randomFrom } from '@frontdesk/testing';
import { RunAdmissionStore } from '../src/run-admission.store.js';
import { RunLifecycleStore } from '../src/run-lifecycle.store.js';
import type { ClaimedRun } from '../src/run-records.js';
import { userMessage } from './messages.js';

/** Threads that are raced over at the same time, over so many connections. */
const THREADS_AT_ONCE = 24;
const CONNECTIONS = 24;
/** Moments of one thread, and what happens in each. Every moment is one interleaving: its steps leave together. */
const MOMENTS = 5;
const STEPS = 6;

const STEP_KINDS = ['claim', 'claim', 'claim', 'finish', 'finish', 'release', 'heartbeat', 'save', 'stop', 'say', 'retry', 'die', 'give up'] as const;

/** What is to happen, and to which of the runs and claims that there are by then. */
interface Step {
  readonly kind: (typeof STEP_KINDS)[number];
  readonly which: number;
}

/** A pure function of its seed: which steps leave together, in which order. How the database interleaves them is not. */
export function momentsOf(seed: number): readonly (readonly Step[])[] {
  const random = randomFrom(seed);
  const step = (): Step => ({ kind: pick(random, STEP_KINDS), which: Math.floor(random() * 1_000) });
  return Array.from({ length: MOMENTS }, () => Array.from({ length: STEPS }, step));
}

/** Claims, ends, hand-overs, stops, retries, messages and dead leases at the same moment, on the real store. */
export class RunRaces {
  interleavings = 0;
  /** How many steps of each kind won. */
  readonly wins = new Map<string, number>();

  private constructor(private readonly db: Database) {}

  static async open(): Promise<RunRaces> {
    return new RunRaces(createDatabase((await createTestDatabase()).url, { poolSize: CONNECTIONS }));
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
        wrong.push(...(await this.raceOver(seed + index)));
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: THREADS_AT_ONCE }, race));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) {
      throw failed.reason;
    }
    if (wrong.length > 0) {
      throw new Error(wrong.join('\n'));
    }
  }

  /** @returns what was wrong in one thread */
  private async raceOver(seed: number): Promise<string[]> {
    const thread = await ThreadRace.begin(this.db, (kind) => this.wins.set(kind, (this.wins.get(kind) ?? 0) + 1));
    for (const [moment, steps] of momentsOf(seed).entries()) {
      const wrong = await thread.live(steps);
      this.interleavings += 1;
      if (wrong.length > 0) {
        return wrong.map((problem) => `seed ${seed}, moment ${moment} (${steps.map(({ kind }) => kind).join(', ')}): ${problem}`);
      }
    }
    return (await thread.end()).map((problem) => `seed ${seed}, at the end: ${problem}`);
  }
}

interface RunRow {
  readonly id: string;
  readonly status: string;
  readonly epoch: number;
  readonly seq: bigint;
}

/** One thread, everything that was ever held of its runs, and what must be true of them after each moment. */
class ThreadRace {
  private readonly admission: RunAdmissionStore;
  private readonly lifecycle: RunLifecycleStore;
  private readonly owner: Owner = { tenantId: 'default', userId: newId('msg') };
  private readonly threadId = newId('thr');
  private readonly message = userMessage(this.threadId);
  /** Everything that any worker ever held, oldest first. */
  private readonly claims: ClaimedRun[] = [];
  /** By run and epoch: how often its holder was told that it ended or handed over the run. */
  private readonly endings = new Map<string, number>();
  private readonly saved: string[] = [];
  private before: readonly RunRow[] = [];
  private retried = false;

  private constructor(
    private readonly db: Database,
    private readonly won: (kind: string) => void,
  ) {
    this.admission = new RunAdmissionStore(db);
    this.lifecycle = new RunLifecycleStore(db);
  }

  static async begin(db: Database, won: (kind: string) => void): Promise<ThreadRace> {
    const race = new ThreadRace(db, won);
    await race.admission.admitNewThread(race.owner, race.message);
    race.before = await race.rows();
    return race;
  }

  /** All steps at once. @returns what is wrong afterwards */
  async live(steps: readonly Step[]): Promise<string[]> {
    const held = [...this.claims];
    const runs = [...this.before];
    await Promise.all(
      steps.map(async ({ kind, which }) => {
        const run = runs[which % runs.length];
        if (run !== undefined && (await this.steps[kind](run, held[which % Math.max(1, held.length)]))) {
          this.won(kind);
        }
      }),
    );
    const after = await this.rows();
    const wrong = [...this.wrongStates(after), ...this.wrongEndings(), ...(await this.wrongItems())];
    this.before = after;
    return wrong;
  }

  /** Works on everything that is left, as workers would. @returns what is wrong afterwards */
  async end(): Promise<string[]> {
    const unfinished = { threadId: this.threadId, status: { in: ['queued', 'running', 'waiting'] } };
    for (let round = 0; round < 50 && (await this.db.run.count({ where: unfinished })) > 0; round += 1) {
      await this.die();
      await this.lifecycle.abandonHopeless(100);
      for (const { id } of await this.rows()) {
        const claim = await this.claim(id);
        if (claim !== null) {
          await this.finish(claim);
        }
      }
    }
    const wrong = this.wrongStates(await this.rows());
    return (await this.db.run.count({ where: unfinished })) > 0 ? [...wrong, 'a run never ended'] : wrong;
  }

  private readonly steps: Readonly<Record<Step['kind'], (run: RunRow, held: ClaimedRun | undefined) => Promise<boolean>>> = {
    claim: async (run) => (await this.claim(run.id)) !== null,
    finish: async (_run, held) => held !== undefined && this.finish(held),
    release: async (_run, held) => held !== undefined && this.ended(held, await this.lifecycle.release(held, held.attempt > 1)),
    heartbeat: async (_run, held) => held !== undefined && (await this.lifecycle.heartbeat(held)) !== 'lost',
    save: async (_run, held) => held !== undefined && this.save(held),
    stop: async () => (await this.admission.requestCancel(this.owner, this.threadId)).length > 0,
    say: () => this.admitted(() => this.admission.admitUserMessage(this.owner, userMessage(this.threadId))),
    retry: () => this.retry(),
    die: () => this.die(),
    'give up': async () => (await this.lifecycle.abandonHopeless(100)).length > 0,
  };

  private async claim(runId: string): Promise<ClaimedRun | null> {
    const claim = await this.lifecycle.claim(runId, 'w');
    if (claim !== null) {
      this.claims.push(claim);
    }
    return claim;
  }

  private async finish(held: ClaimedRun): Promise<boolean> {
    return this.ended(held, await this.lifecycle.finish(held, { status: held.cancelRequested ? 'cancelled' : 'completed' }));
  }

  private ended({ id, epoch }: ClaimedRun, won: boolean): boolean {
    const claim = `${id}@${epoch}`;
    this.endings.set(claim, (this.endings.get(claim) ?? 0) + Number(won));
    return won;
  }

  private async save(held: ClaimedRun): Promise<boolean> {
    const item = answer(this.threadId);
    const won = await this.lifecycle.saveItem(held, item);
    if (won) {
      this.saved.push(item.id);
    }
    return won;
  }

  private retry(): Promise<boolean> {
    return this.admitted(async () => {
      await this.admission.admitRetry(this.owner, this.threadId, this.message.id);
      this.retried = true; // takes what was said since
    });
  }

  /** Refusals are answers, too. */
  private async admitted(admit: () => Promise<unknown>): Promise<boolean> {
    try {
      await admit();
      return true;
    } catch (cause) {
      if (cause instanceof FrontdeskError && cause.code === 'conflict') {
        return false;
      }
      throw cause;
    }
  }

  private async die(): Promise<boolean> {
    const count = await this.db.$executeRaw`
      UPDATE runs SET lease_expires_at = now() - interval '1 second' WHERE thread_id = ${this.threadId} AND status = 'running'`;
    return count > 0;
  }

  private rows(): Promise<RunRow[]> {
    return this.db.run.findMany({ where: { threadId: this.threadId }, orderBy: { seq: 'asc' }, select: { id: true, status: true, epoch: true, seq: true } });
  }

  private wrongStates(after: readonly RunRow[]): string[] {
    const running = after.filter(({ status }) => status === 'running');
    const overtaken = running.filter(({ seq }) => after.some((other) => other.seq < seq && ['queued', 'running'].includes(other.status)));
    const changed = this.before.filter(({ id, status, epoch }) => {
      const now = after.find((run) => run.id === id);
      const isOver = isTerminal(status as Parameters<typeof isTerminal>[0]);
      return now === undefined || now.epoch < epoch || (isOver && (now.status !== status || now.epoch !== epoch));
    });
    return [
      ...(running.length > 1 ? ['two runs of the thread at work'] : []),
      ...overtaken.map(({ id }) => `${id} is at work before an earlier one`),
      ...changed.map(({ id, status }) => `${id} was ${status} for good, or lost an epoch`),
    ];
  }

  private wrongEndings(): string[] {
    const names = this.claims.map(({ id, epoch }) => `${id}@${epoch}`);
    return [
      ...[...this.endings].filter(([, count]) => count > 1).map(([claim]) => `${claim} was ended twice`),
      ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} was claimed twice`),
    ];
  }

  /** What was said to be saved is there, and nothing else. */
  private async wrongItems(): Promise<string[]> {
    const items = await this.db.threadItem.findMany({ where: { threadId: this.threadId, type: 'assistant_message' }, select: { id: true } });
    const stored = items.map(({ id }) => id);
    return [
      ...stored.filter((id) => !this.saved.includes(id)).map((id) => `${id} is stored though its writer lost`),
      ...(this.retried ? [] : this.saved.filter((id) => !stored.includes(id)).map((id) => `${id} was saved and is gone`)),
    ];
  }
}

const answer = (threadId: string): AssistantMessageItem => ({ id: newId('msg'), thread_id: threadId, created_at: new Date().toISOString(), type: 'assistant_message', content: [] });
