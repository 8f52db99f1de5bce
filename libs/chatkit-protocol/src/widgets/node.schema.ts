import { z } from '../zod.js';

/**
 * A node of a widget tree, open: unknown props and unknown kinds of nodes are kept as they came.
 * `children` is a list, or one node alone.
 */
export interface WidgetNode {
  type: string;
  id?: string | undefined;
  key?: string | undefined;
  children?: WidgetNode | WidgetNode[] | undefined;
  [prop: string]: unknown;
}

export const WIDGET_ROOT_TYPES = ['Card', 'ListView', 'Basic'] as const;
export type WidgetRootType = (typeof WIDGET_ROOT_TYPES)[number];

/** What an item shows: a tree with one of the three root kinds at its top. */
export interface WidgetRoot extends WidgetNode {
  type: WidgetRootType;
}

/** Removes nulls at every depth: keys of objects and elements of lists, action payloads included. */
export function pruneNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((entry) => entry !== null && entry !== undefined).map(pruneNulls);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => (entry === null || entry === undefined ? [] : [[key, pruneNulls(entry)]])),
  );
}

const shape = {
  type: z.string(),
  id: z.string().nullish(),
  key: z.string().nullish(),
  children: z.lazy(() => z.union([z.array(openNode), openNode])).nullish(),
};
const openNode: z.ZodType = z.looseObject(shape);
const openRoot = z.looseObject({ ...shape, type: z.enum(WIDGET_ROOT_TYPES) });

/** Any node. Only the tree's shape is checked; nulls are pruned. For the props of known kinds see `checkWidget`. */
export const widgetNodeSchema = openNode.transform(pruneNulls) as unknown as z.ZodType<WidgetNode, WidgetNode>;
/** A whole widget, see {@link widgetNodeSchema}. */
export const widgetRootSchema = openRoot.transform(pruneNulls) as unknown as z.ZodType<WidgetRoot, WidgetRoot>;
