import { fileURLToPath } from 'node:url';

const rootDir = fileURLToPath(new URL('.', import.meta.url));

const swc = (tsx) => ({
  swcrc: false,
  sourceMaps: 'inline',
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true, tsx },
    transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
    keepClassNames: true,
  },
  module: { type: 'es6' },
});

/** What the three tiers have in common: native ES modules, our packages from source, no mocks. */
const tier = (displayName, suffix, extra = {}) => ({
  displayName,
  rootDir,
  roots: ['apps', 'libs', 'scripts'].map((folder) => `<rootDir>/${folder}`),
  testMatch: [`**/*.${suffix}.ts`, `**/*.${suffix}.tsx`],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/(apps|libs)/[^/]+/dist/'],
  testEnvironment: '<rootDir>/scripts/jest/environment.cjs',
  // `@frontdesk/source` makes `@frontdesk/x` the sources of libs/x, so tests never run against a stale build.
  testEnvironmentOptions: { customExportConditions: ['@frontdesk/source', 'node', 'node-addons'] },
  resolver: '<rootDir>/scripts/jest/resolver.cjs',
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: { '\\.(css|svg|png)(\\?[a-z]+)?$': '<rootDir>/scripts/jest/text-stub.cjs' },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.ts$': ['@swc/jest', swc(false)], '\\.tsx$': ['@swc/jest', swc(true)] },
  ...extra,
});

export default {
  maxWorkers: 2,
  // What ES modules of ended files leave in a worker is never collected: it would grow to several gigabytes.
  workerIdleMemoryLimit: '2GB',
  projects: [
    // Pure: no I/O, milliseconds.
    tier('unit', 'spec'),
    // Real Postgres and Redis.
    tier('integration', 'int-spec', { setupFilesAfterEnv: ['<rootDir>/scripts/jest/timeout-integration.cjs'] }),
    // Whole processes, and Chromium.
    tier('e2e', 'e2e-spec', { setupFilesAfterEnv: ['<rootDir>/scripts/jest/timeout-e2e.cjs'] }),
    // Long, at random, on demand: npm run test:faults.
    ...(process.env['FRONTDESK_FAULTS'] === undefined ? [] : [tier('faults', 'faults-spec')]),
  ],
};
