import type { ComponentType } from 'react';
import { Badge, Button, IconNode, ImageNode } from './content.js';
import { Basic, Card, ListItem, ListView } from './roots.js';
import { Box, Col, Divider, Row, Spacer, Transition } from './layout.js';
import { TableCell, TableNode, TableRow } from './table.js';
import { Caption, MarkdownNode, Text, Title } from './text.js';
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
  ['Form', Col],
  ['Spacer', Spacer],
  ['Divider', Divider],
  ['Transition', Transition],
  ['Table', TableNode],
  ['Table.Row', TableRow],
  ['Table.Cell', TableCell],
  ['Text', Text],
  ['Title', Title],
  ['Caption', Caption],
  ['Label', Text],
  ['Markdown', MarkdownNode],
  ['Badge', Badge],
  ['Icon', IconNode],
  ['Image', ImageNode],
  ['Button', Button],
]);
