import type { Entry } from './conversation.js';
import { attachmentsOf, textOf, type Content } from './request-fields.schema.js';

/**
 * Openings of messages that servers of the ChatKit protocol put into the user's role for the model's eyes:
 * hidden context, tasks, structured input, widgets, generated images, quotes and the treatment of @-mentions.
 */
const NOTE_OPENINGS: readonly RegExp[] = [
  /^\s*<(HiddenContext|Task|StructuredInput)>/i,
  /^[^\n]{0,120}\n\s*<(HiddenContext|Task|StructuredInput)>/i,
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

/** How a server tells of a file that it did not send along. */
const DESCRIBED_FILE = /\[Attached file: (?<name>[^\n]{1,255}?) \([^()\n]*\/[^()\n]*\)\.[^\]\n]*\]/gu;

/** A message in the user's role: what the person wrote, with the names of what is attached, or a note of the server. */
export function userEntry(content: Content): Entry {
  const text = textOf(content);
  if (isContextNote(text)) {
    return { kind: 'context', text };
  }
  const described = [...text.matchAll(DESCRIBED_FILE)].map((match) => match.groups?.['name'] ?? 'a file');
  return { kind: 'user', text: text.replaceAll(DESCRIBED_FILE, '').trim(), attachments: [...described, ...attachmentsOf(content)] };
}
