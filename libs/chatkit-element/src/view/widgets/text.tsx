import type { CSSProperties, ReactNode } from 'react';
import { Markdown } from '../markdown/markdown.js';
import { useFieldId } from './field-frame.js';
import { EditableText } from './text-fields.js';
import { ALIGNMENTS, asOneOf, asText, color, dim, isRecord } from './values.js';
import type { NodeProps } from './widget-context.js';

const WEIGHTS: Readonly<Record<string, number>> = { normal: 400, medium: 500, semibold: 600, bold: 700 };

/** Lines of text: cut with an ellipsis after `truncate` or `maxLines`, and never less high than `minLines`. */
const clamp = (node: NodeProps['node']): CSSProperties => {
  if (node.truncate === true && node.maxLines === undefined) {
    return { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' };
  }
  if (typeof node.maxLines !== 'number') {
    return {};
  }
  return { display: '-webkit-box', WebkitBoxOrient: 'vertical', WebkitLineClamp: node.maxLines, overflow: 'hidden' };
};

/** @param weight where the server has no wish; without it that of the place, such as the head of a table */
const textStyle = (node: NodeProps['node'], weight = ''): CSSProperties => ({
  color: color(node.color, 'text'),
  fontWeight: WEIGHTS[asText(node.weight)] ?? WEIGHTS[weight],
  // Without a wish of its own a text follows the cell that it stands in.
  textAlign: ALIGNMENTS.find((side) => side === node.textAlign),
  fontStyle: node.italic === true ? 'italic' : undefined,
  textDecoration: node.lineThrough === true ? 'line-through' : undefined,
  width: dim(node.width),
  minHeight: typeof node.minLines === 'number' ? `${node.minLines * 1.5}em` : undefined,
  ...clamp(node),
});

const textClass = (node: NodeProps['node']): string => `w-text size-${asOneOf(node.size, ['xs', 'sm', 'md', 'lg', 'xl'], 'md')}`;

export const Text = ({ node }: NodeProps): ReactNode =>
  isRecord(node.editable) ? (
    <EditableText node={node.editable} className={textClass(node)} value={asText(node.value)} />
  ) : (
    <p className={textClass(node)} style={textStyle(node)} dir="auto">
      {asText(node.value)}
    </p>
  );

/** Names the field of its `fieldName`, and gives it the focus when it is clicked. */
export const Label = ({ node }: NodeProps): ReactNode => (
  <label
    htmlFor={useFieldId(asText(node.fieldName))}
    className={`${textClass({ size: 'sm', ...node })} w-label`}
    style={textStyle(node, 'medium')}
    dir="auto"
  >
    {asText(node.value)}
  </label>
);

export const Title = ({ node }: NodeProps): ReactNode => (
  <p
    className={`w-title size-${asOneOf(node.size, ['sm', 'md', 'lg', 'xl', '2xl', '3xl', '4xl', '5xl'], 'md')}`}
    style={textStyle(node, 'semibold')}
    dir="auto"
  >
    {asText(node.value)}
  </p>
);

export const Caption = ({ node }: NodeProps): ReactNode => (
  <p className={`w-caption size-${asOneOf(node.size, ['sm', 'md', 'lg'], 'md')}`} style={textStyle(node)} dir="auto">
    {asText(node.value)}
  </p>
);

export const MarkdownNode = ({ node }: NodeProps): ReactNode => <Markdown text={asText(node.value)} streaming={node.streaming === true} />;
