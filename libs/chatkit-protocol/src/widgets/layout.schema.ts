import { actionConfigSchema } from '../actions.schema.js';
import { z } from '../zod.js';
import { widgetNodeSchema } from './node.schema.js';
import {
  boxProps,
  colorSchema,
  commonProps,
  dimensionSchema,
  directionSchema,
  nodeList,
  spaceSchema,
  textAlignSchema,
} from './values.schema.js';

export const boxWidgetSchema = z.strictObject({
  ...commonProps,
  ...boxProps,
  type: z.literal('Box'),
  direction: directionSchema.optional(),
});
export const rowWidgetSchema = z.strictObject({ ...commonProps, ...boxProps, type: z.literal('Row') });
export const colWidgetSchema = z.strictObject({ ...commonProps, ...boxProps, type: z.literal('Col') });
export const formWidgetSchema = z.strictObject({
  ...commonProps,
  ...boxProps,
  type: z.literal('Form'),
  direction: directionSchema.optional(),
  onSubmitAction: actionConfigSchema.optional(),
});
export const spacerWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('Spacer'),
  minSize: dimensionSchema.optional(),
});
export const dividerWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('Divider'),
  color: colorSchema.optional(),
  size: dimensionSchema.optional(),
  spacing: dimensionSchema.optional(),
  flush: z.boolean().optional(),
});
/** Fades from one child to the next; without a child nothing is shown. */
export const transitionWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('Transition'),
  children: widgetNodeSchema.optional(),
});

// Tables are known to the published client types alone.
export const tableWidgetSchema = z.strictObject({ ...commonProps, type: z.literal('Table'), children: nodeList.optional() });
export const tableRowWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('Table.Row'),
  children: nodeList.optional(),
  header: z.boolean().optional(),
});
export const tableCellWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('Table.Cell'),
  children: nodeList.optional(),
  width: dimensionSchema.optional(),
  padding: spaceSchema.optional(),
  colSpan: z.int().optional(),
  rowSpan: z.int().optional(),
  align: textAlignSchema.optional(),
  vAlign: textAlignSchema.optional(),
  colSize: z.enum(['xs', 'sm', 'md', 'lg', 'xl']).optional(),
});

export type BoxWidget = z.output<typeof boxWidgetSchema>;
export type RowWidget = z.output<typeof rowWidgetSchema>;
export type ColWidget = z.output<typeof colWidgetSchema>;
export type FormWidget = z.output<typeof formWidgetSchema>;
export type SpacerWidget = z.output<typeof spacerWidgetSchema>;
export type DividerWidget = z.output<typeof dividerWidgetSchema>;
export type TransitionWidget = z.output<typeof transitionWidgetSchema>;
export type TableWidget = z.output<typeof tableWidgetSchema>;
export type TableRowWidget = z.output<typeof tableRowWidgetSchema>;
export type TableCellWidget = z.output<typeof tableCellWidgetSchema>;
