import type {
  Annotation,
  AssistantMessageContent,
  Attachment,
  StructuredInput,
  Task,
  ThreadItem,
  UserMessageContent,
  WidgetRoot,
  Workflow,
} from '@frontdesk/chatkit-protocol';
import { entryOf, flag, isObject, object, objects, oneOf, optionalText, text, texts } from './fields.js';
import type { JsonObject } from './fields.js';

// The casts in this file state what the lines before them made true: every field that the types promise is there.
// Kinds of sources, tasks, icons and widget nodes that are unknown here stay in; whoever shows them skips them.

const annotation = (raw: JsonObject): Annotation[] =>
  isObject(raw['source']) ? [{ ...raw, type: 'annotation', source: raw['source'] } as unknown as Annotation] : [];

export function receivedPart(value: unknown): AssistantMessageContent {
  const raw = object(value);
  return { type: 'output_text', text: text(raw['text']), annotations: objects(raw['annotations']).flatMap(annotation) };
}

export function receivedAnnotation(value: unknown): Annotation | null {
  return isObject(value) ? (annotation(value)[0] ?? null) : null;
}

export function receivedTask(value: unknown): Task | null {
  if (!isObject(value) || typeof value['type'] !== 'string') {
    return null;
  }
  const lists: Record<string, object> = {
    web_search: { queries: texts(value['queries']), sources: objects(value['sources']) },
    file: { sources: objects(value['sources']) },
    thought: { content: text(value['content']) },
  };
  const status_indicator = oneOf(value['status_indicator'], ['none', 'loading', 'complete'], 'none');
  return { ...value, ...entryOf(lists, value['type']), status_indicator } as unknown as Task;
}

function receivedWorkflow(value: unknown): Workflow | null {
  if (!isObject(value)) {
    return null;
  }
  return {
    ...value,
    type: oneOf(value['type'], ['custom', 'reasoning'], 'custom'),
    tasks: (Array.isArray(value['tasks']) ? value['tasks'] : []).flatMap((task) => receivedTask(task) ?? []),
    expanded: flag(value['expanded']),
  };
}

export function receivedWidget(value: unknown): WidgetRoot | null {
  return isObject(value) && typeof value['type'] === 'string' ? (value as unknown as WidgetRoot) : null;
}

const userPart = (raw: JsonObject): UserMessageContent[] => {
  switch (raw['type']) {
    case 'input_text':
      return [{ type: 'input_text', text: text(raw['text']) }];
    case 'input_tag':
      return [
        {
          type: 'input_tag',
          id: text(raw['id']),
          text: text(raw['text']),
          data: object(raw['data']),
          group: optionalText(raw['group']),
          interactive: flag(raw['interactive']),
        },
      ];
    default:
      return [];
  }
};

const question = (raw: JsonObject): StructuredInput[] => {
  if (raw['type'] !== 'multiple_choice' && raw['type'] !== 'freeform') {
    return [];
  }
  const choices = raw['type'] === 'multiple_choice' ? { options: objects(raw['options']), multiple: flag(raw['multiple']) } : {};
  return [{ ...raw, id: text(raw['id']), question: text(raw['question']), ...choices } as unknown as StructuredInput];
};

/** What each kind of item must have beyond the common fields; null when the item cannot be used. */
const FIELDS: Readonly<Record<string, (raw: JsonObject) => object | null>> = {
  user_message: (raw) => ({
    content: objects(raw['content']).flatMap(userPart),
    attachments: objects(raw['attachments']) as unknown as Attachment[],
    inference_options: object(raw['inference_options']),
  }),
  assistant_message: (raw) => ({ content: objects(raw['content']).map(receivedPart) }),
  client_tool_call: (raw) => ({
    status: oneOf(raw['status'], ['pending', 'completed'], 'pending'),
    call_id: text(raw['call_id']),
    name: text(raw['name']),
    arguments: object(raw['arguments']),
  }),
  widget: (raw) => {
    const widget = receivedWidget(raw['widget']);
    return widget && { widget };
  },
  generated_image: () => ({}),
  structured_input: (raw) => ({
    status: oneOf(raw['status'], ['pending', 'answered', 'skipped'], 'pending'),
    inputs: objects(raw['inputs']).flatMap(question),
  }),
  task: (raw) => {
    const task = receivedTask(raw['task']);
    return task && { task };
  },
  workflow: (raw) => {
    const workflow = receivedWorkflow(raw['workflow']);
    return workflow && { workflow };
  },
  end_of_turn: () => ({}),
};

/**
 * An item as it came over the wire, with every field that its type promises.
 * @returns null for what cannot be shown: no id, a kind unknown here, or a hidden one
 */
export function receivedItem(value: unknown): ThreadItem | null {
  if (!isObject(value) || typeof value['id'] !== 'string') {
    return null;
  }
  const fields = entryOf(FIELDS, value['type'])?.(value);
  return fields
    ? ({ ...value, thread_id: text(value['thread_id']), created_at: text(value['created_at']), ...fields } as unknown as ThreadItem)
    : null;
}
