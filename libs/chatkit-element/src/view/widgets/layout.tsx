import type { ReactNode } from 'react';
import { readAction } from '../../state/widget-actions.js';
import { FormScope, useForm } from './form.js';
import { asText, boxOf, color, dim, isRecord, space } from './values.js';
import type { NodeProps } from './widget-context.js';
import { Children } from './widget-node.js';

export const Box = ({ node, path }: NodeProps): ReactNode => (
  <div className="w-box" style={boxOf(node, node.direction === 'row' ? 'row' : 'column')}>
    <Children node={node} path={path} />
  </div>
);

/** Neither shrinks: a row of both breaks in a narrow card before it is cut off. */
const UNYIELDING = ['Badge', 'Button'];

const wrapOf = ({ children }: NodeProps['node']): string | undefined =>
  UNYIELDING.every((type) => Array.isArray(children) && children.some((child) => isRecord(child) && child.type === type)) ? 'wrap' : undefined;

export const Row = ({ node, path }: NodeProps): ReactNode => (
  <div className="w-box w-row" style={boxOf({ align: 'center', gap: 2, wrap: wrapOf(node), ...node }, 'row')}>
    <Children node={node} path={path} />
  </div>
);

export const Col = ({ node, path }: NodeProps): ReactNode => (
  <div className="w-box w-col" style={boxOf({ gap: 2, ...node }, node.direction === 'row' ? 'row' : 'column')}>
    <Children node={node} path={path} />
  </div>
);

export const Spacer = ({ node }: NodeProps): ReactNode => (
  <span className="w-spacer" style={{ minWidth: dim(node.minSize), minHeight: dim(node.minSize) }} />
);

export const Divider = ({ node }: NodeProps): ReactNode => (
  <hr
    className={`w-divider${node.flush ? ' flush' : ''}`}
    style={{ borderTopColor: color(node.color, 'line'), borderTopWidth: dim(node.size), marginBlock: space(node.spacing) }}
  />
);

/** A form, or a plain column where a form stands around it already. */
export const Form = ({ node, path }: NodeProps): ReactNode => {
  const outer = useForm();
  const style = boxOf({ gap: 3, ...node }, node.direction === 'row' ? 'row' : 'column');
  const children = <Children node={node} path={path} />;
  return outer === null ? (
    <FormScope action={readAction(node.onSubmitAction)} part={path} className="w-box w-form" style={style}>
      {children}
    </FormScope>
  ) : (
    <div className="w-box w-col" style={style}>
      {children}
    </div>
  );
};

/** What tells one child from the next: its key, else its kind. */
const identityOf = (child: unknown): string => {
  const [first] = Array.isArray(child) ? (child as unknown[]) : [child];
  return isRecord(first) ? `${asText(first.type)}/${asText(first.key ?? first.id)}` : '';
};

/** Lets the next child fade in, in the place of the last. */
export const Transition = ({ node, path }: NodeProps): ReactNode => (
  <div className="w-transition" key={identityOf(node.children)}>
    <Children node={node} path={path} />
  </div>
);
