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
export function isContextNote(text: string): boolean {
  return NOTE_OPENINGS.some((opening) => opening.test(text));
}
