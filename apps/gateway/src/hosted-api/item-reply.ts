import type {
  Annotation,
  AssistantMessageItem,
  ClientToolCallItem,
  Task,
  TaskItem,
  ThreadItem,
  UserMessageItem,
  WidgetItem,
  WorkflowItem,
} from '@frontdesk/chatkit-protocol';
import { unixSeconds } from './thread-reply.js';

type RestItem = UserMessageItem | AssistantMessageItem | WidgetItem | ClientToolCallItem | TaskItem | WorkflowItem;

/** The items that the hosted API has a form for; the others are not in its lists. */
export const REST_ITEM_TYPES = ['user_message', 'assistant_message', 'widget', 'client_tool_call', 'task', 'workflow'] as const satisfies ReadonlyArray<
  RestItem['type']
>;

/**
 * `chatkit.thread_item`, as official clients know it.
 *
 * @param item of one of REST_ITEM_TYPES
 */
export function itemReply(item: ThreadItem) {
  const head = { id: item.id, object: 'chatkit.thread_item' as const, thread_id: item.thread_id, created_at: unixSeconds(new Date(item.created_at)) };
  switch (item.type) {
    case 'user_message':
      return { ...head, type: 'chatkit.user_message' as const, ...userMessage(item) };
    case 'assistant_message':
      return { ...head, type: 'chatkit.assistant_message' as const, content: item.content.map(outputText) };
    case 'widget':
      return { ...head, type: 'chatkit.widget' as const, widget: JSON.stringify(item.widget) };
    case 'client_tool_call':
      return { ...head, type: 'chatkit.client_tool_call' as const, ...clientToolCall(item) };
    case 'task': {
      const { type, ...texts } = taskReply(item.task);
      return { ...head, type: 'chatkit.task' as const, task_type: type, ...texts };
    }
    case 'workflow':
      return { ...head, type: 'chatkit.task_group' as const, tasks: item.workflow.tasks.map(taskReply) };
    default:
      throw new Error(`items of type ${item.type} have no form in the hosted API`);
  }
}

/** A quotation stands before the words that it is about. Tags have no form there but their text. */
function userMessage({ content, quoted_text: quoted, attachments, inference_options: options }: UserMessageItem) {
  return {
    content: [
      ...(quoted === undefined ? [] : [{ type: 'quoted_text' as const, text: quoted }]),
      ...content.map((part) => ({ type: 'input_text' as const, text: part.text })),
    ],
    attachments: attachments.map((attachment) => ({
      id: attachment.id,
      type: attachment.type,
      name: attachment.name,
      mime_type: attachment.mime_type,
      preview_url: attachment.type === 'image' ? attachment.preview_url : null,
    })),
    inference_options:
      options.model === undefined && options.tool_choice === undefined
        ? null
        : { model: options.model ?? null, tool_choice: options.tool_choice === undefined ? null : { id: options.tool_choice.id } },
  };
}

function outputText({ text, annotations }: AssistantMessageItem['content'][number]) {
  return { type: 'output_text' as const, text, annotations: annotations.flatMap(annotationReply) };
}

type AnnotationReply =
  | { readonly type: 'file'; readonly source: { readonly type: 'file'; readonly filename: string } }
  | { readonly type: 'url'; readonly source: { readonly type: 'url'; readonly url: string } };

/** Entities have no form there. */
function annotationReply({ source }: Annotation): AnnotationReply[] {
  switch (source.type) {
    case 'file':
      return [{ type: 'file', source: { type: 'file', filename: source.filename } }];
    case 'url':
      return [{ type: 'url', source: { type: 'url', url: source.url } }];
    case 'entity':
      return [];
  }
}

function clientToolCall({ status, call_id, name, arguments: args, output }: ClientToolCallItem) {
  const isCompleted = status === 'completed';
  return {
    status: isCompleted ? ('completed' as const) : ('in_progress' as const),
    call_id,
    name,
    arguments: JSON.stringify(args),
    output: isCompleted ? JSON.stringify(output ?? null) : null,
  };
}

/** Two kinds are left of five: what is no thought is a custom task with what it has to show. */
function taskReply(task: Task) {
  return {
    type: task.type === 'thought' ? ('thought' as const) : ('custom' as const),
    heading: task.title ?? null,
    summary: summaryOf(task),
  };
}

function summaryOf(task: Task): string | null {
  switch (task.type) {
    case 'custom':
    case 'thought':
      return task.content ?? null;
    case 'web_search':
      return lines(task.queries, task.sources);
    case 'file':
      return lines([], task.sources);
    case 'image':
      return null;
  }
}

function lines(first: readonly string[], sources: ReadonlyArray<{ readonly title: string }>): string | null {
  const all = [...first, ...sources.map((source) => source.title)];
  return all.length === 0 ? null : all.join('\n');
}
