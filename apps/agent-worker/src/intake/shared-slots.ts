import type { ClaimLimits, WorkerSlotsStore } from '@frontdesk/runs';

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
  slots: number;

  constructor(private readonly parts: SharedSlotsParts) {
    this.slots = parts.own;
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
    this.slots = await this.parts.store.announce(this.parts.workerId, this.parts.own);
  }

  async leave(): Promise<void> {
    await this.parts.store.leave(this.parts.workerId);
  }
}
