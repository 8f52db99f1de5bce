/* eslint-disable no-console -- the console of the page is where people who embed the chat look when it does not work */

/** Something that works, but not as it was meant. */
export const warnDeveloper = (message: string, ...details: unknown[]): void => console.warn(`<openai-chatkit> ${message}`, ...details);

/** Something that does not work until the page is changed. */
export const tellDeveloper = (message: string): void => console.error(`<openai-chatkit> ${message}`);
