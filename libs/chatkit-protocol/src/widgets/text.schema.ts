import { z } from '../zod.js';
import {
  captionSizeSchema,
  colorSchema,
  commonProps,
  dimensionSchema,
  textAlignSchema,
  textProps,
  textSizeSchema,
  titleSizeSchema,
  weightSchema,
} from './values.schema.js';

/** Turns a text into a field of the form around it. */
export const editableSchema = z.strictObject({
  name: z.string(),
  autoFocus: z.boolean().optional(),
  autoSelect: z.boolean().optional(),
  autoComplete: z.string().optional(),
  allowAutofillExtensions: z.boolean().optional(),
  pattern: z.string().optional(),
  placeholder: z.string().optional(),
  required: z.boolean().optional(),
});

export const textWidgetSchema = z.strictObject({
  ...commonProps,
  ...textProps,
  type: z.literal('Text'),
  streaming: z.boolean().optional(),
  italic: z.boolean().optional(),
  lineThrough: z.boolean().optional(),
  width: dimensionSchema.optional(),
  size: textSizeSchema.optional(),
  minLines: z.int().optional(),
  editable: z.union([z.literal(false), editableSchema]).optional(),
});
export const titleWidgetSchema = z.strictObject({
  ...commonProps,
  ...textProps,
  type: z.literal('Title'),
  size: titleSizeSchema.optional(),
});
export const captionWidgetSchema = z.strictObject({
  ...commonProps,
  ...textProps,
  type: z.literal('Caption'),
  size: captionSizeSchema.optional(),
});
export const markdownWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('Markdown'),
  value: z.string(),
  streaming: z.boolean().optional(),
});
export const labelWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('Label'),
  value: z.string(),
  fieldName: z.string(),
  size: textSizeSchema.optional(),
  weight: weightSchema.optional(),
  textAlign: textAlignSchema.optional(),
  color: colorSchema.optional(),
});

export type TextWidget = z.output<typeof textWidgetSchema>;
export type TitleWidget = z.output<typeof titleWidgetSchema>;
export type CaptionWidget = z.output<typeof captionWidgetSchema>;
export type MarkdownWidget = z.output<typeof markdownWidgetSchema>;
export type LabelWidget = z.output<typeof labelWidgetSchema>;
