// Node's environment, plus the clean-up that @frontdesk/testing registered in the test file (libs/testing/src/cleanup.ts).
const { TestEnvironment } = require('jest-environment-node');

const REGISTRY = Symbol.for('frontdesk.testing.cleanups');

module.exports = class FrontdeskEnvironment extends TestEnvironment {
  // Comes after the last afterAll of the file, while modules can still be loaded: teardown() would be too late.
  async handleTestEvent(event) {
    if (event.name !== 'run_finish') {return;}
    const failures = [];
    for (const cleanup of [...(this.global[REGISTRY] ?? [])].reverse()) {
      await cleanup().catch((cause) => failures.push(cause));
    }
    if (failures.length > 0) {throw new AggregateError(failures, `Cleaning up after a test failed: ${failures.join('; ')}`);}
  }
};
