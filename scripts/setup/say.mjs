const STILL_THERE_MS = 10_000;

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs something that takes a while, and shows that it goes on.
 * @template T
 * @param {string} doing such as `Installing the packages`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(doing, work) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  say(`${doing} …`);
  const timer = setInterval(() => say(`${doing} … ${seconds()} s`), STILL_THERE_MS);
  try {
    const result = await work();
    say(`${doing}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
