import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ROOT } from '../setup/paths.mjs';

const LEAVE_WITH_PARENT = new URL('./leave-with-parent.mjs', import.meta.url).href;
const KEPT_LINES = 2_000;

/**
 * @typedef {object} ProcessSpec
 * @property {string} name such as `gateway`, or `agent-worker-2`
 * @property {string} entry the program, relative to the repository
 * @property {Readonly<Record<string, string>>} env
 * @property {string} readyUrl answers 200 when the process can do its work
 *
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Exit
 */

/** One process of the system: its output line by line, its end, and its end on demand. */
export class ManagedProcess {
  /** @type {string[]} */
  lines = [];
  /** @type {Exit | undefined} */
  exit = undefined;

  /**
   * @param {ProcessSpec} spec
   * @param {{ env?: Readonly<Record<string, string | undefined>>, onLine?: (line: string, spec: ProcessSpec) => void }} [options]
   *   env: what the process inherits under its own variables
   */
  constructor(spec, options = {}) {
    this.spec = spec;
    this.child = spawn(process.execPath, ['--import', LEAVE_WITH_PARENT, spec.entry], {
      cwd: ROOT,
      env: { ...options.env, ...spec.env },
      // A session of its own: the terminal's Ctrl-C reaches the starter alone, which stops everything in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream !== null) {
        createInterface({ input: stream }).on('line', (line) => this.#remember(line, options.onLine));
      }
    }
    /** @type {Promise<Exit>} */
    this.exited = new Promise((resolve) => {
      const settle = (/** @type {Exit} */ exit) => resolve((this.exit = exit));
      this.child.once('error', (cause) => {
        this.#remember(cause.message, options.onLine);
        settle({ code: 1, signal: null });
      });
      this.child.once('close', (code, signal) => settle({ code, signal }));
    });
  }

  /** @param {string} line @param {((line: string, spec: ProcessSpec) => void) | undefined} onLine */
  #remember(line, onLine) {
    this.lines.push(line);
    if (this.lines.length > KEPT_LINES) {
      this.lines.splice(0, this.lines.length - KEPT_LINES);
    }
    onLine?.(line, this.spec);
  }

  /** @param {NodeJS.Signals} signal */
  kill(signal) {
    this.child.kill(signal);
  }

  /**
   * SIGTERM, and SIGKILL when that was not enough in time.
   * @param {number} boundMs
   * @returns {Promise<Exit>}
   */
  async stop(boundMs) {
    if (this.exit === undefined) {
      this.kill('SIGTERM');
      const timer = setTimeout(() => this.kill('SIGKILL'), boundMs);
      await this.exited;
      clearTimeout(timer);
    }
    return this.exited;
  }

  /** @returns {string} how it ended, for people */
  describeExit() {
    return this.exit === undefined ? 'is running' : `ended (${this.exit.signal ?? `exit ${this.exit.code}`})`;
  }
}

