interface Waiting {
  readonly tenantId: string;
  readonly begin: () => void;
}

/**
 * Answers begin one in each turn of the event loop, next to what else is done in it. What a beginning takes of this process is
 * several milliseconds: when 32 slots are filled at once, and all begin together, whatever else goes on stands still for them a few
 * times over, and somebody's single answer with it. Each is as early, or earlier, when it begins as a whole. First comes whose tenant
 * has the least at work here, so that one answer does not stand behind the many of somebody else.
 */
export class Beginnings {
  private readonly line: Waiting[] = [];
  private readonly atWork = new Map<string, number>();
  private isTaken = false;

  /** Does the work in its turn; at once when nothing else begins. */
  async run<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((begin) => {
      this.line.push({ tenantId, begin });
      if (!this.isTaken) {
        this.next();
      }
    });
    try {
      return await work();
    } finally {
      this.add(tenantId, -1);
    }
  }

  private next(): void {
    const first = this.line.reduce<Waiting | null>((best, one) => (best === null || this.count(one) < this.count(best) ? one : best), null);
    this.isTaken = first !== null;
    if (first !== null) {
      this.line.splice(this.line.indexOf(first), 1);
      this.add(first.tenantId, 1);
      first.begin();
      setImmediate(() => this.next());
    }
  }

  private count({ tenantId }: Waiting): number {
    return this.atWork.get(tenantId) ?? 0;
  }

  private add(tenantId: string, change: number): void {
    const count = (this.atWork.get(tenantId) ?? 0) + change;
    if (count === 0) {
      this.atWork.delete(tenantId);
    } else {
      this.atWork.set(tenantId, count);
    }
  }
}
