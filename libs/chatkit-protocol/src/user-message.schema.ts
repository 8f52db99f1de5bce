import { absent, lenientBool, openMap } from './fields.js';
import { z } from './zod.js';

export const inputTextSchema = z.object({ type: z.literal('input_text'), text: z.string() });
export const inputTagSchema = z.object({
  type: z.literal('input_tag'),
  id: z.string(),
  text: z.string(),
  // The published client types make it optional, the reference server demands it: both are served by a default.
  data: absent(openMap).transform((data) => data ?? {}),
  group: absent(z.string()),
  interactive: lenientBool.default(false),
});
export const userMessageContentSchema = z.discriminatedUnion('type', [inputTextSchema, inputTagSchema]);
export type InputText = z.output<typeof inputTextSchema>;
export type InputTag = z.output<typeof inputTagSchema>;
export type UserMessageContent = z.output<typeof userMessageContentSchema>;
export type UserMessageContentInput = z.input<typeof userMessageContentSchema>;

export const inferenceOptionsSchema = z.object({
  tool_choice: absent(z.object({ id: z.string() })),
  model: absent(z.string()),
});
export type InferenceOptions = z.output<typeof inferenceOptionsSchema>;

/** A message as the client submits it. `attachments` are ids; both lists and the options object must be there. */
export const userMessageInputSchema = z.object({
  content: z.array(userMessageContentSchema),
  attachments: z.array(z.string()),
  quoted_text: absent(z.string()),
  inference_options: inferenceOptionsSchema,
});
export type UserMessageInput = z.output<typeof userMessageInputSchema>;
