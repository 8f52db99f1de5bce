import type { Targets } from './corpus.js';

/** A request with placeholders for what only its own system knows. */
type Template = Readonly<Record<string, unknown>>;

const PLACEHOLDERS: ReadonlyArray<readonly [RegExp, keyof Targets]> = [
  [/^thr_(?!none$)/, 'threadId'],
  [/^(?:msg|tc|tsk|wf)_(?!none$)/, 'userItemId'],
];
/** Which item an operation is about, where it is not a message. */
const ITEM_OF: Readonly<Record<string, keyof Targets>> = {
  'threads.custom_action': 'widgetItemId',
  'threads.sync_custom_action': 'widgetItemId',
  'threads.add_structured_input': 'questionItemId',
};
/** Longer ones say nothing that shorter ones do not. */
const LONGEST = 4_000;

/**
 * The requests that a suite has sent, each shape once, with placeholders for ids: valid ones and refused ones alike.
 *
 * @param requests as they were recorded
 */
export function distil(requests: readonly unknown[]): Template[] {
  const byShape = new Map<string, Template>();
  for (const request of requests) {
    const text = JSON.stringify(request);
    if (text.length <= LONGEST) {
      const shape = JSON.stringify(request, (_key, value: unknown) => (typeof value === 'string' && !/^[a-z]+(?:[._][a-z]+)+$/.test(value) ? 's' : typeof value === 'number' ? 0 : value));
      byShape.set(shape, byShape.get(shape) ?? (templateOf(request) as Template));
    }
  }
  return [...byShape.values()];
}

function templateOf(request: unknown): unknown {
  const type = String((request as { type?: unknown } | null)?.type);
  return JSON.parse(JSON.stringify(request), (_key, value: unknown) => {
    const found = typeof value === 'string' ? PLACEHOLDERS.find(([id]) => id.test(value)) : undefined;
    return found === undefined ? value : `$${found[1] === 'userItemId' ? (ITEM_OF[type] ?? found[1]) : found[1]}`;
  }) as unknown;
}

/** The templates as requests about what is there. */
export function fill(templates: readonly Template[], targets: Targets): object[] {
  return templates.map((template) =>
    JSON.parse(JSON.stringify(template), (_key, value: unknown) =>
      typeof value === 'string' && value.startsWith('$') ? (targets[value.slice(1) as keyof Targets] ?? value) : value,
    ),
  ) as object[];
}
