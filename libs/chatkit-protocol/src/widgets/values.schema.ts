import { actionConfigSchema } from '../actions.schema.js';
import { iconSchema } from '../icons.js';
import { z } from '../zod.js';
import { widgetNodeSchema } from './node.schema.js';

/** Props that every node may have. */
export const commonProps = { id: z.string().optional(), key: z.string().optional() };
export const nodeList = z.array(widgetNodeSchema);

export const themeColorSchema = z.strictObject({ dark: z.string(), light: z.string() });
/** A token (`surface-secondary`, `emphasis`, `blue`), a primitive (`red-100`), CSS text, or one of these per theme. */
export const colorSchema = z.union([z.string(), themeColorSchema]);
/** A number of spacing units or pixels, depending on the prop, or CSS text. */
export const dimensionSchema = z.union([z.number(), z.string()]);

export const spacingSchema = z.strictObject({
  top: dimensionSchema.optional(),
  right: dimensionSchema.optional(),
  bottom: dimensionSchema.optional(),
  left: dimensionSchema.optional(),
  x: dimensionSchema.optional(),
  y: dimensionSchema.optional(),
});
export const spaceSchema = z.union([z.number(), z.string(), spacingSchema]);

export const borderSchema = z.strictObject({
  size: z.number(),
  color: colorSchema.optional(),
  style: z.enum(['solid', 'dashed', 'dotted', 'double', 'groove', 'ridge', 'inset', 'outset']).optional(),
});
const edge = z.union([z.number(), borderSchema]).optional();
export const bordersSchema = z.strictObject({ top: edge, right: edge, bottom: edge, left: edge, x: edge, y: edge });
export const anyBorderSchema = z.union([z.number(), borderSchema, bordersSchema]);

export const radiusSchema = z.enum(['2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl', '4xl', 'full', '100%', 'none']);
export const alignmentSchema = z.enum(['start', 'center', 'end', 'baseline', 'stretch']);
export const justificationSchema = z.enum(['start', 'center', 'end', 'between', 'around', 'evenly', 'stretch']);
export const textAlignSchema = z.enum(['start', 'center', 'end']);
export const weightSchema = z.enum(['normal', 'medium', 'semibold', 'bold']);
export const textSizeSchema = z.enum(['xs', 'sm', 'md', 'lg', 'xl']);
export const titleSizeSchema = z.enum(['sm', 'md', 'lg', 'xl', '2xl', '3xl', '4xl', '5xl']);
export const captionSizeSchema = z.enum(['sm', 'md', 'lg']);
export const iconSizeSchema = z.enum(['xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl']);
export const controlSizeSchema = z.enum(['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl']);
export const controlVariantSchema = z.enum(['solid', 'soft', 'outline', 'ghost']);
export const gutterSizeSchema = z.enum(['2xs', 'xs', 'sm', 'md', 'lg', 'xl']);
export const directionSchema = z.enum(['row', 'col']);
export const themeSchema = z.enum(['light', 'dark']);

export const widgetStatusSchema = z.union([
  z.strictObject({ text: z.string(), favicon: z.string().optional(), frame: z.boolean().optional() }),
  z.strictObject({ text: z.string(), icon: iconSchema.optional() }),
]);
export const cardActionSchema = z.strictObject({ label: z.string(), action: actionConfigSchema });

export const sizeProps = {
  height: dimensionSchema.optional(),
  width: dimensionSchema.optional(),
  size: dimensionSchema.optional(),
  minHeight: dimensionSchema.optional(),
  minWidth: dimensionSchema.optional(),
  minSize: dimensionSchema.optional(),
  maxHeight: dimensionSchema.optional(),
  maxWidth: dimensionSchema.optional(),
  maxSize: dimensionSchema.optional(),
  aspectRatio: dimensionSchema.optional(),
};

export const boxProps = {
  ...sizeProps,
  children: nodeList.optional(),
  align: alignmentSchema.optional(),
  justify: justificationSchema.optional(),
  wrap: z.enum(['nowrap', 'wrap', 'wrap-reverse']).optional(),
  flex: dimensionSchema.optional(),
  gap: dimensionSchema.optional(),
  padding: spaceSchema.optional(),
  margin: spaceSchema.optional(),
  border: anyBorderSchema.optional(),
  radius: radiusSchema.optional(),
  background: colorSchema.optional(),
};

export const textProps = {
  value: z.string(),
  color: colorSchema.optional(),
  weight: weightSchema.optional(),
  textAlign: textAlignSchema.optional(),
  truncate: z.boolean().optional(),
  maxLines: z.int().optional(),
};

export type ThemeColor = z.output<typeof themeColorSchema>;
export type WidgetColor = z.output<typeof colorSchema>;
export type WidgetSpacing = z.output<typeof spacingSchema>;
export type WidgetBorder = z.output<typeof borderSchema>;
export type WidgetBorders = z.output<typeof bordersSchema>;
export type WidgetRadius = z.output<typeof radiusSchema>;
export type WidgetStatus = z.output<typeof widgetStatusSchema>;
export type WidgetCardAction = z.output<typeof cardActionSchema>;
