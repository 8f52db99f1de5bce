import { z } from 'zod';
import { defineTool } from '../../src/index.js';

export const closeCase = defineTool({
  name: 'close_case',
  description: 'Closes the case of this conversation.',
  parameters: z.strictObject({ number: z.string().describe('The number of the case.') }),
  deadlineMs: 10_000,
  progressText: 'Closing the case',
  reach: 'database',
  run: async ({ number }) => ({
    output: { status: 'closed' },
    effects: [
      { type: 'thread', title: `Case ${number}`, status: { type: 'locked', reason: 'This case is closed.' }, metadata: { case: number } },
      { type: 'hidden_context', content: `Case ${number} was closed.` },
      { type: 'notice', level: 'info', title: 'Closed', message: 'Thank you for **writing** to us.' },
      { type: 'client_effect', name: 'case_closed', data: { number } },
      { type: 'event', event: { type: 'error', message: 'The survey is away; the case is closed all the same.' } },
    ],
  }),
});
