import { FactStore } from '@frontdesk/facts';
import { z } from 'zod';
import { defineTool } from '../../catalog/tool.js';

export const listFacts = defineTool({
  name: 'list_facts',
  description:
    'Lists the facts that are saved about the user, oldest first, from all conversations. ' +
    'Call it when the user asks what is known about them, or to find the fact_id of one to forget. ' +
    'Returns {facts: [{fact_id, text, saved_at}]}.',
  parameters: z.strictObject({}),
  deadlineMs: 10_000,
  progressText: 'Looking up what I know about you',
  reach: 'none',

  async run(_args, { db, owner }) {
    const facts = await new FactStore(db).list(owner);
    return {
      output: { facts: facts.map(({ id, text, savedAt }) => ({ fact_id: id, text, saved_at: savedAt?.toISOString() ?? null })) },
    };
  },
});
