import { actionConfigSchema } from '../actions.schema.js';
import { iconSchema } from '../icons.js';
import { z } from '../zod.js';
import {
  colorSchema,
  commonProps,
  controlSizeSchema,
  controlVariantSchema,
  dimensionSchema,
  iconSizeSchema,
  radiusSchema,
  sizeProps,
  spaceSchema,
} from './values.schema.js';

export const badgeWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('Badge'),
  label: z.string(),
  color: z.enum(['secondary', 'success', 'danger', 'warning', 'info', 'discovery']).optional(),
  variant: z.enum(['solid', 'soft', 'outline']).optional(),
  size: z.enum(['sm', 'md', 'lg']).optional(),
  pill: z.boolean().optional(),
});

export const iconWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('Icon'),
  name: iconSchema,
  color: colorSchema.optional(),
  size: iconSizeSchema.optional(),
});

export const imageWidgetSchema = z.strictObject({
  ...commonProps,
  ...sizeProps,
  type: z.literal('Image'),
  src: z.string(),
  alt: z.string().optional(),
  fit: z.enum(['cover', 'contain', 'fill', 'scale-down', 'none']).optional(),
  position: z.enum(['top left', 'top', 'top right', 'left', 'center', 'right', 'bottom left', 'bottom', 'bottom right']).optional(),
  radius: radiusSchema.optional(),
  frame: z.boolean().optional(),
  flush: z.boolean().optional(),
  margin: spaceSchema.optional(),
  background: colorSchema.optional(),
  flex: dimensionSchema.optional(),
});

export const buttonWidgetSchema = z.strictObject({
  ...commonProps,
  type: z.literal('Button'),
  submit: z.boolean().optional(),
  label: z.string().optional(),
  onClickAction: actionConfigSchema.optional(),
  iconStart: iconSchema.optional(),
  iconEnd: iconSchema.optional(),
  style: z.enum(['primary', 'secondary']).optional(),
  iconSize: z.enum(['sm', 'md', 'lg', 'xl', '2xl']).optional(),
  color: z.enum(['primary', 'secondary', 'info', 'discovery', 'success', 'caution', 'warning', 'danger']).optional(),
  variant: controlVariantSchema.optional(),
  size: controlSizeSchema.optional(),
  pill: z.boolean().optional(),
  uniform: z.boolean().optional(),
  block: z.boolean().optional(),
  disabled: z.boolean().optional(),
});

export type BadgeWidget = z.output<typeof badgeWidgetSchema>;
export type IconWidget = z.output<typeof iconWidgetSchema>;
export type ImageWidget = z.output<typeof imageWidgetSchema>;
export type ButtonWidget = z.output<typeof buttonWidgetSchema>;
