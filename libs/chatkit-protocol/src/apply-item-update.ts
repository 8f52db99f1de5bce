import type { AssistantMessageContent, AssistantMessageItem, ThreadItem, WidgetItem, WorkflowItem } from './items.schema.js';
import type { ThreadItemUpdate } from './updates.schema.js';
import type { WidgetNode } from './widgets/node.schema.js';

/** More parts than any message has; an index beyond it is a mistake, not a reason to pad. */
const MAX_INDEX = 10_000;

/** An update that points where nothing is. */
export class ItemUpdateError extends RangeError {
  override readonly name = 'ItemUpdateError';
}

type UpdateOf<P extends string> = Extract<ThreadItemUpdate, { type: `${P}${string}` }>;

const isFor = <P extends string>(update: ThreadItemUpdate, prefix: P): update is UpdateOf<P> => update.type.startsWith(prefix);

/**
 * The item after an update; the given item is never changed, and parts that stay the same stay identical.
 * Missing parts of an assistant message are padded with empty ones. An update for another kind of item, or for a
 * widget component that is not there, changes nothing: the same item comes back.
 * @throws ItemUpdateError when a workflow's task index is out of range, or a part's index is absurd
 */
export function applyItemUpdate(item: ThreadItem, update: ThreadItemUpdate): ThreadItem {
  switch (item.type) {
    case 'assistant_message':
      return isFor(update, 'assistant_message.') ? updateMessage(item, update) : item;
    case 'workflow':
      return isFor(update, 'workflow.') ? updateWorkflow(item, update) : item;
    case 'widget':
      return isFor(update, 'widget.') ? updateWidget(item, update) : item;
    case 'generated_image':
      return update.type === 'generated_image.updated' ? { ...item, image: update.image } : item;
    default:
      // No other kind is ever updated in place.
      return item;
  }
}

const emptyPart = (): AssistantMessageContent => ({ annotations: [], text: '', type: 'output_text' });

function updateMessage(item: AssistantMessageItem, update: UpdateOf<'assistant_message.'>): AssistantMessageItem {
  const { content_index: index } = update;
  if (index < 0 || index > MAX_INDEX) {
    throw new ItemUpdateError(`Content index ${index} is out of range.`);
  }
  const content = [...item.content];
  while (content.length <= index) {
    content.push(emptyPart());
  }
  content[index] = updatePart(content[index] ?? emptyPart(), update);
  return { ...item, content };
}

function updatePart(part: AssistantMessageContent, update: UpdateOf<'assistant_message.'>): AssistantMessageContent {
  switch (update.type) {
    case 'assistant_message.content_part.added':
    case 'assistant_message.content_part.done':
      return update.content;
    case 'assistant_message.content_part.text_delta':
      return { ...part, text: part.text + update.delta };
    case 'assistant_message.content_part.annotation_added':
      return { ...part, annotations: part.annotations.toSpliced(update.annotation_index, 0, update.annotation) };
  }
}

function updateWorkflow(item: WorkflowItem, update: UpdateOf<'workflow.'>): WorkflowItem {
  const { tasks } = item.workflow;
  const { task, task_index: index } = update;
  const added = update.type === 'workflow.task.added';
  if (index < 0 || index > (added ? tasks.length : tasks.length - 1)) {
    throw new ItemUpdateError(`Task index ${index} is out of range; the workflow has ${tasks.length} tasks.`);
  }
  return { ...item, workflow: { ...item.workflow, tasks: tasks.toSpliced(index, added ? 0 : 1, task) } };
}

function updateWidget(item: WidgetItem, update: UpdateOf<'widget.'>): WidgetItem {
  switch (update.type) {
    case 'widget.root.updated':
      return { ...item, widget: update.widget };
    case 'widget.component.updated':
      return withRoot(
        item,
        mapNode(item.widget, update.component_id, () => update.component),
      );
    case 'widget.streaming_text.value_delta':
      return withRoot(
        item,
        mapNode(item.widget, update.component_id, (node) => appendText(node, update)),
      );
  }
}

function withRoot(item: WidgetItem, root: WidgetNode): WidgetItem {
  // The root itself is replaced only by `widget.root.updated`, or by a component of the same kind.
  return root === item.widget ? item : { ...item, widget: root as WidgetItem['widget'] };
}

function appendText(node: WidgetNode, update: UpdateOf<'widget.streaming_text.'>): WidgetNode {
  const value = (typeof node['value'] === 'string' ? node['value'] : '') + update.delta;
  return update.done && node['streaming'] === true ? { ...node, value, streaming: false } : { ...node, value };
}

/** The tree with the node of that id changed; identical when there is none. */
function mapNode(node: WidgetNode, id: string, change: (node: WidgetNode) => WidgetNode): WidgetNode {
  if (node.id === id) {
    return change(node);
  }
  const { children } = node;
  if (children === undefined || children === null) {
    return node;
  }
  if (!Array.isArray(children)) {
    const child = mapNode(children, id, change);
    return child === children ? node : { ...node, children: child };
  }
  const mapped = children.map((child) => mapNode(child, id, change));
  return mapped.every((child, at) => child === children[at]) ? node : { ...node, children: mapped };
}
