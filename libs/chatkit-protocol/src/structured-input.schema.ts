import { absent, lenientBool } from './fields.js';
import { z } from './zod.js';

export const structuredAnswerSchema = z.object({
  values: z.array(z.string()).default([]),
  skipped: lenientBool.default(false),
});
export type StructuredAnswer = z.output<typeof structuredAnswerSchema>;

const base = { id: z.string(), question: z.string(), answer: absent(structuredAnswerSchema) };

export const multipleChoiceSchema = z.object({
  ...base,
  type: z.literal('multiple_choice'),
  options: z.array(z.object({ value: z.string() })),
  multiple: z.boolean().default(false),
});
export const freeformSchema = z.object({ ...base, type: z.literal('freeform'), description: absent(z.string()) });

export const structuredInputSchema = z.discriminatedUnion('type', [multipleChoiceSchema, freeformSchema]);
export type MultipleChoice = z.output<typeof multipleChoiceSchema>;
export type Freeform = z.output<typeof freeformSchema>;
export type StructuredInput = z.output<typeof structuredInputSchema>;

/** What the client submits; answers are keyed by the question's id. */
export const structuredInputSubmissionSchema = z.object({
  status: z.enum(['answered', 'skipped']).default('answered'),
  answers: z.record(z.string(), structuredAnswerSchema).default({}),
});
export type StructuredInputSubmission = z.output<typeof structuredInputSubmissionSchema>;
export type StructuredInputSubmissionInput = z.input<typeof structuredInputSubmissionSchema>;
