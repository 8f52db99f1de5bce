import type { WidgetItem, WidgetRoot } from '@frontdesk/chatkit-protocol';
import { openWidget } from '../builder/open-widget.js';
import { diffPruned } from './diff-widgets.js';
import type { WidgetUpdate } from './diff-widgets.js';

/** What the item is but for its widget; the ids are the caller's to give. */
export interface WidgetItemFields {
  readonly id: string;
  readonly thread_id: string;
  /** ISO 8601 or a Date; now, when not given. The same in every event. */
  readonly created_at?: string | Date | undefined;
  /** What the copy button of the item copies. */
  readonly copy_text?: string | undefined;
}

export type WidgetStreamEvent =
  | { type: 'thread.item.added'; item: WidgetItem }
  | { type: 'thread.item.updated'; item_id: string; update: WidgetUpdate }
  | { type: 'thread.item.done'; item: WidgetItem };

export type WidgetStates = AsyncIterable<WidgetRoot> | Iterable<WidgetRoot>;

/**
 * The events of one widget item: of a widget alone `done`; of successive states `added` with the first, what changed
 * for each that follows, and `done` with the last. A state may be the same object as before, changed in place.
 * Events are produced only as fast as they are taken; a caller that stops early ends the states as well.
 * @throws WidgetError for a state that is no widget, Error when there is no state; what the states throw passes through,
 * and then the item was never done
 */
export async function* streamWidget(
  states: WidgetRoot | WidgetStates,
  fields: WidgetItemFields,
): AsyncGenerator<WidgetStreamEvent, void, void> {
  const item = itemOf(fields);
  if (!isSequence(states)) {
    yield { type: 'thread.item.done', item: item(states) };
    return;
  }
  let shown: WidgetItem | undefined;
  for await (const state of states) {
    const next = item(state);
    if (shown === undefined) {
      yield { type: 'thread.item.added', item: next };
    } else {
      for (const update of diffPruned(shown.widget, next.widget)) {
        yield { type: 'thread.item.updated', item_id: fields.id, update };
      }
    }
    shown = next;
  }
  if (shown === undefined) {
    throw new Error('A widget needs at least one state to be streamed.');
  }
  yield { type: 'thread.item.done', item: shown };
}

/** Each widget is a copy: its author may go on changing the one that was given. */
function itemOf(fields: WidgetItemFields): (root: WidgetRoot) => WidgetItem {
  const { id, thread_id, created_at = new Date(), copy_text } = fields;
  const createdAt = created_at instanceof Date ? created_at.toISOString() : created_at;
  return (root) => ({
    id,
    thread_id,
    created_at: createdAt,
    type: 'widget',
    widget: openWidget(root),
    ...(copy_text === undefined ? {} : { copy_text }),
  });
}

// A root is a plain object; a list of states or a generator is never taken for one.
function isSequence(states: WidgetRoot | WidgetStates): states is WidgetStates {
  return Symbol.asyncIterator in states || Symbol.iterator in states;
}
