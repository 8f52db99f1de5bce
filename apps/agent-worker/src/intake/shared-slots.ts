import type { ClaimLimits, WorkerSlotsStore, WorkersSeen } from '@frontdesk/runs';

/** Of a worker's slots, these come on top: answers of those who have next to nothing at work find room in them. */
const spareOf = (slots: number): number => Math.ceil(slots / 4);

export interface SharedSlotsParts {
  readonly store: WorkerSlotsStore;
  readonly workerId: string;
  /** Answers that this worker writes at once. */
  readonly own: number;
  /** Answers at once of one tenant, and of one user. */
  readonly ofTenant: number;
  readonly ofUser: number;
}

/** What all workers can do at once, as far as this one knows: its own slots until it has heard of others. */
export class SharedSlots implements ClaimLimits {
  private seen: WorkersSeen;

  constructor(private readonly parts: SharedSlotsParts) {
    this.seen = { slots: parts.own, workers: 1, place: 0 };
  }

  get slots(): number {
    return this.seen.slots;
  }

  get ofTenant(): number {
    return this.parts.ofTenant;
  }

  get ofUser(): number {
    return this.parts.ofUser;
  }

  /** Answers that this worker takes at once, the spare ones included. */
  get concurrency(): number {
    return this.parts.own + spareOf(this.parts.own);
  }

  /** Tells the others of this worker, and hears of them. */
  async announce(): Promise<void> {
    this.seen = await this.parts.store.announce(this.parts.workerId, this.parts.own);
  }

  /**
   * Whether it falls to this worker to begin a run that all have heard of. Each run falls to one of those that know of each other;
   * where they do not yet, two may try, and the claim lets one.
   */
  isMine(runId: string): boolean {
    return hashOf(runId) % this.seen.workers === this.seen.place;
  }

  async leave(): Promise<void> {
    await this.parts.store.leave(this.parts.workerId);
  }
}

/** Any number that differs from id to id, and is the same at every worker. */
const hashOf = (id: string): number => [...id].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0, 0);
