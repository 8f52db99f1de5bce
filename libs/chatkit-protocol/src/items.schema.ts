import { attachmentSchema } from './attachments.schema.js';
import { absent, openMap, timestamp } from './fields.js';
import { annotationSchema } from './sources.schema.js';
import { structuredInputSchema } from './structured-input.schema.js';
import { inferenceOptionsSchema, userMessageContentSchema } from './user-message.schema.js';
import { widgetRootSchema } from './widgets/node.schema.js';
import { taskSchema, workflowSchema } from './workflows.schema.js';
import { z } from './zod.js';

const base = { id: z.string(), thread_id: z.string(), created_at: timestamp };

export const assistantMessageContentSchema = z.object({
  annotations: z.array(annotationSchema).default([]),
  text: z.string(),
  type: z.literal('output_text').default('output_text'),
});
export type AssistantMessageContent = z.output<typeof assistantMessageContentSchema>;
export type AssistantMessageContentInput = z.input<typeof assistantMessageContentSchema>;

export const generatedImageSchema = z.object({ id: z.string(), url: z.string() });
export type GeneratedImage = z.output<typeof generatedImageSchema>;

export const userMessageItemSchema = z.object({
  ...base,
  type: z.literal('user_message'),
  content: z.array(userMessageContentSchema),
  /** Snapshots, taken when the message was sent. */
  attachments: z.array(attachmentSchema).default([]),
  quoted_text: absent(z.string()),
  inference_options: inferenceOptionsSchema,
});
export const assistantMessageItemSchema = z.object({
  ...base,
  type: z.literal('assistant_message'),
  content: z.array(assistantMessageContentSchema),
});
export const clientToolCallItemSchema = z.object({
  ...base,
  type: z.literal('client_tool_call'),
  status: z.enum(['pending', 'completed']).default('pending'),
  call_id: z.string(),
  name: z.string(),
  arguments: openMap,
  /** A null output is not written; only `status` tells it from none. */
  output: absent(z.unknown()),
});
export const widgetItemSchema = z.object({
  ...base,
  type: z.literal('widget'),
  widget: widgetRootSchema,
  copy_text: absent(z.string()),
});
export const generatedImageItemSchema = z.object({
  ...base,
  type: z.literal('generated_image'),
  image: absent(generatedImageSchema),
});
export const structuredInputItemSchema = z.object({
  ...base,
  type: z.literal('structured_input'),
  status: z.enum(['pending', 'answered', 'skipped']).default('pending'),
  inputs: z.array(structuredInputSchema),
});
export const taskItemSchema = z.object({ ...base, type: z.literal('task'), task: taskSchema });
export const workflowItemSchema = z.object({ ...base, type: z.literal('workflow'), workflow: workflowSchema });
export const endOfTurnItemSchema = z.object({ ...base, type: z.literal('end_of_turn') });
export const hiddenContextItemSchema = z.object({ ...base, type: z.literal('hidden_context_item'), content: z.unknown() });
export const sdkHiddenContextItemSchema = z.object({ ...base, type: z.literal('sdk_hidden_context'), content: z.string() });

export const threadItemSchema = z.discriminatedUnion('type', [
  userMessageItemSchema,
  assistantMessageItemSchema,
  clientToolCallItemSchema,
  widgetItemSchema,
  generatedImageItemSchema,
  structuredInputItemSchema,
  taskItemSchema,
  workflowItemSchema,
  endOfTurnItemSchema,
  hiddenContextItemSchema,
  sdkHiddenContextItemSchema,
]);

export type UserMessageItem = z.output<typeof userMessageItemSchema>;
export type AssistantMessageItem = z.output<typeof assistantMessageItemSchema>;
export type ClientToolCallItem = z.output<typeof clientToolCallItemSchema>;
export type WidgetItem = z.output<typeof widgetItemSchema>;
export type GeneratedImageItem = z.output<typeof generatedImageItemSchema>;
export type StructuredInputItem = z.output<typeof structuredInputItemSchema>;
export type TaskItem = z.output<typeof taskItemSchema>;
export type WorkflowItem = z.output<typeof workflowItemSchema>;
export type EndOfTurnItem = z.output<typeof endOfTurnItemSchema>;
export type HiddenContextItem = z.output<typeof hiddenContextItemSchema>;
export type SdkHiddenContextItem = z.output<typeof sdkHiddenContextItemSchema>;
export type ThreadItem = z.output<typeof threadItemSchema>;
/** What may be left out when an item is built: everything with a default. */
export type ThreadItemInput = z.input<typeof threadItemSchema>;
