import type { Owner } from '@frontdesk/contracts';
import { FactStore, type Fact } from '@frontdesk/facts';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../catalog/tool.js';

export const forgetFact = defineTool({
  name: 'forget_fact',
  description:
    'Forgets one saved fact about the user. Call it when the user asks to forget or delete something that is known about them. ' +
    'Give fact_id when you know it, else a part of its text. ' +
    'Returns status "forgotten" with the fact; "not_found"; or "ambiguous" with the facts that match, and nothing is deleted: ask the user which one, then call again with its fact_id.',
  parameters: z
    .strictObject({
      fact_id: z.string().trim().min(1).max(128).optional().describe('The id of the fact, as save_fact and list_facts return it.'),
      text: z
        .string()
        .trim()
        .min(1)
        .max(1_000)
        .optional()
        .describe('A part of the text of the fact, e.g. "tea". Upper and lower case are alike.'),
    })
    .refine((args) => args.fact_id !== undefined || args.text !== undefined, { path: ['fact_id'], message: 'give fact_id or text' }),
  deadlineMs: 10_000,
  progressText: 'Forgetting that',
  reach: 'database',

  async run({ fact_id: factId, text = '' }, { db, owner }) {
    const facts = new FactStore(db);
    if (factId !== undefined) {
      return outcome(await facts.forget(owner, factId));
    }
    const matches = await findByText(facts, owner, text);
    if (matches.length > 1) {
      return ambiguous(matches);
    }
    const [match] = matches;
    return outcome(match === undefined ? null : await facts.forget(owner, match.id));
  },
});

/** A fact of exactly this text goes before longer ones that contain it. */
async function findByText(facts: FactStore, owner: Owner, text: string): Promise<Fact[]> {
  const matches = await facts.findByText(owner, text);
  const exact = matches.filter((fact) => fact.text.toLowerCase() === text.toLowerCase());
  return exact.length > 0 ? exact : matches;
}

function outcome(forgotten: Fact | null): ToolResult {
  if (forgotten === null) {
    return { output: { status: 'not_found', message: 'No saved fact matches. Nothing was deleted.' } };
  }
  return {
    output: { status: 'forgotten', fact_id: forgotten.id, text: forgotten.text },
    effects: [{ type: 'client_effect', name: 'facts_changed', data: {} }],
  };
}

function ambiguous(matches: readonly Fact[]): ToolResult {
  return {
    output: {
      status: 'ambiguous',
      message: `${matches.length} saved facts match. Nothing was deleted. Ask the user which one they mean.`,
      matches: matches.map(({ id, text }) => ({ fact_id: id, text })),
    },
  };
}
