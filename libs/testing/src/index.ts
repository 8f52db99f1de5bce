// Only for tests: nothing that runs in production may import this package (eslint.config.mjs).
export { axeViolations } from './axe.js';
export {
  describeInChromium,
  findChromium,
  launchChromium,
  startChromium,
  type ChromiumOptions,
  type TestBrowser,
  type TestChromium,
} from './chromium.js';
export { onTestFileEnd, type Cleanup } from './cleanup.js';
export { startObjectStore, type TestObjectStore } from './object-store.js';
export { startOwnStores, type KillableStore, type OwnStores } from './own-stores.js';
export { pick, randomFrom } from './random.js';
export { startStack, type ProcessExit, type ProcessKind, type Stack, type StackOptions } from './stack.js';
export { testConfig, type TestConfig } from './test-config.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
export { testRedisUrl } from './test-redis.js';
