import { z } from 'zod';
import { defineTool } from '../../catalog/tool.js';
import { closeTour, showStop } from './tour.actions.js';
import { TOUR_STOPS, tourText, tourWidget } from './tour.widget.js';

export const showTour = defineTool({
  name: 'show_tour',
  description:
    'Shows a card with the stops of a tour of ChatKit, each with a button. Call it when the user wants a tour, a demo or to look around, and then say in one sentence that they can pick a stop. ' +
    'When a stop is chosen you are told about the action tour.show with its stop: explain that subject briefly.',
  parameters: z.strictObject({}),
  deadlineMs: 5_000,
  progressText: 'Preparing a tour',
  reach: 'none',
  actions: [showStop, closeTour],

  run: () =>
    Promise.resolve({
      output: { status: 'shown', stops: TOUR_STOPS.map(({ id }) => id) },
      effects: [{ type: 'widget', widget: tourWidget([]), copy_text: tourText() }],
    }),
});
