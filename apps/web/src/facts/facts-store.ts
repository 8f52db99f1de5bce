import { UNREACHABLE } from '../session/session-problem.js';
import type { Fact } from './fact.js';
import type { FactsApi } from './facts-api.js';

/** How long a forgotten fact can be brought back before the server is told. */
export const UNDO_MS = 6_000;

export interface FactRow extends Fact {
  /** `forgetting`: its undo time is running. `stuck`: the server did not forget it. */
  readonly status: 'kept' | 'forgetting' | 'stuck';
  /** Came while the page was open, and was not seen yet. */
  readonly isNew: boolean;
}

export interface FactsState {
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Why the latest refresh failed. With `ready`, the rows are those of the last success. */
  readonly problem: string | null;
  readonly refreshing: boolean;
  /** Newest first. */
  readonly rows: readonly FactRow[];
  /** The latest change, as a sentence for a live region. */
  readonly announcement: string;
}

const INITIAL: FactsState = { phase: 'loading', problem: null, refreshing: false, rows: [], announcement: '' };

/** What the panel shows. The server's list is the truth; forgetting is applied here first and can be undone for a while. */
export class FactsStore {
  readonly #api: FactsApi;
  readonly #listeners = new Set<() => void>();
  readonly #undoTimers = new Map<string, number>();
  /** Undo time is over, the server has been told and has not answered: not shown, whatever a refresh says. */
  readonly #leaving = new Set<string>();
  readonly #stuck = new Set<string>();
  readonly #new = new Set<string>();
  #facts: readonly Fact[] = [];
  #refresh: AbortController | null = null;
  #state = INITIAL;

  constructor(api: FactsApi) {
    this.#api = api;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): FactsState => this.#state;

  /** Reads the list again. A refresh under way is dropped: it may have been answered before the latest change. */
  readonly refresh = async (): Promise<void> => {
    this.#refresh?.abort();
    const refresh = new AbortController();
    this.#refresh = refresh;
    this.#update({ refreshing: true });
    try {
      const facts = await this.#api.list(refresh.signal);
      if (this.#refresh === refresh) {
        this.#accept(facts);
      }
    } catch (error) {
      if (this.#refresh !== refresh) {
        return;
      }
      const phase = this.#state.phase === 'ready' ? 'ready' : 'failed';
      this.#update({ phase, problem: describe(error), refreshing: false });
    }
  };

  /** The chat recorded a fact: shows it at once, then reads the list for the rest. */
  readonly record = (id: string, text: string): void => {
    if (id !== '' && text !== '' && !this.#facts.some((fact) => fact.id === id)) {
      this.#new.add(id);
      this.#facts = [{ id, text, createdAt: Date.now() }, ...this.#facts];
      this.#update({ announcement: `Saved: ${text}` });
    }
    void this.refresh();
  };

  readonly forget = (id: string): void => {
    const fact = this.#facts.find((candidate) => candidate.id === id);
    if (!fact || this.#undoTimers.has(id)) {
      return;
    }
    this.#stuck.delete(id);
    this.#undoTimers.set(
      id,
      window.setTimeout(() => void this.#commit(fact), UNDO_MS),
    );
    this.#update({ announcement: `Forgotten: ${fact.text}. You can undo this for ${String(UNDO_MS / 1000)} seconds.` });
  };

  readonly undo = (id: string): void => {
    const fact = this.#facts.find((candidate) => candidate.id === id);
    if (!fact || !this.#cancelTimer(id)) {
      return;
    }
    this.#update({ announcement: `Kept: ${fact.text}` });
  };

  /** The page is going away: what was forgotten stays forgotten, without the rest of its undo time. */
  readonly commitOnExit = (): void => {
    for (const id of [...this.#undoTimers.keys()]) {
      this.#cancelTimer(id);
      this.#leaving.add(id);
      this.#api.forgetOnExit(id);
    }
    this.#update({});
  };

  /** The page is back from the browser's cache: whatever was under way is over, so ask anew. */
  readonly resume = (): void => {
    this.#leaving.clear();
    void this.refresh();
  };

  /** The new facts have been seen. */
  readonly markSeen = (): void => {
    this.#new.clear();
    this.#update({});
  };

  async #commit(fact: Fact): Promise<void> {
    this.#undoTimers.delete(fact.id);
    this.#leaving.add(fact.id);
    this.#update({});
    try {
      await this.#api.forget(fact.id);
      this.#facts = this.#facts.filter(({ id }) => id !== fact.id);
      this.#leaving.delete(fact.id);
      void this.refresh();
    } catch (error) {
      this.#leaving.delete(fact.id);
      this.#stuck.add(fact.id);
      this.#update({ announcement: `Could not be forgotten: ${fact.text}. ${describe(error)}` });
    }
  }

  #accept(facts: readonly Fact[]): void {
    const before = new Map(this.#facts.map((fact) => [fact.id, fact]));
    const known = new Set(facts.map(({ id }) => id));
    const added = this.#state.phase === 'ready' ? facts.filter(({ id }) => !before.has(id)) : [];
    const removed = [...before.values()].filter(({ id }) => !known.has(id));
    for (const { id } of added) {
      this.#new.add(id);
    }
    for (const { id } of removed) {
      this.#cancelTimer(id);
    }
    this.#facts = facts;
    const sentences = [...added.map(({ text }) => `Saved: ${text}`), ...removed.map(({ text }) => `Forgotten: ${text}`)];
    this.#update({
      phase: 'ready',
      problem: null,
      refreshing: false,
      ...(sentences.length > 0 && { announcement: sentences.join('. ') }),
    });
  }

  #cancelTimer(id: string): boolean {
    const timer = this.#undoTimers.get(id);
    window.clearTimeout(timer);
    return this.#undoTimers.delete(id);
  }

  #update(change: Partial<Omit<FactsState, 'rows'>>): void {
    const rows = this.#facts.filter(({ id }) => !this.#leaving.has(id)).map((fact) => this.#row(fact));
    this.#state = { ...this.#state, ...change, rows };
    for (const listener of this.#listeners) {
      listener();
    }
  }

  #row(fact: Fact): FactRow {
    const kept = this.#stuck.has(fact.id) ? 'stuck' : 'kept';
    return { ...fact, status: this.#undoTimers.has(fact.id) ? 'forgetting' : kept, isNew: this.#new.has(fact.id) };
  }
}

/** Our own errors carry a sentence; those of `fetch` (no network: TypeError; timeout: DOMException) are not for people. */
function describe(error: unknown): string {
  const isFetchFailure = error instanceof TypeError || error instanceof DOMException;
  return error instanceof Error && !isFetchFailure ? error.message : UNREACHABLE;
}
