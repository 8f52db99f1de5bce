import { inspect } from 'node:util';

/** A problem that the person at the keyboard can solve; the message is one sentence that says how. Printed without a stack. */
export class Stop extends Error {
  /** @param {string} sentence */
  constructor(sentence) {
    super(sentence);
    this.name = 'Stop';
  }
}

/**
 * The last word of a command: the sentence, or the whole error when it is a defect of ours.
 * @param {unknown} cause
 * @returns {string}
 */
export function lastWords(cause) {
  if (cause instanceof Stop) {
    return cause.message;
  }
  return inspect(cause);
}
