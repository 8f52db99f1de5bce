import { describeIssue, paramOf } from '../wire-error.js';
import { isWidgetType, WIDGET_SCHEMAS } from './components.schema.js';
import { widgetRootSchema } from './node.schema.js';
import type { WidgetNode } from './node.schema.js';

export interface WidgetProblem {
  /** Dotted path from the root, such as `children.0.size`; empty for the root itself. */
  readonly path: string;
  readonly reason: string;
}

/**
 * What is wrong with a widget by the typed schemas, for those who write widgets. Empty: nothing.
 * The protocol itself accepts more: an unknown kind of node or prop travels as it is and is shown as well as can be.
 */
export function checkWidget(widget: unknown): WidgetProblem[] {
  const root = widgetRootSchema.safeParse(widget);
  if (!root.success) {
    return root.error.issues.map((issue) => ({ path: paramOf(issue) ?? '', reason: describeIssue(issue, widget) }));
  }
  return checkNode(root.data, '');
}

const join = (path: string, key: string | number | undefined): string =>
  key === undefined || key === '' ? path : path === '' ? String(key) : `${path}.${key}`;

function checkNode(node: WidgetNode, path: string): WidgetProblem[] {
  if (!isWidgetType(node.type)) {
    return [{ path: join(path, 'type'), reason: `is no known component: ${node.type}` }];
  }
  const result = WIDGET_SCHEMAS[node.type].safeParse(node);
  const own = result.success
    ? []
    : result.error.issues.map((issue) => ({ path: join(path, paramOf(issue)), reason: describeIssue(issue, node) }));
  return [...own, ...checkChildren(node, path)];
}

function checkChildren({ children }: WidgetNode, path: string): WidgetProblem[] {
  if (children === undefined) {
    return [];
  }
  if (!Array.isArray(children)) {
    return checkNode(children, join(path, 'children'));
  }
  return children.flatMap((child, at) => checkNode(child, join(path, `children.${at}`)));
}
