import type { Entry } from './conversation.js';
import { receivedFiles } from './received-files.js';
import { textOf, type Content } from './request-fields.schema.js';

/**
 * Openings of messages that servers of the ChatKit protocol put into the user's role for the model's eyes:
 * hidden context, tasks, structured input, widgets, generated images, quotes and the treatment of @-mentions.
 */
const NOTE_OPENINGS: readonly RegExp[] = [
  /^\s*<(HiddenContext|Task|StructuredInput)>/i,
  /^[^\n]{0,120}\n\s*<(HiddenContext|Task|StructuredInput|Summary)>/i,
  /^hidden context for the (agent|model)\b/i,
  /^the following (graphical )?(ui )?widget\b/i,
  /^a message was displayed to the user\b/i,
  /^(the )?user (is referring|refers) to\b/i,
  /^the following image was generated\b/i,
  /^(# )?user-provided context for @-mentions\b/i,
];

/** @returns whether a text in the user's role was written by the server that asks rather than by a person */
function isContextNote(text: string): boolean {
  return NOTE_OPENINGS.some((opening) => opening.test(text));
}

/** A message in the user's role: what the person wrote and attached, or a note of the server. */
export function userEntry(content: Content): Entry {
  const whole = textOf(content);
  if (isContextNote(whole)) {
    return { kind: 'context', text: whole };
  }
  const { text, files } = receivedFiles(content);
  return { kind: 'user', text, attachments: files };
}
