import type { DividerWidget, SpacerWidget, TableCellWidget, TableRowWidget, TransitionWidget } from '@frontdesk/chatkit-protocol';
import { container, node } from './node.js';
import type { BodyWidget, Nothing, PropsOf } from './node.js';

export const box = container<'Box', BodyWidget>('Box');
export const row = container<'Row', BodyWidget>('Row');
export const col = container<'Col', BodyWidget>('Col');
/** A box whose `onSubmitAction` carries the values of the fields inside. */
export const form = container<'Form', BodyWidget>('Form');

/** Takes the room that is left. */
export const spacer = (props: PropsOf<'Spacer'> = {}): SpacerWidget => node('Spacer', props);
export const divider = (props: PropsOf<'Divider'> = {}): DividerWidget => node('Divider', props);

/** Fades to its child whenever the child's `key` changes; shows nothing without one. */
export const transition = (child?: BodyWidget | Nothing, props: PropsOf<'Transition'> = {}): TransitionWidget =>
  node('Transition', { ...props, children: child === false || child === null ? undefined : child });

// Tables are known to newer clients alone.
export const table = container<'Table', TableRowWidget>('Table');
export const tableRow = container<'Table.Row', TableCellWidget>('Table.Row');
export const tableCell = container<'Table.Cell', BodyWidget>('Table.Cell');
