const typeOf = (data: string): unknown => (JSON.parse(data) as { type?: unknown }).type;

/** The first frame carries the thread as it is now, which may have got its title meanwhile. */
const isSame = (before: string, now: string): boolean =>
  before === now || (before.includes('"thread.created"') && typeOf(before) === 'thread.created' && typeOf(now) === 'thread.created');

/**
 * What a stream told before it named its first position. A connection that breaks there is taken up from the very
 * beginning, and what comes again is left out.
 */
export class ToldBefore {
  private readonly told: string[] = [];
  /** How far the present connection has repeated it; null once it goes on with something new. */
  private repeated: number | null = null;

  /** The stream comes from its beginning again. */
  beginAgain(): void {
    this.repeated = 0;
  }

  /** Notes a frame that has no position. @returns whether it was told before */
  isRepeat(data: string): boolean {
    const before = this.repeated === null ? undefined : this.told[this.repeated];
    if (this.repeated !== null && before !== undefined && isSame(before, data)) {
      this.repeated += 1;
      return true;
    }
    this.repeated = null;
    this.told.push(data);
    return false;
  }
}
