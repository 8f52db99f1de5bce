import { sseFrame } from '@frontdesk/chatkit-protocol';
import type { Cursor } from '@frontdesk/contracts';

/**
 * Encoded events as SSE frames, one event a frame. With a cursor the last frame carries it as its id: a client that
 * lost the connection in between resumes before the whole entry and repeats frames, but never skips one.
 */
export function toSse(events: readonly string[], cursor: Cursor | null): string {
  const last = events.length - 1;
  return events.map((event, index) => sseFrame(event, cursor !== null && index === last ? cursor : undefined)).join('');
}

/** As it stands in an encoded event; in a person's text the quotes would be escaped. */
const TEXT_DELTA = '"type":"assistant_message.content_part.text_delta"';

export const hasTextDelta = (events: readonly string[]): boolean => events.some((event) => event.includes(TEXT_DELTA));
