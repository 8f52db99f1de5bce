import { setTimeout as delay } from 'node:timers/promises';
import { Stop } from '../setup/stop.mjs';
import { ManagedProcess } from './managed-process.mjs';
import { becomesReady, whyNotReady } from './probe.mjs';

const READY_TIMEOUT_MS = 60_000;
/** How long a process may take to finish what it does. A run that is cut off is taken up again at the next start. */
const STOP_TIMEOUT_MS = 10_000;
/** A process that ends by itself is started again, later each time; one that keeps ending stops the whole. */
const RESTART_DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** Having run this long, a process has its restarts back. */
const STEADY_MS = 60_000;

/**
 * @typedef {import('./managed-process.mjs').ProcessSpec} ProcessSpec
 *
 * @typedef {object} Hooks
 * @property {Readonly<Record<string, string | undefined>>} env what every process inherits
 * @property {(name: string, line: string) => void} onLine
 * @property {(sentence: string) => void} say
 */

/** Starts the processes of a system, keeps them running, and stops them in order. */
export class Supervisor {
  /** @type {Map<string, ManagedProcess>} */
  #running = new Map();
  #stopping = false;
  #ready = false;
  /** @type {(cause: Stop) => void} */
  #giveUp = () => undefined;

  /**
   * @param {readonly ProcessSpec[]} specs in the order in which they are stopped
   * @param {Hooks} hooks
   */
  constructor(specs, hooks) {
    this.specs = specs;
    this.hooks = hooks;
    /** Rejects when a process cannot be kept running. @type {Promise<never>} */
    this.failure = new Promise((_, reject) => {
      this.#giveUp = reject;
    });
    this.failure.catch(() => undefined); // whoever waits for it handles it; nobody does before the start is over
  }

  /** Starts all of them at once, and waits until each says that it is ready. */
  async start() {
    this.specs.forEach((spec) => this.#launch(spec, 0));
    await Promise.race([this.failure, Promise.all(this.specs.map((spec) => this.#waitFor(spec)))]);
    this.#ready = true;
  }

  /** @param {ProcessSpec} spec */
  async #waitFor(spec) {
    const wrong = await becomesReady(() => whyNotReady(spec.readyUrl), { timeoutMs: READY_TIMEOUT_MS, giveUp: () => (this.#stopping ? 'stopped' : undefined) });
    if (wrong !== undefined && !this.#stopping) {
      throw new Stop(`frontdesk-${spec.name} did not become ready within ${READY_TIMEOUT_MS / 1000} s (${wrong}): its lines above say why.`);
    }
  }

  /** @param {ProcessSpec} spec @param {number} restarts */
  #launch(spec, restarts) {
    const began = Date.now();
    const process = new ManagedProcess(spec, { env: this.hooks.env, onLine: (line) => this.hooks.onLine(spec.name, line) });
    this.#running.set(spec.name, process);
    void process.exited.then(() => this.#onExit(spec, process, Date.now() - began > STEADY_MS ? 0 : restarts));
  }

  /** @param {ProcessSpec} spec @param {ManagedProcess} process @param {number} restarts */
  async #onExit(spec, process, restarts) {
    if (this.#stopping) {
      return;
    }
    const what = `frontdesk-${spec.name} ${process.describeExit()}`;
    const waitMs = RESTART_DELAYS_MS[restarts];
    if (!this.#ready || waitMs === undefined) {
      const when = this.#ready ? `for the ${restarts + 1}th time within a short while` : 'while it started';
      this.#giveUp(new Stop(`${what} ${when}: its lines above say why.`));
      return;
    }
    this.hooks.say(`${what}; it is started again in ${waitMs / 1000} s`);
    await delay(waitMs);
    if (!this.#stopping) {
      this.#launch(spec, restarts + 1);
    }
  }

  /** Stops one after the other: first who takes work in, then who does it, then what they need. */
  async stop() {
    this.#stopping = true;
    for (const spec of this.specs) {
      await this.#running.get(spec.name)?.stop(STOP_TIMEOUT_MS);
    }
  }

  /** Ends what is left at once. */
  kill() {
    this.#stopping = true;
    this.#running.forEach((process) => process.kill('SIGKILL'));
  }
}
