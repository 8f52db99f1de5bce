import { isDeepStrictEqual } from 'node:util';
import { pruneNulls } from '@frontdesk/chatkit-protocol';
import type { ThreadItemUpdate, WidgetNode, WidgetRoot } from '@frontdesk/chatkit-protocol';

export type RootUpdate = Extract<ThreadItemUpdate, { type: 'widget.root.updated' }>;
export type TextDelta = Extract<ThreadItemUpdate, { type: 'widget.streaming_text.value_delta' }>;
export type WidgetUpdate = RootUpdate | TextDelta;

/**
 * What turns one widget into the next, in the fewest bytes that every client understands: nothing when they are equal,
 * the added text when only texts grew, else the whole widget. Applied in order to `before`, the updates give `after`.
 *
 * A text grows by deltas when it is a Text or Markdown whose id no other node has, reached through lists of children
 * alone, and nothing else about it changed. Otherwise no delta could find it on every client, and the root is sent.
 */
export function diffWidgets(before: WidgetRoot, after: WidgetRoot): WidgetUpdate[] {
  // Nulls do not travel, so a null and an absent prop are the same.
  return diffPruned(pruneNulls(before) as WidgetRoot, pruneNulls(after) as WidgetRoot);
}

/** {@link diffWidgets} of widgets without nulls. */
export function diffPruned(before: WidgetRoot, after: WidgetRoot): WidgetUpdate[] {
  const deltas: TextDelta[] = [];
  const replace = (): WidgetUpdate[] => [{ type: 'widget.root.updated', widget: after }];
  if (!grew(before, after, deltas)) {
    return replace();
  }
  if (deltas.length === 0) {
    return [];
  }
  const ids = countIds(after, new Map());
  return deltas.every((delta) => ids.get(delta.component_id) === 1) ? deltas : replace();
}

/** Whether texts that grew are the only difference; their deltas are added in the order of the tree. */
function grew(before: WidgetNode, after: WidgetNode, deltas: TextDelta[]): boolean {
  const props = Object.keys(after);
  // With as many props on both sides, one that is gone shows as another that is new.
  return props.length === Object.keys(before).length && props.every((prop) => propGrew(prop, before, after, deltas));
}

function propGrew(prop: string, before: WidgetNode, after: WidgetNode, deltas: TextDelta[]): boolean {
  const [old, now] = [before[prop], after[prop]];
  if (prop === 'children' && Array.isArray(old) && Array.isArray(now)) {
    return childrenGrew(old as WidgetNode[], now as WidgetNode[], deltas);
  }
  if (old === now || isDeepStrictEqual(old, now)) {
    return true;
  }
  const delta = prop === 'value' ? addedText(before, after) : undefined;
  if (delta === undefined) {
    return false;
  }
  deltas.push(delta);
  return true;
}

function childrenGrew(before: readonly WidgetNode[], after: readonly WidgetNode[], deltas: TextDelta[]): boolean {
  return (
    before.length === after.length &&
    after.every((child, at) => {
      const old = before[at];
      return old !== undefined && grew(old, child, deltas);
    })
  );
}

function addedText(before: WidgetNode, after: WidgetNode): TextDelta | undefined {
  const { type, id, streaming, value: now } = after;
  const old = before['value'];
  if ((type !== 'Text' && type !== 'Markdown') || !id || typeof old !== 'string' || typeof now !== 'string' || !now.startsWith(old)) {
    return undefined;
  }
  return { type: 'widget.streaming_text.value_delta', component_id: id, delta: now.slice(old.length), done: streaming !== true };
}

/** How many nodes have each id, wherever a client may look for it. */
function countIds(node: WidgetNode, counts: Map<string, number>): Map<string, number> {
  if (node.id !== undefined) {
    counts.set(node.id, (counts.get(node.id) ?? 0) + 1);
  }
  const children = node.children === undefined || Array.isArray(node.children) ? node.children : [node.children];
  children?.forEach((child) => countIds(child, counts));
  return counts;
}
