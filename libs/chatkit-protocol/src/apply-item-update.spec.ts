import { FULL_TURN } from '../test/golden.js';
import { applyItemUpdate, ItemUpdateError, threadStreamEventSchema } from './index.js';
import type {
  AssistantMessageItem,
  GeneratedImageItem,
  ThreadItem,
  ThreadItemUpdate,
  WidgetItem,
  WidgetRoot,
  WorkflowItem,
} from './index.js';

const base = { id: 'x', thread_id: 't', created_at: '2026-03-01T10:20:30Z' };
const message = (...texts: string[]): AssistantMessageItem => ({
  ...base,
  type: 'assistant_message',
  content: texts.map((text) => ({ annotations: [], text, type: 'output_text' })),
});
const workflow = (...contents: string[]): WorkflowItem => ({
  ...base,
  type: 'workflow',
  workflow: {
    type: 'reasoning',
    expanded: false,
    tasks: contents.map((content) => ({ type: 'thought', status_indicator: 'none', content })),
  },
});
const widget = (root: WidgetRoot): WidgetItem => ({ ...base, type: 'widget', widget: root });
const delta = (content_index: number, text: string): ThreadItemUpdate => ({
  type: 'assistant_message.content_part.text_delta',
  content_index,
  delta: text,
});
const texts = (item: ThreadItem): string[] => (item.type === 'assistant_message' ? item.content.map((part) => part.text) : []);
const thought = (type: 'workflow.task.added' | 'workflow.task.updated', task_index: number, content: string): ThreadItemUpdate => ({
  type,
  task_index,
  task: { type: 'thought', status_indicator: 'none', content },
});
const thoughts = (item: ThreadItem): unknown[] =>
  item.type === 'workflow' ? item.workflow.tasks.map((task) => 'content' in task && task.content) : [];

describe('assistant messages', () => {
  test('grow by deltas, part by part, and leave the given item alone', () => {
    const before = message('a', 'b');
    const after = applyItemUpdate(before, delta(1, '!'));
    expect(texts(after)).toEqual(['a', 'b!']);
    expect(texts(before)).toEqual(['a', 'b']);
    expect((after as AssistantMessageItem).content[0]).toBe(before.content[0]);
  });

  test('missing parts are padded with empty ones', () => {
    expect(texts(applyItemUpdate(message(), delta(2, 'x')))).toEqual(['', '', 'x']);
  });

  test('an absurd index is an error instead of a flood of parts', () => {
    expect(() => applyItemUpdate(message(), delta(1e9, 'x'))).toThrow(ItemUpdateError);
    expect(() => applyItemUpdate(message(), delta(-1, 'x'))).toThrow(ItemUpdateError);
  });

  test('a done part replaces what was streamed, annotations included', () => {
    const source = { type: 'url' as const, title: 'T', url: 'https://e.org' };
    const annotated = applyItemUpdate(message('a'), {
      type: 'assistant_message.content_part.annotation_added',
      content_index: 0,
      annotation_index: 0,
      annotation: { type: 'annotation', source },
    }) as AssistantMessageItem;
    expect(annotated.content[0]?.annotations).toEqual([{ type: 'annotation', source }]);
    const content = { annotations: [], text: 'abc', type: 'output_text' as const };
    expect(applyItemUpdate(annotated, { type: 'assistant_message.content_part.done', content_index: 0, content })).toEqual(message('abc'));
  });
});

describe('workflows', () => {
  test('tasks are added at their place and replaced whole', () => {
    const one = applyItemUpdate(workflow(), thought('workflow.task.added', 0, 'a'));
    const two = applyItemUpdate(one, thought('workflow.task.added', 1, 'b'));
    expect(thoughts(applyItemUpdate(two, thought('workflow.task.updated', 0, 'A')))).toEqual(['A', 'b']);
    expect(thoughts(two)).toEqual(['a', 'b']);
  });

  test.each([
    ['workflow.task.updated', 1],
    ['workflow.task.updated', -1],
    ['workflow.task.added', 2],
  ] as const)('%s at %i is out of range of one task', (type, index) => {
    expect(() => applyItemUpdate(workflow('a'), thought(type, index, 'x'))).toThrow(ItemUpdateError);
  });
});

