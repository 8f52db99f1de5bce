import type { ReactNode } from 'react';
import { boxOf, color, dim, space } from './values.js';
import type { NodeProps } from './widget-context.js';
import { Children } from './widget-node.js';

export const Box = ({ node, path }: NodeProps): ReactNode => (
  <div className="w-box" style={boxOf(node, node.direction === 'row' ? 'row' : 'column')}>
    <Children node={node} path={path} />
  </div>
);

export const Row = ({ node, path }: NodeProps): ReactNode => (
  <div className="w-box w-row" style={boxOf({ align: 'center', gap: 2, ...node }, 'row')}>
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

export const Transition = ({ node, path }: NodeProps): ReactNode => (
  <div className="w-transition">
    <Children node={node} path={path} />
  </div>
);
