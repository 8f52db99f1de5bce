import { action, badge, button, buildWidget, card, row, title } from '@frontdesk/widgets';
import { z } from 'zod';
import { defineAction, defineTool, replaceSender } from '../../src/index.js';

const orderCard = (number: string, state: string) =>
  buildWidget(
    card([
      row({ justify: 'between' }, [title(`Order ${number}`), badge(state)]),
      state === 'Open' && button({ label: 'Cancel it', onClickAction: action('order.cancel', { number }) }),
    ]),
  );

const cancelOrder = defineAction({
  type: 'order.cancel',
  payload: z.strictObject({ number: z.string() }),
  deadlineMs: 10_000,
  reach: 'outside',
  run: async ({ number }, context) => ({
    effects: [
      ...replaceSender(context, orderCard(number, 'Cancelled')),
      { type: 'hidden_context', content: `Order ${number} was cancelled.` },
    ],
    respond: true, // the agent says something now
  }),
});

export const lookUpOrder = defineTool({
  name: 'look_up_order',
  description: 'Shows an order.',
  parameters: z.strictObject({ number: z.string().describe('The number of the order.') }),
  deadlineMs: 10_000,
  progressText: 'Looking up the order',
  reach: 'none',
  actions: [cancelOrder],
  run: async ({ number }) => ({ output: { number, state: 'open' }, effects: [{ type: 'widget', widget: orderCard(number, 'Open') }] }),
});
