import { actionConfigSchema } from '../actions.schema.js';
import { z } from '../zod.js';
import { widgetNodeSchema } from './node.schema.js';
import {
  alignmentSchema,
  anyBorderSchema,
  cardActionSchema,
  colorSchema,
  commonProps,
  dimensionSchema,
  directionSchema,
  justificationSchema,
  nodeList,
  spaceSchema,
  themeSchema,
  widgetStatusSchema,
} from './values.schema.js';

export const cardWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('Card'),
  children: nodeList,
  asForm: z.boolean().optional(),
  background: colorSchema.optional(),
  border: anyBorderSchema.optional(),
  size: z.enum(['sm', 'md', 'lg', 'full']).optional(),
  padding: spaceSchema.optional(),
  status: widgetStatusSchema.optional(),
  collapsed: z.boolean().optional(),
  confirm: cardActionSchema.optional(),
  cancel: cardActionSchema.optional(),
  theme: themeSchema.optional(),
});

export const listViewItemWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('ListViewItem'),
  children: nodeList,
  onClickAction: actionConfigSchema.optional(),
  gap: dimensionSchema.optional(),
  align: alignmentSchema.optional(),
});

export const listViewWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('ListView'),
  children: z.array(widgetNodeSchema.refine((node) => node.type === 'ListViewItem', { error: 'expected a ListViewItem' })),
  limit: z.union([z.int(), z.literal('auto')]).optional(),
  status: widgetStatusSchema.optional(),
  theme: themeSchema.optional(),
});

/** The only root without a fixed set of props: the reference keeps any extra it is given. */
export const basicWidgetSchema = z.looseObject({
  ...commonProps,
  type: z.literal('Basic'),
  children: z.union([nodeList, widgetNodeSchema]).optional(),
  theme: themeSchema.optional(),
  direction: directionSchema.optional(),
  gap: dimensionSchema.optional(),
  padding: spaceSchema.optional(),
  align: alignmentSchema.optional(),
  justify: justificationSchema.optional(),
});

export type CardWidget = z.output<typeof cardWidgetSchema>;
export type ListViewWidget = z.output<typeof listViewWidgetSchema>;
export type ListViewItemWidget = z.output<typeof listViewItemWidgetSchema>;
export type BasicWidget = z.output<typeof basicWidgetSchema>;
