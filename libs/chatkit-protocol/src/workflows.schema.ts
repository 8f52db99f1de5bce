import { absent } from './fields.js';
import { iconSchema } from './icons.js';
import { fileSourceSchema, urlSourceSchema } from './sources.schema.js';
import { z } from './zod.js';

const base = {
  /** Only meaningful inside a workflow. */
  status_indicator: z.enum(['none', 'loading', 'complete']).default('none'),
};

export const customTaskSchema = z.object({
  ...base,
  type: z.literal('custom'),
  title: absent(z.string()),
  icon: absent(iconSchema),
  content: absent(z.string()),
});
export const webSearchTaskSchema = z.object({
  ...base,
  type: z.literal('web_search'),
  title: absent(z.string()),
  title_query: absent(z.string()),
  queries: z.array(z.string()).default([]),
  sources: z.array(urlSourceSchema).default([]),
});
export const thoughtTaskSchema = z.object({
  ...base,
  type: z.literal('thought'),
  title: absent(z.string()),
  content: z.string(),
});
export const fileTaskSchema = z.object({
  ...base,
  type: z.literal('file'),
  title: absent(z.string()),
  sources: z.array(fileSourceSchema).default([]),
});
export const imageTaskSchema = z.object({ ...base, type: z.literal('image'), title: absent(z.string()) });

export const taskSchema = z.discriminatedUnion('type', [
  customTaskSchema,
  webSearchTaskSchema,
  thoughtTaskSchema,
  fileTaskSchema,
  imageTaskSchema,
]);
export type CustomTask = z.output<typeof customTaskSchema>;
export type WebSearchTask = z.output<typeof webSearchTaskSchema>;
export type ThoughtTask = z.output<typeof thoughtTaskSchema>;
export type FileTask = z.output<typeof fileTaskSchema>;
export type ImageTask = z.output<typeof imageTaskSchema>;
export type Task = z.output<typeof taskSchema>;
export type TaskInput = z.input<typeof taskSchema>;

export const customSummarySchema = z.object({ title: z.string(), icon: absent(iconSchema) });
/** Duration in whole seconds. */
export const durationSummarySchema = z.object({ duration: z.int() });
/** Untagged: an object with a title is the first kind. */
export const workflowSummarySchema = z.union([customSummarySchema, durationSummarySchema]);
export type CustomSummary = z.output<typeof customSummarySchema>;
export type DurationSummary = z.output<typeof durationSummarySchema>;
export type WorkflowSummary = z.output<typeof workflowSummarySchema>;

export const workflowSchema = z.object({
  type: z.enum(['custom', 'reasoning']),
  tasks: z.array(taskSchema),
  summary: absent(workflowSummarySchema),
  expanded: z.boolean().default(false),
});
export type Workflow = z.output<typeof workflowSchema>;
export type WorkflowInput = z.input<typeof workflowSchema>;
