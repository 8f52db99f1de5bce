import { z } from 'zod';
import { defineTool } from '../../src/index.js';

export const planRoute = defineTool({
  name: 'plan_route',
  description: 'Plans a route and shows it with its stations.',
  parameters: z.strictObject({ to: z.string().describe('The station to go to.') }),
  deadlineMs: 10_000,
  progressText: 'Planning',
  reach: 'none',
  run: async ({ to }) => {
    const text = `Take line 2 to ${to}.`;
    const station = { type: 'entity', id: `station:${to}`, title: to, icon: 'map-pin', interactive: true } as const;
    const annotations = [{ source: station, index: text.length - 1 }];
    return { output: { line: 2, to }, effects: [{ type: 'item', item: { type: 'assistant_message', content: [{ text, annotations }] } }] };
  },
});
