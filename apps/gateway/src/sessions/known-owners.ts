import type { Owner } from '@frontdesk/contracts';

/** Of one process; some hundred bytes each. */
const KEPT = 10_000;

/** Whose secrets this process has seen lately, by the secrets' hashes. */
export class KnownOwners {
  private readonly owners = new Map<string, Owner>();

  constructor(private readonly kept = KEPT) {}

  of(secretHash: string): Owner | null {
    return this.owners.get(secretHash) ?? null;
  }

  /** Of too many, the one that was seen least lately is forgotten. */
  remember(secretHash: string, owner: Owner): void {
    this.owners.delete(secretHash);
    this.owners.set(secretHash, owner);
    const [oldest] = this.owners.size > this.kept ? this.owners.keys() : [];
    if (oldest !== undefined) {
      this.owners.delete(oldest);
    }
  }

  forget(secretHash: string): void {
    this.owners.delete(secretHash);
  }
}
