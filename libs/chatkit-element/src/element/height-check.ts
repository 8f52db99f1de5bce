import { warnDeveloper } from './console.js';

/** A chat lower than this (px) cannot be used. */
const USABLE_HEIGHT = 96;
const SETTLE_MS = 1_000;

/**
 * Watches for the classic mistake of a host without a height: says so in the console, once, and gives the chat a
 * height of its own so that something is to be seen.
 * @returns a function that ends the watch
 */
export const watchHeight = (host: HTMLElement, rescue: () => void): (() => void) => {
  const timer = setTimeout(() => {
    const { width, height } = host.getBoundingClientRect();
    const shown = host.checkVisibility?.() ?? host.offsetParent !== null;
    if (!shown || width === 0 || height >= USABLE_HEIGHT) {
      return;
    }
    warnDeveloper(
      `is ${Math.round(height)} px high: it fills its container, so the container (or the element) needs a height, for example "height: 600px". Until then it takes one of its own.`,
      host,
    );
    rescue();
  }, SETTLE_MS);
  return () => clearTimeout(timer);
};
