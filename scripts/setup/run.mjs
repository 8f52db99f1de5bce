import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} code the exit code; 1 when a signal ended it
 * @property {string} output what it wrote to stdout and stderr, when it was captured
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a command to its end. Its output is captured, or shown as it comes.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string | undefined>, show?: boolean, onLine?: (line: string) => void }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...options.env },
      // A process group of its own, so that it can be ended together with whatever it starts.
      detached: true,
      stdio: options.show === true ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    let line = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString('utf8');
      const lines = (line + chunk.toString('utf8')).split('\n');
      line = lines.pop() ?? '';
      lines.forEach((each) => options.onLine?.(each));
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Ends the commands that are under way, for a start that is broken off. */
export function endRunning() {
  for (const child of running) {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, 'SIGTERM');
    }
  }
}
