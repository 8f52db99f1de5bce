import type { StructuredInput } from '@frontdesk/chatkit-protocol';
import { z } from 'zod';
import { defineTool } from '../../catalog/tool.js';

const questionSchema = z.strictObject({
  question: z.string().trim().min(1).max(300).describe('The question, as the user reads it.'),
  options: z
    .array(z.string().trim().min(1).max(100))
    .max(8)
    .optional()
    .describe('Answers to choose from. Without them the user writes freely.'),
  multiple: z.boolean().optional().describe('Whether several options may be chosen.'),
});
type Question = z.output<typeof questionSchema>;

export const askUser = defineTool({
  name: 'ask_user',
  description:
    'Asks the user one to five short questions in a form, with options to choose from where that helps. Use it when several things must be known before you can answer well, instead of asking in text. ' +
    'The conversation waits; client_output then holds {status: "answered" or "skipped", answers: [{question, values} or {question, skipped}]}. Respect what was skipped.',
  parameters: z.strictObject({
    questions: z.array(questionSchema).min(1).max(5).describe('The questions, in the order in which they are shown.'),
  }),
  deadlineMs: 5_000,
  progressText: 'Preparing a few questions',
  reach: 'none',

  run: ({ questions }) =>
    Promise.resolve({ output: { status: 'asked' }, effects: [{ type: 'structured_input', inputs: questions.map(inputOf) }] }),
});

function inputOf({ question, options, multiple = false }: Question, index: number): StructuredInput {
  const base = { id: `question_${index + 1}`, question };
  return options === undefined || options.length === 0
    ? { ...base, type: 'freeform' }
    : { ...base, type: 'multiple_choice', options: options.map((value) => ({ value })), multiple };
}
