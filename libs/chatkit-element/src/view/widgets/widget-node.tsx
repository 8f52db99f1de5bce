import { createElement, type ComponentType, type ReactNode } from 'react';
import { REGISTRY } from './registry.js';
import { isRecord } from './values.js';
import type { NodeProps } from './widget-context.js';

/** A component of a widget. A kind that nobody knows shows what it contains: new servers must not break old chats. */
export const WidgetNodeView = ({ node, path }: { node: unknown; path: string }): ReactNode => {
  if (!isRecord(node)) {
    return typeof node === 'string' ? node : null;
  }
  const type = typeof node.type === 'string' ? node.type : '';
  const known: ComponentType<NodeProps> | undefined = REGISTRY.get(type);
  return known === undefined ? <Children node={node} path={path} /> : createElement(known, { node, path });
};

const keyOf = (child: unknown, index: number): string => {
  const key = isRecord(child) ? (child.key ?? child.id) : undefined;
  return typeof key === 'string' ? `k:${key}` : String(index);
};

/** The children of a node: a list, a single node, or nothing. */
export const Children = ({ node, path }: NodeProps): ReactNode => {
  const { children } = node;
  const list: readonly unknown[] = Array.isArray(children) ? children : children === undefined || children === null ? [] : [children];
  return list.map((child, index) => <WidgetNodeView key={keyOf(child, index)} node={child} path={`${path}.${index}`} />);
};
