import { applyItemUpdate, pruneNulls, threadItemUpdateSchema } from '@frontdesk/chatkit-protocol';
import type { WidgetItem, WidgetNode, WidgetRoot } from '@frontdesk/chatkit-protocol';
import fc from 'fast-check';
import { diffWidgets } from './diff-widgets.js';
import type { WidgetUpdate } from './diff-widgets.js';
import { streamWidget } from './stream-widget.js';

const FIELDS = { id: 'msg_1', thread_id: 'thr_1', created_at: '2026-11-22T08:00:00.000Z' };
const pruned = (root: WidgetRoot): WidgetRoot => pruneNulls(root) as WidgetRoot;
const itemWith = (widget: WidgetRoot): WidgetItem => ({ ...FIELDS, type: 'widget', widget });

/** As a client does it: from bytes. */
const apply = (item: WidgetItem, update: WidgetUpdate): WidgetItem =>
  applyItemUpdate(item, threadItemUpdateSchema.parse(JSON.parse(JSON.stringify(update)))) as WidgetItem;

// Few ids, so that they meet; short texts, so that one is often the start of another.
const id = fc.option(fc.constantFrom('a', 'b', 'c', ''), { nil: undefined });
const value = fc.oneof(fc.string({ maxLength: 3, unit: fc.constantFrom('x', 'y', '👍', '"') }), fc.constantFrom<unknown>(1, null));
const flag = fc.constantFrom<boolean | null | undefined>(true, false, null, undefined);

const { node } = fc.letrec<{ node: WidgetNode; leaf: WidgetNode; parent: WidgetNode }>((tie) => ({
  node: fc.oneof({ maxDepth: 3, depthIdentifier: 'widget' }, tie('leaf'), tie('parent')),
  leaf: fc.record({ type: fc.constantFrom('Text', 'Markdown', 'Title'), id, value, streaming: flag }),
  parent: fc.record({
    type: fc.constantFrom('Row', 'Transition', 'Hologram'),
    id,
    children: fc.oneof(
      { weight: 3, arbitrary: fc.array(tie('node'), { maxLength: 3, depthIdentifier: 'widget' }) },
      { weight: 1, arbitrary: tie('node') },
    ),
  }),
}));
const root = fc.record({ type: fc.constantFrom('Card', 'Basic'), children: fc.array(node, { maxLength: 4 }) }) as fc.Arbitrary<WidgetRoot>;

const EDITS: Record<string, (node: WidgetNode) => WidgetNode> = {
  keep: (old) => old,
  grow: (old) => (typeof old['value'] === 'string' ? { ...old, value: `${old['value']}+` } : old),
  replace: (old) => ('value' in old ? { ...old, value: 'other' } : old),
  finish: (old) => ({ ...old, streaming: false }),
  extend: (old) => ({ ...old, extra: { list: [1] } }),
  rename: (old) => ({ ...old, id: 'renamed' }),
  unfold: (old) => (Array.isArray(old.children) ? { ...old, children: [...old.children, { type: 'Text', value: 'new' }] } : old),
};
const edit = fc.constantFrom('keep', 'keep', 'grow', 'grow', 'grow', ...Object.keys(EDITS));

/** The tree with the edits applied to its nodes, in order and over again. */
function edited(before: WidgetRoot, edits: readonly string[]): WidgetRoot {
  let at = 0;
  const visit = (old: WidgetNode): WidgetNode => {
    const changed = EDITS[edits[at++ % edits.length] ?? 'keep']?.(old) ?? old;
    if (changed.children === undefined) {
      return changed;
    }
    return { ...changed, children: Array.isArray(changed.children) ? changed.children.map(visit) : visit(changed.children) };
  };
  return visit(before) as WidgetRoot;
}

const edits = fc.array(edit, { minLength: 1, maxLength: 12 });
const pair = fc.oneof(
  fc.tuple(root, root),
  fc.tuple(root, edits).map(([before, list]): [WidgetRoot, WidgetRoot] => [before, edited(before, list)]),
);

describe('the difference of any two widgets', () => {
  test('applied to the first gives the second', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const result = diffWidgets(before, after).reduce(apply, itemWith(pruned(before)));
        expect(result.widget).toEqual(pruned(after));
      }),
      { numRuns: 1000 },
    );
  });

  test('is the root, or deltas alone, or nothing for equal widgets alone', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const types = diffWidgets(before, after).map(({ type }) => type);
        expect(new Set(types).size).toBeLessThanOrEqual(1);
        expect(types.filter((type) => type === 'widget.root.updated').length).toBeLessThanOrEqual(1);
        if (types.length === 0) {
          expect(pruned(before)).toEqual(pruned(after));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('changes neither of them', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const copies = structuredClone([before, after]);
        diffWidgets(before, after);
        expect([before, after]).toEqual(copies);
      }),
      { numRuns: 100 },
    );
  });
});

test('texts with ids of their own that grow are never sent again', () => {
  const growth = fc.array(fc.tuple(fc.constantFrom('Text', 'Markdown'), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(growth, fc.boolean(), (list, streaming) => {
      const state = (grown: boolean): WidgetRoot => ({
        type: 'Card',
        children: list.map(([type, old, more], at) => ({
          type: 'Row',
          children: [{ type, id: `text-${at}`, value: grown ? old + more : old, streaming }],
        })),
      });
      expect(diffWidgets(state(false), state(true))).toEqual(
        list.flatMap(([, , more], at) =>
          more === '' ? [] : [{ type: 'widget.streaming_text.value_delta', component_id: `text-${at}`, delta: more, done: !streaming }],
        ),
      );
    }),
  );
});

test('a client that follows any stream of states shows each of them in turn, and the last at the end', async () => {
  const sequence = fc.tuple(root, fc.array(edits, { maxLength: 5 })).map(([first, steps]) => {
    const states = [first];
    for (const step of steps) {
      states.push(edited(states.at(-1) ?? first, step));
    }
    return states;
  });
  await fc.assert(
    fc.asyncProperty(sequence, async (states) => {
      let shown: WidgetItem | undefined;
      let given = 0;
      const follow = function* (): Generator<WidgetRoot> {
        for (const state of states) {
          if (given > 0) {
            expect(shown?.widget).toEqual(pruned(states[given - 1] ?? state));
          }
          given += 1;
          yield state;
        }
      };
      for await (const event of streamWidget(follow(), FIELDS)) {
        if (event.type === 'thread.item.updated') {
          shown = apply(shown ?? itemWith(pruned(states[0] as WidgetRoot)), event.update);
        } else {
          expect(shown?.widget ?? event.item.widget).toEqual(event.item.widget);
          shown = event.item;
        }
      }
      expect([given, shown?.widget]).toEqual([states.length, pruned(states.at(-1) as WidgetRoot)]);
    }),
    { numRuns: 200 },
  );
});
