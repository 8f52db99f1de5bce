/**
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null, lastOutput: string }} End
 *
 * @typedef {object} Store
 * @property {string} url
 * @property {Promise<End>} ended settles when the server has gone, asked or unasked
 * @property {(signal: NodeJS.Signals) => Promise<void>} kill ends it at once; its data stays
 * @property {(signal: NodeJS.Signals) => void} signal sends one that does not end it, such as SIGSTOP
 * @property {() => Promise<void>} stop
 */

/**
 * Watches a child process to its end.
 * @param {string} name for the message when it cannot even be started
 * @param {import('node:child_process').ChildProcess} child
 */
export function ended(name, child) {
  /** @type {End | undefined} */
  let result;
  let lastOutput = '';
  const remember = (/** @type {Buffer} */ chunk) => {
    lastOutput = chunk.toString('utf8').trim().split('\n').slice(-3).join(' ') || lastOutput;
  };
  child.stdout?.on('data', remember);
  child.stderr?.on('data', remember);
  /** @type {Promise<End>} */
  const promise = new Promise((resolve) => {
    child.once('error', (cause) => resolve((result = { code: 1, signal: null, lastOutput: `${name}: ${cause.message}` })));
    child.once('close', (code, signal) => resolve((result = { code, signal, lastOutput })));
  });
  return {
    promise,
    result: () => result,
    signal: (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal),
    /**
     * Sends each signal and waits its time, until the process has gone.
     * @param {...[NodeJS.Signals, number]} steps
     */
    async afterSignals(...steps) {
      for (const [signal, waitMs] of steps) {
        if (result !== undefined) {
          return;
        }
        child.kill(signal);
        /** @type {NodeJS.Timeout | undefined} */
        let timer;
        await Promise.race([promise, new Promise((resolve) => (timer = setTimeout(resolve, waitMs)))]);
        clearTimeout(timer);
      }
    },
  };
}
