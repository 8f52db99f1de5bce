import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 50;
const REQUEST_TIMEOUT_MS = 3_000;

/**
 * Gives a request a time limit that also keeps this process alive. AbortSignal.timeout does not: while a request hangs in a
 * proxy, nothing may be left for Node to wait for, and it ends in the middle of the question.
 * @template T
 * @param {number} ms
 * @param {(signal: AbortSignal) => Promise<T>} request
 * @returns {Promise<T>}
 */
export async function within(ms, request) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${ms} ms`)), ms);
  try {
    return await request(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<string | undefined>} what is wrong; undefined when it answers with success
 */
export async function whyNotReady(url, init = {}) {
  try {
    return await within(REQUEST_TIMEOUT_MS, async (signal) => {
      const response = await fetch(url, { ...init, signal });
      const body = await response.text();
      return response.ok ? undefined : `${new URL(url).pathname} answers ${response.status} ${body.slice(0, 200)}`;
    });
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
