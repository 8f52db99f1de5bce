import type {
  CheckboxWidget,
  DatePickerWidget,
  InputWidget,
  RadioGroupWidget,
  SelectWidget,
  TextareaWidget,
} from '@frontdesk/chatkit-protocol';
import { node } from './node.js';
import type { PropsOf } from './node.js';

// `name` is the key of the value in the payload of the action of the form around the field; dots in it nest.

export const input = (name: string, props: PropsOf<'Input', 'name'> = {}): InputWidget => node('Input', { name, ...props });
export const textarea = (name: string, props: PropsOf<'Textarea', 'name'> = {}): TextareaWidget => node('Textarea', { name, ...props });
export const select = (name: string, options: SelectWidget['options'], props: PropsOf<'Select', 'name' | 'options'> = {}): SelectWidget =>
  node('Select', { name, options, ...props });
/** Dates are ISO 8601 text. */
export const datePicker = (name: string, props: PropsOf<'DatePicker', 'name'> = {}): DatePickerWidget =>
  node('DatePicker', { name, ...props });
export const checkbox = (name: string, props: PropsOf<'Checkbox', 'name'> = {}): CheckboxWidget => node('Checkbox', { name, ...props });
export const radioGroup = (
  name: string,
  options: NonNullable<RadioGroupWidget['options']>,
  props: PropsOf<'RadioGroup', 'name' | 'options'> = {},
): RadioGroupWidget => node('RadioGroup', { name, options, ...props });
