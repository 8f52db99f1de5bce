/* eslint-disable no-console -- a page has no other log than the browser's console, and this is the one place that writes to it */

/** Something failed that the person is told about elsewhere. */
export const logError = (what: string, error: unknown): void => console.error(what, error);

/** Something did without, and the page goes on. */
export const logWarning = (what: string, error: unknown): void => console.warn(what, error);
