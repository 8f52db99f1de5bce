import { endRunning } from './run.mjs';
import { say } from './say.mjs';
import { lastWords } from './stop.mjs';

/** npm passes on a Ctrl-C that the terminal has already sent to everybody: the same one, twice. */
const SAME_KEY_MS = 1_000;
const WATCH_PARENT_MS = 1_000;

/** Stops in the reverse order of starting, once, whatever asks for it: Ctrl-C, SIGTERM, or the end of npm. */
export class Shutdown {
  /** @type {(() => Promise<void>)[]} */
  #steps = [];
  /** @type {(() => void)[]} */
  #kills = [];
  /** @type {Promise<void> | undefined} */
  #stopped = undefined;
  #begunAt = 0;

  /** @param {{ exitCode?: number }} [options] exitCode: after a signal; stopping on demand is a success unless it breaks something off */
  constructor({ exitCode = 0 } = {}) {
    this.exitCode = exitCode;
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => this.#onSignal());
    }
    this.#watchParent();
  }

  get begun() {
    return this.#stopped !== undefined;
  }

  /**
   * @param {() => Promise<void>} step
   * @param {() => void} [kill] for whoever cannot wait: ends it at once
   */
  onStop(step, kill = () => undefined) {
    this.#steps.unshift(step);
    this.#kills.push(kill);
  }

  /** @returns {Promise<void>} settles when everything has stopped */
  stop() {
    this.#begunAt ||= Date.now();
    this.#stopped ??= this.#runSteps();
    return this.#stopped;
  }

  async #runSteps() {
    endRunning();
    for (const step of this.#steps) {
      try {
        await step();
      } catch (cause) {
        process.stderr.write(`${lastWords(cause)}\n`);
      }
    }
  }

  #onSignal() {
    if (!this.begun) {
      say('stopping …');
      void this.stop().then(() => {
        say('stopped');
        process.exit(this.exitCode);
      });
    } else if (Date.now() - this.#begunAt > SAME_KEY_MS) {
      say('stopping at once');
      this.#kills.forEach((kill) => kill());
    }
  }

  /** npm that was killed outright tells nobody. It is our parent: the script `exec`s, so no shell stands between. */
  #watchParent() {
    if (process.env['npm_lifecycle_event'] === undefined) {
      return;
    }
    const npm = process.ppid;
    setInterval(() => {
      if (process.ppid !== npm && !this.begun) {
        this.#onSignal();
      }
    }, WATCH_PARENT_MS).unref();
  }
}
