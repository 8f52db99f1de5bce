import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, skippedNames: string[] }} Summary
 */

/**
 * @param {readonly string[]} args
 * @param {{ env: Record<string, string>, summaryFile: string }} options
 * @returns {Promise<Summary>}
 */
export async function runJest(args, { env, summaryFile }) {
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const reporters = ['--reporters=default', `--reporters=${join(ROOT, 'scripts/jest/summary-reporter.mjs')}`];
  const { code } = await run(process.execPath, [jest, ...reporters, '--config', 'jest.config.mjs', ...args], {
    show: true,
    // Jest runs ES modules in Node's vm, which Node still calls an experiment, each time.
    env: { ...env, FRONTDESK_TEST_SUMMARY: summaryFile, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
  });
  return readSummary(summaryFile, code);
}

/** @param {string} file @param {number} code @returns {Summary} */
function readSummary(file, code) {
  /** @type {Summary} */
  const summary = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 0, skipped: 0, skippedNames: [] };
  // A run that broke off has failed, whatever it counted before.
  return code !== 0 && summary.failed === 0 ? { ...summary, failed: 1 } : summary;
}
