import { relative } from 'node:path';
import { writeFileSync } from 'node:fs';

/** Leaves what scripts/test.mjs says at the end in the file that FRONTDESK_TEST_SUMMARY names. Jest takes a class as the default export. */
export default class SummaryReporter {
  /** @param {unknown} _contexts @param {import('@jest/reporters').AggregatedResult} results */
  onRunComplete(_contexts, results) {
    writeFileSync(process.env['FRONTDESK_TEST_SUMMARY'] ?? '', JSON.stringify(results.testResults.map(fileSummary)));
  }
}

/** @param {import('@jest/reporters').AggregatedResult['testResults'][number]} file @returns {import('../setup/run-jest.mjs').FileSummary} */
function fileSummary({ testFilePath, testResults, testExecError }) {
  const path = relative(process.cwd(), testFilePath);
  /** @param {string[]} states */
  const names = (...states) => testResults.filter(({ status }) => states.includes(status)).map(({ fullName }) => `${path}: ${fullName}`);
  const failed = names('failed');
  const skipped = names('pending', 'todo');
  const passed = names('passed').length;
  // A file may not even load, and what comes after its tests may fail.
  const outside = (testExecError !== undefined && testExecError !== null) || testResults.length === 0 ? [`${path}: failed outside its tests`] : [];
  return { path, passed, failed: [...failed, ...outside], skipped };
}
