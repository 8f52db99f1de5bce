import type { AssistantMessageItem, ClientToolCallItem } from '@frontdesk/chatkit-protocol';
import { FrontdeskError, isTerminal, newId, type Owner } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { ThreadStore } from '@frontdesk/threads';
import { RunAdmissionStore } from '../src/run-admission.store.js';
import { RunLifecycleStore } from '../src/run-lifecycle.store.js';
import type { ClaimedRun } from '../src/run-records.js';
import { userMessage } from './messages.js';

/** What is to happen, and to which of the runs and claims that there are by then. */
export interface Step {
  readonly kind: 'claim' | 'finish' | 'ask' | 'answer' | 'release' | 'heartbeat' | 'save' | 'stop' | 'say' | 'retry' | 'die' | 'give up' | 'delete';
  readonly which: number;
}

interface RunRow {
  readonly id: string;
  readonly status: string;
  readonly epoch: number;
  readonly seq: bigint;
}

/**
 * One thread, everything that was ever held of its runs, and what must be true of them after each moment. When it is deleted the
 * next one begins, and who held a run of the old one goes on trying.
 */
export class ThreadRace {
  private readonly admission: RunAdmissionStore;
  private readonly lifecycle: RunLifecycleStore;
  private readonly threads: ThreadStore;
  private readonly owner: Owner = { tenantId: 'default', userId: newId('msg') };
  private threadId = newId('thr');
  private message = userMessage(this.threadId);
  /** Everything that any worker ever held, oldest first. */
  private readonly claims: ClaimedRun[] = [];
  /** By run and epoch: how often its holder was told that it ended or handed over the run. */
  private readonly endings = new Map<string, number>();
  private saved: string[] = [];
  private before: readonly RunRow[] = [];
  private retried = false;
  /** Runs that waited for the client once: an answer puts them back before later ones that may be at work by then. */
  private readonly waited = new Set<string>();
  /** Questions to the client that were answered in this thread. */
  private answered = 0;
  private deleted = false;
  /** Somebody was told that the thread is not there. */
  private notFound = false;
  /** Runs of threads that are deleted. */
  private readonly gone = new Set<string>();
  private readonly wonAfterEnd: string[] = [];

  private constructor(
    private readonly db: Database,
    private readonly won: (kind: string) => void,
  ) {
    this.admission = new RunAdmissionStore(db);
    this.lifecycle = new RunLifecycleStore(db);
    this.threads = new ThreadStore(db);
  }

  static async begin(db: Database, won: (kind: string) => void): Promise<ThreadRace> {
    const race = new ThreadRace(db, won);
    await race.beginThread();
    return race;
  }

  private async beginThread(): Promise<void> {
    await this.admission.admitNewThread(this.owner, this.message);
    this.before = await this.rows();
  }

  /** All steps at once. @returns what is wrong afterwards */
  async live(steps: readonly Step[]): Promise<string[]> {
    const held = [...this.claims];
    const runs = [...this.before];
    await Promise.all(
      steps.map(async ({ kind, which }) => {
        const run = runs[which % runs.length];
        const claim = held[which % Math.max(1, held.length)];
        if (run !== undefined && (await this.steps[kind](run, claim))) {
          this.won(kind);
        }
      }),
    );
    const wrong = this.deleted ? await this.wrongRemains() : await this.wrongThread();
    if (this.deleted && wrong.length === 0) {
      await this.beginAnew();
    }
    return [...wrong, ...this.wonAfterEnd, ...this.wrongEndings()];
  }

  private async wrongThread(): Promise<string[]> {
    const after = await this.rows();
    const lost = this.notFound ? [`${this.threadId} was not found, and nobody deleted it`] : [];
    const wrong = [...lost, ...this.wrongStates(after), ...(await this.wrongItems())];
    this.before = after;
    return wrong;
  }

  private async beginAnew(): Promise<void> {
    this.claims.forEach(({ id }) => this.gone.add(id));
    this.threadId = newId('thr');
    this.message = userMessage(this.threadId);
    this.saved = [];
    this.answered = 0;
    this.retried = false;
    this.deleted = false;
    this.notFound = false;
    await this.beginThread();
  }

  /** Works on everything that is left, as workers would. @returns what is wrong afterwards */
  async end(): Promise<string[]> {
    const unfinished = { threadId: this.threadId, status: { in: ['queued', 'running', 'waiting'] } };
    for (let round = 0; round < 50 && (await this.db.run.count({ where: unfinished })) > 0; round += 1) {
      await this.die();
      await this.lifecycle.abandonHopeless(100);
      for (const { id, status } of await this.rows()) {
        if (status === 'waiting') {
          await this.admission.requestCancel(this.owner, this.threadId, { runId: id });
        }
        const claim = await this.claim(id);
        if (claim !== null) {
          await this.finish(claim);
        }
      }
    }
    const left = await this.db.run.findMany({ where: unfinished });
    return [...this.wrongStates(await this.rows()), ...left.map(({ id, status, epoch, attempts }) => `${id} is ${status} for ever, at epoch ${epoch}, attempt ${attempts}`)];
  }

