/** How often the clock is looked at; no timer of the whole length, since timers stand still while a machine sleeps. */
const LOOK_MS = 2_000;

/** Notices that nothing was heard for too long: a machine that slept keeps connections that nobody answers any more. */
export class SilenceWatch {
  private heardAt = Date.now();

  /** @param over ends the watch, too */
  constructor(silenceMs: number, over: AbortSignal, onSilence: () => void) {
    const look = (): void => {
      if (Date.now() - this.heardAt >= silenceMs) {
        onSilence();
      }
    };
    const timer = setInterval(look, Math.min(LOOK_MS, silenceMs));
    this.stop = () => clearInterval(timer);
    over.addEventListener('abort', this.stop, { once: true });
  }

  readonly stop: () => void;

  heard(): void {
    this.heardAt = Date.now();
  }
}
