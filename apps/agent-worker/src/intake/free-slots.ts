import type { ClaimedRun, RunPointer } from '@frontdesk/runs';

/** Claims under way at once for the slots that wait: few, so that a run that comes with its own job does not stand behind all of them. */
const CLAIMS_AT_ONCE = 4;
/** After so many lists of which other workers had everything, the slots are not needed. */
const ROUNDS = 3;

interface FreeSlot {
  readonly take: (run: ClaimedRun | null) => void;
  readonly fail: (cause: unknown) => void;
}

export interface FreeSlotsParts {
  /** Runs whose turn it is, at most so many; none when nothing needs a slot. */
  readonly candidates: (count: number) => Promise<readonly RunPointer[]>;
  /** @returns null when somebody else has the run */
  readonly claim: (runId: string) => Promise<ClaimedRun | null>;
}

/**
 * The slots of a worker that have no run any more. One look is made for all of them, and each gets another run of it: when many
 * answers end at once and every slot looks for itself, all are given the same runs, and nearly all of their claims come to nothing.
 */
export class FreeSlots {
  private readonly line: FreeSlot[] = [];
  private looking = false;

  constructor(private readonly parts: FreeSlotsParts) {}

  /**
   * @returns null when the slot is not needed
   * @throws what the stores did
   */
  next(): Promise<ClaimedRun | null> {
    return new Promise((take, fail) => {
      this.line.push({ take, fail });
      if (!this.looking) {
        void this.fill();
      }
    });
  }

  /** Never throws: whoever waits hears of it. */
  private async fill(): Promise<void> {
    this.looking = true;
    try {
      for (let round = 0; this.line.length > 0 && round < ROUNDS;) {
        const waiting = this.line.length;
        const candidates = await this.parts.candidates(Math.min(waiting, CLAIMS_AT_ONCE));
        if (candidates.length === 0) {
          this.letGo(waiting);
          continue;
        }
        round = (await this.share(candidates)) ? 0 : round + 1;
      }
      this.letGo(this.line.length);
    } catch (cause) {
      this.line.splice(0).forEach(({ fail }) => fail(cause));
    } finally {
      this.looking = false;
    }
  }

  /** Slots that came while the look was under way may have been freed after it: they are looked for again. */
  private letGo(count: number): void {
    this.line.splice(0, count).forEach(({ take }) => take(null));
  }

  /** @returns whether a slot got a run */
  private async share(candidates: readonly RunPointer[]): Promise<boolean> {
    const claims = await Promise.allSettled(candidates.map(({ id }) => this.parts.claim(id)));
    const runs = claims.flatMap((claim) => (claim.status === 'fulfilled' && claim.value !== null ? [claim.value] : []));
    for (const run of runs) {
      this.line.shift()?.take(run); // there are no more runs than slots that waited for them
    }
    const failed = claims.find((claim) => claim.status === 'rejected');
    if (failed !== undefined) {
      throw failed.reason;
    }
    return runs.length > 0;
  }
}
