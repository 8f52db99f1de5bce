/** Counts the frames that people see: the clock of troubles, which stands still when nothing is shown. */
export class Frames {
  seen = 0;
  private wanted = Infinity;
  private wake: () => void = () => undefined;

  saw(): void {
    this.seen += 1;
    if (this.seen >= this.wanted) {
      this.wake();
    }
  }

  /** For one at a time. @returns whether so many more were seen before everything was over */
  async more(count: number, over: Promise<void>): Promise<boolean> {
    this.wanted = this.seen + count;
    const reached = new Promise<boolean>((resolve) => (this.wake = () => resolve(true)));
    return Promise.race([reached, over.then(() => false)]);
  }
}
