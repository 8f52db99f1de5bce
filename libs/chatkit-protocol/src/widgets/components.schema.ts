import { z } from '../zod.js';
import { chartWidgetSchema } from './chart.schema.js';
import { badgeWidgetSchema, buttonWidgetSchema, iconWidgetSchema, imageWidgetSchema } from './content.schema.js';
import {
  checkboxWidgetSchema,
  datePickerWidgetSchema,
  inputWidgetSchema,
  radioGroupWidgetSchema,
  selectWidgetSchema,
  textareaWidgetSchema,
} from './controls.schema.js';
import {
  boxWidgetSchema,
  colWidgetSchema,
  dividerWidgetSchema,
  formWidgetSchema,
  rowWidgetSchema,
  spacerWidgetSchema,
  tableCellWidgetSchema,
  tableRowWidgetSchema,
  tableWidgetSchema,
  transitionWidgetSchema,
} from './layout.schema.js';
import { basicWidgetSchema, cardWidgetSchema, listViewItemWidgetSchema, listViewWidgetSchema } from './roots.schema.js';
import { captionWidgetSchema, labelWidgetSchema, markdownWidgetSchema, textWidgetSchema, titleWidgetSchema } from './text.schema.js';

/** Every known kind of node with the schema of its props. */
export const WIDGET_SCHEMAS = {
  Card: cardWidgetSchema,
  ListView: listViewWidgetSchema,
  Basic: basicWidgetSchema,
  ListViewItem: listViewItemWidgetSchema,
  Box: boxWidgetSchema,
  Row: rowWidgetSchema,
  Col: colWidgetSchema,
  Form: formWidgetSchema,
  Spacer: spacerWidgetSchema,
  Divider: dividerWidgetSchema,
  Transition: transitionWidgetSchema,
  Text: textWidgetSchema,
  Title: titleWidgetSchema,
  Caption: captionWidgetSchema,
  Markdown: markdownWidgetSchema,
  Badge: badgeWidgetSchema,
  Icon: iconWidgetSchema,
  Image: imageWidgetSchema,
  Button: buttonWidgetSchema,
  Input: inputWidgetSchema,
  Textarea: textareaWidgetSchema,
  Select: selectWidgetSchema,
  DatePicker: datePickerWidgetSchema,
  Checkbox: checkboxWidgetSchema,
  RadioGroup: radioGroupWidgetSchema,
  Label: labelWidgetSchema,
  Chart: chartWidgetSchema,
  Table: tableWidgetSchema,
  'Table.Row': tableRowWidgetSchema,
  'Table.Cell': tableCellWidgetSchema,
} as const;

export type WidgetType = keyof typeof WIDGET_SCHEMAS;
/** The props of one kind of node, by its type. */
export type WidgetOf<T extends WidgetType> = z.output<(typeof WIDGET_SCHEMAS)[T]>;
/** Any node of a known kind. */
export type WidgetComponent = { [T in WidgetType]: WidgetOf<T> }[WidgetType];

export const WIDGET_TYPES = Object.keys(WIDGET_SCHEMAS) as readonly WidgetType[];

export const isWidgetType = (type: string): type is WidgetType => Object.hasOwn(WIDGET_SCHEMAS, type);
