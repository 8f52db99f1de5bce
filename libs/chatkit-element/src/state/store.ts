/** A value with subscribers, for `useSyncExternalStore`. Updates are immutable replacements. */
export class Store<T extends object> {
  private value: T;
  private readonly listeners = new Set<() => void>();
  private scheduled = false;

  constructor(initial: T) {
    this.value = initial;
  }

  /** Stable identity, so that it can be handed to React as it is. */
  readonly get = (): T => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  update(change: (value: T) => T): void {
    const next = change(this.value);
    if (next === this.value) {
      return;
    }
    this.value = next;
    this.notify();
  }

  /** Like {@link update}, but subscribers hear of it once per frame: deltas can come much faster than a screen refreshes. */
  updateSoon(change: (value: T) => T): void {
    const next = change(this.value);
    if (next === this.value) {
      return;
    }
    this.value = next;
    if (this.scheduled) {
      return;
    }
    this.scheduled = true;
    let done = false;
    const flush = (): void => {
      if (done) {
        return;
      }
      done = true;
      clearTimeout(timer);
      this.scheduled = false;
      this.notify();
    };
    // Frames stop in hidden tabs, where the state must move on all the same.
    const timer = setTimeout(flush, 100);
    requestAnimationFrame(flush);
  }

  private notify(): void {
    for (const listener of [...this.listeners]) {
      listener();
    }
  }
}
