/** Undoes something that a test made outside its own process: a database, a process, a browser. */
export type Cleanup = () => Promise<void>;

// Jest's test environment (scripts/jest/environment.cjs) finds the list by this key and empties it after the last
// hook of the file: later than any afterAll, so that a test's own clients are closed before their database is dropped.
const REGISTRY = Symbol.for('frontdesk.testing.cleanups');

type Holder = { [REGISTRY]?: Set<Cleanup> };

/**
 * Runs `cleanup` when the test file is over, passed or failed, unless the returned function already ran it.
 *
 * @returns the cleanup, at most once; later calls wait for the first
 */
export function onTestFileEnd(cleanup: Cleanup): Cleanup {
  const holder = globalThis as Holder;
  const registry = (holder[REGISTRY] ??= new Set());
  let running: Promise<void> | undefined;
  const once: Cleanup = () => {
    registry.delete(once);
    running ??= cleanup();
    return running;
  };
  registry.add(once);
  return once;
}
