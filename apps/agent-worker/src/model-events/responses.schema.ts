import { z } from 'zod';

// The events of the Responses API that are shown in the chat, as loosely as can be: servers that only resemble
// OpenAI's leave fields out, and an event that cannot be read is made up for by the final response.

const place = { output_index: z.number().optional(), item_id: z.string().optional() };
const part = z.number().default(0);

const contentPartSchema = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  refusal: z.string().optional(),
  annotations: z.array(z.unknown()).nullish(),
});
export type ResponsePart = z.infer<typeof contentPartSchema>;

const outputItemSchema = z.looseObject({
  type: z.string(),
  id: z.string().nullish(),
  content: z.array(contentPartSchema).nullish(),
  summary: z.array(z.looseObject({ text: z.string() })).nullish(),
  result: z.string().nullish(),
});
export type ResponseItem = z.infer<typeof outputItemSchema>;

const responseSchema = z.looseObject({ output: z.array(outputItemSchema).nullish() });

export const responsesEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('response.output_item.added'), ...place, item: outputItemSchema }),
  z.object({ type: z.literal('response.output_item.done'), ...place, item: outputItemSchema }),
  z.object({ type: z.literal('response.content_part.added'), ...place, content_index: part, part: contentPartSchema }),
  z.object({ type: z.literal('response.output_text.delta'), ...place, content_index: part, delta: z.string() }),
  z.object({ type: z.literal('response.output_text.annotation.added'), ...place, content_index: part, annotation: z.unknown() }),
  z.object({ type: z.literal('response.output_text.done'), ...place, content_index: part, text: z.string() }),
  z.object({ type: z.literal('response.reasoning_summary_text.delta'), ...place, summary_index: part, delta: z.string() }),
  z.object({ type: z.literal('response.reasoning_summary_text.done'), ...place, summary_index: part, text: z.string() }),
  // Open models behind the Responses API stream their thoughts themselves, not a summary of them.
  z.object({ type: z.literal('response.reasoning_text.delta'), ...place, content_index: part, delta: z.string() }),
  z.object({ type: z.literal('response.reasoning_text.done'), ...place, content_index: part, text: z.string() }),
  z.object({
    type: z.literal('response.image_generation_call.partial_image'),
    ...place,
    partial_image_index: part,
    partial_image_b64: z.string(),
  }),
  z.object({ type: z.literal('response.completed'), response: responseSchema }),
]);
export type ResponsesEvent = z.infer<typeof responsesEventSchema>;
