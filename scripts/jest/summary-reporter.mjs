import { writeFileSync } from 'node:fs';

/** Leaves what scripts/test.mjs says at the end in the file that FRONTDESK_TEST_SUMMARY names. Jest takes a class as the default export. */
export default class SummaryReporter {
  /** @param {unknown} _contexts @param {import('@jest/reporters').AggregatedResult} results */
  onRunComplete(_contexts, results) {
    const tests = results.testResults.flatMap((file) => file.testResults);
    const summary = {
      passed: results.numPassedTests,
      // A file that cannot even be loaded has no test that could fail.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
      skippedNames: tests.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName),
    };
    writeFileSync(process.env['FRONTDESK_TEST_SUMMARY'] ?? '', JSON.stringify(summary));
  }
}
