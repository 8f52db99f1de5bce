import { checkWidget, WIDGET_ROOT_TYPES, widgetRootSchema } from '@frontdesk/chatkit-protocol';
import type { WidgetProblem, WidgetRoot } from '@frontdesk/chatkit-protocol';
import { WidgetError } from '../widget-error.js';

/**
 * A widget as the protocol takes it: only the tree's shape is checked, unknown kinds and props stay, nulls go.
 * @returns a copy
 * @throws WidgetError when it is no tree of nodes under a known root
 */
export function openWidget(root: unknown): WidgetRoot {
  const result = widgetRootSchema.safeParse(root);
  if (result.success) {
    return result.data;
  }
  const problem = rootProblem(root);
  throw new WidgetError(problem === undefined ? checkWidget(root) : [problem]);
}

const ROOTS: ReadonlySet<unknown> = new Set(WIDGET_ROOT_TYPES);

// The schema's own report ends at the outermost list of children: a list may also be one node, and it tells of neither.
function rootProblem(root: unknown): WidgetProblem | undefined {
  const problem = nodeProblem(root, []);
  if (problem !== undefined || ROOTS.has((root as { type: unknown }).type)) {
    return problem;
  }
  return { path: 'type', reason: `expected one of ${WIDGET_ROOT_TYPES.join(', ')}` };
}

function nodeProblem(node: unknown, path: readonly (string | number)[]): WidgetProblem | undefined {
  const problem = (reason: string, ...more: string[]): WidgetProblem => ({ path: [...path, ...more].join('.'), reason });
  if (typeof node !== 'object' || node === null || Array.isArray(node)) {
    return problem('expected a node, an object with a type');
  }
  const { type, id, key, children } = node as Readonly<Record<string, unknown>>;
  if (typeof type !== 'string') {
    return problem('expected string', 'type');
  }
  for (const [name, value] of Object.entries({ id, key })) {
    if (value !== undefined && value !== null && typeof value !== 'string') {
      return problem('expected string', name);
    }
  }
  return childrenProblem(children, [...path, 'children']);
}

function childrenProblem(children: unknown, path: readonly (string | number)[]): WidgetProblem | undefined {
  if (children === undefined || children === null) {
    return undefined;
  }
  if (!Array.isArray(children)) {
    return nodeProblem(children, path);
  }
  for (const [at, child] of children.entries()) {
    const problem = nodeProblem(child, [...path, at]);
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
}
