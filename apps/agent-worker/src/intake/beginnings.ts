interface Waiting {
  readonly tenantId: string;
  readonly begin: () => void;
}

/** What one tenant has at work here; forgotten when that is nothing. */
interface Share {
  answers: number;
  /** When the newest of them began, by `performance.now()`. */
  lastAt: number;
  /** About how long they take, in ms. */
  meanMs: number;
}

/** Of the slots, whoever has less at work begins further answers at once. */
const SMALL_SHARE = 1 / 8;
/** Assumed of a tenant's answers until the first of them ends. */
const FIRST_MEAN_MS = 1_000;
/** What an answer that ends weighs in the mean. */
const NEWEST = 0.2;
/** Of the distance at which a worker's slots come free when all are at work for evenly long. */
const PACE = 1 / 2;
const MAX_GAP_MS = 60;
/** In this time all slots can be filled; whoever waits is claimed already, and a lease does not last for ever. */
const MAX_FILL_MS = 2_000;
/** Whose last answer began longer ago is not expected back. */
const LATELY_MS = 60_000;

/**
 * Answers begin one in each turn of the event loop, next to what else is done in it. What a beginning takes of this process is
 * several milliseconds: when 32 slots are filled at once, and all begin together, whatever else goes on stands still for them a few
 * times over, and somebody's single answer with it. Each is as early, or earlier, when it begins as a whole. First comes whose tenant
 * has the least at work here, so that one answer does not stand behind the many of somebody else.
 *
 * Where several tenants come, one with much at work begins further answers at a distance, about twice as fast as answers of this length
 * come and go when all slots are taken. Otherwise what began together asks for its titles together and ends together, again and
 * again, and whoever comes in such a moment waits (docs/decisions/0064).
 */
export class Beginnings {
  private readonly line: Waiting[] = [];
  private readonly shares = new Map<string, Share>();
  private readonly guests = new LastTenants();
  private isTaken = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param concurrency slots of this worker */
  constructor(private readonly concurrency: number) {}

  /**
   * Does the work in its turn; at once when nothing else begins.
   *
   * @param signal of work that is to end: it does not wait any longer for its beginning
   */
  async run<T>(tenantId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((begin) => {
      const waiting = { tenantId, begin };
      this.line.push(waiting);
      signal.addEventListener('abort', () => this.begin(waiting), { once: true });
      if (signal.aborted) {
        this.begin(waiting);
      } else if (!this.isTaken) {
        this.next();
      }
    });
    const beganAt = performance.now();
    try {
      return await work();
    } finally {
      this.ended(tenantId, performance.now() - beganAt);
    }
  }

  private next(): void {
    clearTimeout(this.timer);
    const wait = Math.min(...this.line.map((one) => this.waitOf(one)));
    this.isTaken = wait <= 0;
    if (this.isTaken) {
      const ready = this.line.filter((one) => this.waitOf(one) <= 0);
      this.begin(ready.reduce((best, one) => (this.atWork(one) < this.atWork(best) ? one : best)));
      setImmediate(() => this.next());
    } else if (this.line.length > 0) {
      this.timer = setTimeout(() => this.next(), wait); // whoever need not wait comes before that
    }
  }

  private begin(waiting: Waiting): void {
    const place = this.line.indexOf(waiting);
    if (place !== -1) {
      this.line.splice(place, 1);
      this.begun(waiting.tenantId);
      waiting.begin();
    }
  }

  /** In ms; nothing to wait for where it is 0 or less. */
  private waitOf({ tenantId }: Waiting): number {
    const share = this.shares.get(tenantId);
    const now = performance.now();
    const isAtOnce = share === undefined || share.answers < this.concurrency * SMALL_SHARE || !this.guests.includeAnother(tenantId, now - LATELY_MS);
    return isAtOnce ? 0 : share.lastAt + this.gapMs(share) - now;
  }

  private gapMs({ meanMs }: Share): number {
    return Math.min(MAX_GAP_MS, Math.min(meanMs * PACE, MAX_FILL_MS) / this.concurrency);
  }

  private atWork({ tenantId }: Waiting): number {
    return this.shares.get(tenantId)?.answers ?? 0;
  }

  private begun(tenantId: string): void {
    const now = performance.now();
    const { answers, meanMs } = this.shares.get(tenantId) ?? { answers: 0, meanMs: FIRST_MEAN_MS };
    this.shares.set(tenantId, { answers: answers + 1, meanMs, lastAt: now });
    this.guests.came(tenantId, now);
  }

  private ended(tenantId: string, ms: number): void {
    const share = this.shares.get(tenantId);
    if (share === undefined || share.answers === 1) {
      this.shares.delete(tenantId);
    } else {
      share.answers -= 1;
      share.meanMs += (ms - share.meanMs) * NEWEST;
    }
  }
}

interface Guest {
  readonly tenantId: string;
  readonly at: number;
}

const NOBODY: Guest = { tenantId: '', at: -Infinity };

/** The last two tenants that came: enough to know of each whether another one did. */
class LastTenants {
  private last = NOBODY;
  private before = NOBODY;

  came(tenantId: string, at: number): void {
    if (this.last.tenantId !== tenantId) {
      this.before = this.last;
    }
    this.last = { tenantId, at };
  }

  includeAnother(tenantId: string, since: number): boolean {
    return (this.last.tenantId === tenantId ? this.before : this.last).at > since;
  }
}
