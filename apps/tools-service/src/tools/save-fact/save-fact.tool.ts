import { FactStore } from '@frontdesk/facts';
import { z } from 'zod';
import { defineTool } from '../../catalog/tool.js';

export const saveFact = defineTool({
  name: 'save_fact',
  description:
    'Records one fact that the user shared about themselves (name, work, team, preference, plan …), so that it is known in every later conversation. ' +
    'Call it at once when the user tells something worth remembering, once per fact, with a concise summary in the third person. ' +
    'Returns {fact_id, status: "saved"}, or null when the fact could not be saved: then say so and offer to try again.',
  parameters: z.strictObject({
    fact: z
      .string()
      .trim()
      .min(1)
      .max(1_000)
      .describe('The fact as one short sentence that can be understood on its own, e.g. "Prefers answers in bullet points".'),
  }),
  deadlineMs: 10_000,
  progressText: 'Remembering that',
  reach: 'database',

  async run({ fact }, { db, owner, threadId }) {
    const facts = new FactStore(db);
    const { id } = await facts.create(owner, { text: fact, threadId });
    const saved = await facts.markSaved(owner, id);
    if (saved === null) {
      throw new Error('the fact was gone before it was saved');
    }
    return {
      output: { fact_id: saved.id, status: 'saved' },
      effects: [
        { type: 'client_tool', name: 'record_fact', arguments: { fact_id: saved.id, fact_text: saved.text } },
        { type: 'client_effect', name: 'facts_changed', data: {} },
      ],
    };
  },

  whenFailed: () => ({ output: null }),
});
