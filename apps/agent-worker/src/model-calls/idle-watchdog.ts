/** Calls `onIdle` once when nothing touched it for `idleMs`. One timer in all, however often it is touched. */
export class IdleWatchdog {
  private lastAt = Date.now();
  private timer: NodeJS.Timeout | null;

  constructor(
    private readonly idleMs: number,
    private readonly onIdle: () => void,
  ) {
    this.timer = setTimeout(() => this.check(), idleMs);
  }

  touch(): void {
    this.lastAt = Date.now();
  }

  stop(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
  }

  private check(): void {
    const left = this.lastAt + this.idleMs - Date.now();
    if (left <= 0) {
      this.timer = null;
      this.onIdle();
    } else {
      this.timer = setTimeout(() => this.check(), left);
    }
  }
}
