import { z } from 'zod';
import { defineAction, replaceSender } from '../../catalog/action.js';
import { closedTourWidget, TOUR_STOP_IDS, tourWidget } from './tour.widget.js';

const stop = z.enum(TOUR_STOP_IDS);
const seen = z.array(stop).max(TOUR_STOP_IDS.length).default([]);

/** A stop is shown: it is ticked off on the card, and the agent tells about it. */
export const showStop = defineAction({
  type: 'tour.show',
  payload: z.strictObject({ stop, seen }),
  deadlineMs: 5_000,
  reach: 'none',
  run: (payload, context) =>
    Promise.resolve({ effects: replaceSender(context, tourWidget([...new Set([...payload.seen, payload.stop])])), respond: true }),
});

/** The card is put away at once: nobody has to wait for an answer that may be streaming. */
export const closeTour = defineAction({
  type: 'tour.close',
  payload: z.strictObject({ seen }),
  deadlineMs: 5_000,
  reach: 'none',
  run: (payload, context) => Promise.resolve({ effects: replaceSender(context, closedTourWidget(payload.seen)) }),
});
