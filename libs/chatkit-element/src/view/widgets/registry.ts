import type { ComponentType } from 'react';
import { ChartNode } from './chart.js';
import { Checkbox, RadioGroup } from './choice-fields.js';
import { Badge, Button, IconNode, ImageNode } from './content.js';
import { DatePicker } from './date-field.js';
import { Basic, Card, ListItem, ListView } from './roots.js';
import { Box, Col, Divider, Form, Row, Spacer, Transition } from './layout.js';
import { Select } from './select-field.js';
import { TableCell, TableNode, TableRow } from './table.js';
import { Input, Textarea } from './text-fields.js';
import { Caption, Label, MarkdownNode, Text, Title } from './text.js';
import type { NodeProps } from './widget-context.js';

/** Component by its `type` on the wire. A new one is a function in a file beside this, and a line here. */
export const REGISTRY: ReadonlyMap<string, ComponentType<NodeProps>> = new Map<string, ComponentType<NodeProps>>([
  ['Card', Card],
  ['ListView', ListView],
  ['ListViewItem', ListItem],
  ['Basic', Basic],
  ['Box', Box],
  ['Row', Row],
  ['Col', Col],
  ['Form', Form],
  ['Spacer', Spacer],
  ['Divider', Divider],
  ['Transition', Transition],
  ['Table', TableNode],
  ['Table.Row', TableRow],
  ['Table.Cell', TableCell],
  ['Text', Text],
  ['Title', Title],
  ['Caption', Caption],
  ['Label', Label],
  ['Markdown', MarkdownNode],
  ['Badge', Badge],
  ['Icon', IconNode],
  ['Image', ImageNode],
  ['Button', Button],
  ['Input', Input],
  ['Textarea', Textarea],
  ['Select', Select],
  ['DatePicker', DatePicker],
  ['Checkbox', Checkbox],
  ['RadioGroup', RadioGroup],
  ['Chart', ChartNode],
]);
