import { assistantMessageContentSchema, generatedImageSchema } from './items.schema.js';
import { absent } from './fields.js';
import { annotationSchema } from './sources.schema.js';
import { widgetNodeSchema, widgetRootSchema } from './widgets/node.schema.js';
import { taskSchema } from './workflows.schema.js';
import { z } from './zod.js';

const index = z.int().min(0);

/** The `update` of a `thread.item.updated` event. */
export const threadItemUpdateSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('assistant_message.content_part.added'),
    content_index: index,
    content: assistantMessageContentSchema,
  }),
  z.object({ type: z.literal('assistant_message.content_part.text_delta'), content_index: index, delta: z.string() }),
  z.object({
    type: z.literal('assistant_message.content_part.annotation_added'),
    content_index: index,
    annotation_index: index,
    annotation: annotationSchema,
  }),
  /** Replaces the whole part. */
  z.object({
    type: z.literal('assistant_message.content_part.done'),
    content_index: index,
    content: assistantMessageContentSchema,
  }),
  z.object({
    type: z.literal('widget.streaming_text.value_delta'),
    component_id: z.string(),
    delta: z.string(),
    done: z.boolean(),
  }),
  z.object({ type: z.literal('widget.component.updated'), component_id: z.string(), component: widgetNodeSchema }),
  z.object({ type: z.literal('widget.root.updated'), widget: widgetRootSchema }),
  z.object({ type: z.literal('workflow.task.added'), task_index: index, task: taskSchema }),
  /** Carries the whole task. */
  z.object({ type: z.literal('workflow.task.updated'), task_index: index, task: taskSchema }),
  /** `progress`: 0 to 1. */
  z.object({ type: z.literal('generated_image.updated'), image: generatedImageSchema, progress: absent(z.number()) }),
]);
export type ThreadItemUpdate = z.output<typeof threadItemUpdateSchema>;
export type ThreadItemUpdateInput = z.input<typeof threadItemUpdateSchema>;