  private readonly steps: Readonly<Record<Step['kind'], (run: RunRow, held: ClaimedRun | undefined) => Promise<boolean>>> = {
    claim: async (run) => (await this.claim(run.id)) !== null,
    finish: async (_run, held) => held !== undefined && this.finish(held),
    ask: async (_run, held) => held !== undefined && this.ask(held),
    answer: () => this.answer(),
    delete: () => this.delete(),
    release: async (_run, held) => held !== undefined && this.ended(held, await this.lifecycle.release(held, held.attempt > 1)),
    heartbeat: async (_run, held) => held !== undefined && this.held(held, (await this.lifecycle.heartbeat(held)) !== 'lost'),
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

  /** Shows a question, and waits for the client. */
  private async ask(held: ClaimedRun): Promise<boolean> {
    const question = callOfClient(this.threadId);
    this.waited.add(held.id);
    return this.held(held, await this.lifecycle.saveItem(held, question)) && this.ended(held, await this.lifecycle.finish(held, { status: 'waiting', checkpoint: {} }));
  }

  private async answer(): Promise<boolean> {
    const { threadId } = this;
    const won = await this.admitted(() => this.admission.admitClientToolOutput(this.owner, threadId, { success: true }));
    this.answered += Number(won);
    return won;
  }

  private async delete(): Promise<boolean> {
    const won = await this.admitted(() => this.threads.deleteThread(this.owner, this.threadId));
    this.deleted ||= won;
    return won;
  }

  private ended(claim: ClaimedRun, won: boolean): boolean {
    const name = `${claim.id}@${claim.epoch}`;
    this.endings.set(name, (this.endings.get(name) ?? 0) + Number(won));
    return this.held(claim, won);
  }

  /** Keeps book of who won something over a run that is deleted. */
  private held({ id, epoch }: ClaimedRun, won: boolean): boolean {
    if (won && this.gone.has(id)) {
      this.wonAfterEnd.push(`${id}@${epoch} is deleted, and its holder won`);
    }
    return won;
  }

  private async save(held: ClaimedRun): Promise<boolean> {
    const item = answer(this.threadId);
    const won = this.held(held, await this.lifecycle.saveItem(held, item));
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
      const code = cause instanceof FrontdeskError ? cause.code : null;
      if (code !== 'conflict' && code !== 'not_found') {
        throw cause;
      }
      this.notFound ||= code === 'not_found';
      return false;
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
    const overtaken = running.filter(({ seq }) => after.some((other) => other.seq < seq && ['queued', 'running'].includes(other.status) && !this.waited.has(other.id)));
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

  /** Of a deleted thread nothing is left, and nothing comes back. */
  private async wrongRemains(): Promise<string[]> {
    const of = { where: { threadId: this.threadId } };
    const [threads, runs, items] = await Promise.all([this.db.thread.count({ where: { id: this.threadId } }), this.db.run.count(of), this.db.threadItem.count(of)]);
    return threads + runs + items === 0 ? [] : [`${this.threadId} is deleted, and there are ${threads} threads, ${runs} runs and ${items} items of it`];
  }

  private wrongEndings(): string[] {
    const names = this.claims.map(({ id, epoch }) => `${id}@${epoch}`);
    return [
      ...[...this.endings].filter(([, count]) => count > 1).map(([claim]) => `${claim} was ended twice`),
      ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} was claimed twice`),
    ];
  }

  /** What was said to be saved is there, and nothing else; each answer of the client answered a question of its own. */
  private async wrongItems(): Promise<string[]> {
    const items = await this.db.threadItem.findMany({ where: { threadId: this.threadId }, select: { id: true, type: true, data: true } });
    const stored = items.filter(({ type }) => type === 'assistant_message').map(({ id }) => id);
    const answers = items.filter(({ type, data }) => type === 'client_tool_call' && (data as { status?: string }).status === 'completed').length;
    return [
      ...stored.filter((id) => !this.saved.includes(id)).map((id) => `${id} is stored though its writer lost`),
      ...(this.retried ? [] : this.saved.filter((id) => !stored.includes(id)).map((id) => `${id} was saved and is gone`)),
      ...(this.retried || answers === this.answered ? [] : [`${answers} questions are answered, by ${this.answered} answers`]),
    ];
  }
}

const base = (threadId: string) => ({ thread_id: threadId, created_at: new Date().toISOString() });
const answer = (threadId: string): AssistantMessageItem => ({ id: newId('msg'), ...base(threadId), type: 'assistant_message', content: [] });
const callOfClient = (threadId: string): ClientToolCallItem => ({
  id: newId('tc'), ...base(threadId), type: 'client_tool_call', status: 'pending', call_id: newId('tc'), name: 'ask', arguments: {},
});
