import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 50;
const REQUEST_TIMEOUT_MS = 3_000;

/**
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<string | undefined>} what is wrong; undefined when it answers with success
 */
export async function whyNotReady(url, init = {}) {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    const body = await response.text();
    return response.ok ? undefined : `${new URL(url).pathname} answers ${response.status} ${body.slice(0, 200)}`;
  } catch (cause) {
    return `${new URL(url).pathname} does not answer (${/** @type {Error} */ (cause).message})`;
  }
}

/**
 * Asks until the answer is right. Processes tell nobody when they become ready, so they are asked.
 * @param {() => Promise<string | undefined>} ask what is still wrong
 * @param {{ timeoutMs: number, giveUp?: () => string | undefined }} options giveUp: why asking on is useless
 * @returns {Promise<string | undefined>} what was wrong to the end; undefined when all is well
 */
export async function becomesReady(ask, { timeoutMs, giveUp }) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const wrong = await ask();
    const hopeless = wrong === undefined ? undefined : giveUp?.();
    if (wrong === undefined || hopeless !== undefined) {
      return hopeless;
    }
    if (Date.now() > deadline) {
      return wrong;
    }
    await delay(INTERVAL_MS);
  }
}
