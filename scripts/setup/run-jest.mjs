import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';

/**
 * What became of one file of tests: how many passed, and the names of the others.
 * @typedef {{ path: string, passed: number, failed: string[], skipped: string[] }} FileSummary
 */
/**
 * `unsteady` are tests that failed and then passed alone.
 * @typedef {{ passed: number, failed: string[], skipped: string[], unsteady: string[] }} Summary
 */
/** @typedef {{ env: Record<string, string>, summaryFile: string }} Options */

/** With more than these the fault is not in the load of the machine. */
const MOST_SECOND_ATTEMPTS = 8;

/** Stands for the run as a whole. */
const NO_FILE = '';

/**
 * @param {readonly string[]} args
 * @param {Options & { again: boolean }} options `again`: files that failed get a second attempt, alone
 * @returns {Promise<Summary>}
 */
export async function runJest(args, { again, ...options }) {
  const first = await attempt(args, options);
  const failed = first.filter((file) => file.failed.length > 0);
  const paths = failed.map(({ path }) => path);
  if (!again || paths.length === 0 || paths.length > MOST_SECOND_ATTEMPTS || paths.includes(NO_FILE)) {
    return { ...total(first), unsteady: [] };
  }
  const second = await attempt(['--runInBand', '--runTestsByPath', ...paths], options);
  const still = new Set(second.flatMap((file) => file.failed));
  return {
    ...total([...first.filter((file) => !failed.includes(file)), ...second]),
    unsteady: failed.flatMap((file) => file.failed).filter((name) => !still.has(name)),
  };
}

/** @param {readonly string[]} args @param {Options} options @returns {Promise<FileSummary[]>} */
async function attempt(args, { env, summaryFile }) {
  rmSync(summaryFile, { force: true });
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const reporters = ['--reporters=default', `--reporters=${join(ROOT, 'scripts/jest/summary-reporter.mjs')}`];
  const { code } = await run(process.execPath, [jest, ...reporters, '--config', 'jest.config.mjs', ...args], {
    show: true,
    // Jest runs ES modules in Node's vm, which Node still calls an experiment, each time.
    env: { ...env, FRONTDESK_TEST_SUMMARY: summaryFile, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
  });
  return readSummary(summaryFile, code);
}

/** @param {string} summaryFile @param {number} code @returns {FileSummary[]} */
function readSummary(summaryFile, code) {
  /** @type {FileSummary[]} */
  const files = existsSync(summaryFile) ? JSON.parse(readFileSync(summaryFile, 'utf8')) : [];
  // A run that broke off has failed, whatever it counted before.
  const brokeOff = code !== 0 && files.every((file) => file.failed.length === 0);
  return brokeOff ? [...files, { path: NO_FILE, passed: 0, failed: ['the run of the tests broke off'], skipped: [] }] : files;
}

/** @param {readonly FileSummary[]} files */
const total = (files) => ({
  passed: files.reduce((sum, file) => sum + file.passed, 0),
  failed: files.flatMap((file) => file.failed),
  skipped: files.flatMap((file) => file.skipped),
});
