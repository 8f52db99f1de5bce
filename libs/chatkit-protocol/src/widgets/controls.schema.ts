import { actionConfigSchema } from '../actions.schema.js';
import { z } from '../zod.js';
import { commonProps, controlSizeSchema, controlVariantSchema, directionSchema, gutterSizeSchema } from './values.schema.js';

const fieldProps = {
  ...commonProps,
  /** Key of the value in the action's payload; dots nest. */
  name: z.string(),
  disabled: z.boolean().optional(),
};
const typedFieldProps = {
  ...fieldProps,
  defaultValue: z.string().optional(),
  required: z.boolean().optional(),
  pattern: z.string().optional(),
  placeholder: z.string().optional(),
  allowAutofillExtensions: z.boolean().optional(),
  autoSelect: z.boolean().optional(),
  autoFocus: z.boolean().optional(),
  variant: z.enum(['soft', 'outline']).optional(),
  size: controlSizeSchema.optional(),
  gutterSize: gutterSizeSchema.optional(),
};
const pickerProps = {
  ...fieldProps,
  onChangeAction: actionConfigSchema.optional(),
  placeholder: z.string().optional(),
  defaultValue: z.string().optional(),
  variant: controlVariantSchema.optional(),
  size: controlSizeSchema.optional(),
  pill: z.boolean().optional(),
  block: z.boolean().optional(),
  clearable: z.boolean().optional(),
};

export const inputWidgetSchema = z.strictObject({
  ...typedFieldProps,
  type: z.literal('Input'),
  inputType: z.enum(['number', 'email', 'text', 'password', 'tel', 'url']).optional(),
  pill: z.boolean().optional(),
});
export const textareaWidgetSchema = z.strictObject({
  ...typedFieldProps,
  type: z.literal('Textarea'),
  rows: z.int().optional(),
  autoResize: z.boolean().optional(),
  maxRows: z.int().optional(),
});
export const selectWidgetSchema = z.strictObject({
  ...pickerProps,
  type: z.literal('Select'),
  options: z.array(
    z.strictObject({
      value: z.string(),
      label: z.string(),
      disabled: z.boolean().optional(),
      description: z.string().optional(),
    }),
  ),
  searchable: z.boolean().optional(),
});
export const datePickerWidgetSchema = z.strictObject({
  ...pickerProps,
  type: z.literal('DatePicker'),
  /** ISO date-times, as `defaultValue`. */
  min: z.string().optional(),
  max: z.string().optional(),
  side: z.enum(['top', 'bottom', 'left', 'right']).optional(),
  align: z.enum(['start', 'center', 'end']).optional(),
});
export const checkboxWidgetSchema = z.strictObject({
  ...fieldProps,
  type: z.literal('Checkbox'),
  label: z.string().optional(),
  defaultChecked: z.boolean().optional(),
  onChangeAction: actionConfigSchema.optional(),
  required: z.boolean().optional(),
});
export const radioGroupWidgetSchema = z.strictObject({
  ...fieldProps,
  type: z.literal('RadioGroup'),
  options: z.array(z.strictObject({ label: z.string(), value: z.string(), disabled: z.boolean().optional() })).optional(),
  ariaLabel: z.string().optional(),
  onChangeAction: actionConfigSchema.optional(),
  defaultValue: z.string().optional(),
  direction: directionSchema.optional(),
  required: z.boolean().optional(),
});

export type InputWidget = z.output<typeof inputWidgetSchema>;
export type TextareaWidget = z.output<typeof textareaWidgetSchema>;
export type SelectWidget = z.output<typeof selectWidgetSchema>;
export type DatePickerWidget = z.output<typeof datePickerWidgetSchema>;
export type CheckboxWidget = z.output<typeof checkboxWidgetSchema>;
export type RadioGroupWidget = z.output<typeof radioGroupWidgetSchema>;