describe('widgets', () => {
  const card = widget({
    type: 'Card',
    children: [
      { type: 'Row', children: [{ type: 'Text', id: 'a', value: 'one', streaming: true }] },
      { type: 'Transition', children: { type: 'Markdown', id: 'b', value: 'two' } },
    ],
  });
  const grow = (component_id: string, done: boolean): ThreadItemUpdate => ({
    type: 'widget.streaming_text.value_delta',
    component_id,
    delta: '!',
    done,
  });

  test('text grows in lists and in single children, and the rest stays identical', () => {
    const after = applyItemUpdate(card, grow('a', false)) as WidgetItem;
    expect(after.widget.children).toMatchObject([{ children: [{ value: 'one!', streaming: true }] }, {}]);
    expect((after.widget.children as unknown[])[1]).toBe((card.widget.children as unknown[])[1]);
    expect((applyItemUpdate(card, grow('b', true)) as WidgetItem).widget.children).toMatchObject([{}, { children: { value: 'two!' } }]);
  });

  test('the last delta ends the streaming state', () => {
    expect((applyItemUpdate(card, grow('a', true)) as WidgetItem).widget.children).toMatchObject([
      { children: [{ streaming: false }] },
      {},
    ]);
  });

  test('a component that is not there changes nothing', () => {
    expect(applyItemUpdate(card, grow('zzz', false))).toBe(card);
  });

  test('components and the root are replaced', () => {
    const component = { type: 'Badge', id: 'a', label: 'new' };
    expect(
      (applyItemUpdate(card, { type: 'widget.component.updated', component_id: 'a', component }) as WidgetItem).widget.children,
    ).toMatchObject([{ children: [component] }, {}]);
    const root: WidgetRoot = { type: 'Basic', children: [] };
    expect((applyItemUpdate(card, { type: 'widget.root.updated', widget: root }) as WidgetItem).widget).toBe(root);
  });
});

test('a generated image gets its newest picture', () => {
  const item: GeneratedImageItem = { ...base, type: 'generated_image' };
  const image = { id: 'i', url: 'data:,' };
  expect(applyItemUpdate(item, { type: 'generated_image.updated', image, progress: 0.5 })).toEqual({ ...item, image });
});

test('an update for another kind of item changes nothing', () => {
  const end: ThreadItem = { ...base, type: 'end_of_turn' };
  for (const item of [workflow('a'), widget({ type: 'Card' }), end]) {
    expect(applyItemUpdate(item, delta(0, 'x'))).toBe(item);
  }
  expect(applyItemUpdate(message('a'), thought('workflow.task.added', 0, 'x'))).toEqual(message('a'));
});

test('a whole streamed turn adds up to its done items, but for the annotations that only done restores', () => {
  const items = new Map<string, ThreadItem>();
  for (const frame of FULL_TURN) {
    const event = threadStreamEventSchema.parse(JSON.parse(frame));
    if (event.type === 'thread.item.added') {
      items.set(event.item.id, event.item);
    } else if (event.type === 'thread.item.updated') {
      const item = items.get(event.item_id);
      expect(item).toBeDefined();
      items.set(event.item_id, applyItemUpdate(item as ThreadItem, event.update));
    } else if (event.type === 'thread.item.done' && event.item.type === 'workflow') {
      expect(thoughts(items.get(event.item.id) as ThreadItem)).toEqual(thoughts(event.item));
    } else if (event.type === 'thread.item.done') {
      expect(texts(items.get(event.item.id) as ThreadItem)).toEqual(texts(event.item));
    }
  }
  expect(items.size).toBe(2);
});
