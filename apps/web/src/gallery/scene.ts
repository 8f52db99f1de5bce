import type { ChatKitRequestType, ThreadInput, ThreadItemInput, ThreadStreamEventInput } from '@frontdesk/chatkit-protocol';
import type { ChatKitOptions } from '@openai/chatkit';

import type { Reader } from './reader.js';

/** What one kind of request is answered with. */
export type Reply =
  | { readonly json: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  /** `open`: the answer never ends; `broken`: the connection does. */
  | { readonly events: readonly ThreadStreamEventInput[]; readonly end: 'closed' | 'open' | 'broken' }
  | 'silence'
  | 'unreachable';

/** Requests by their type, and the bytes of a file. */
export type Request = ChatKitRequestType | 'upload';

/** How the chat comes to look like this: what the page asks for, what the server answers, what the reader does. */
export interface Scene {
  readonly options?: Partial<ChatKitOptions>;
  /** The thread that is open; none: the start screen. */
  readonly thread?: Partial<Omit<ThreadInput, 'items'>> & { readonly items: readonly ThreadItemInput[] };
  /** The conversations that the history lists. */
  readonly history?: readonly ThreadInput[];
  readonly replies?: Partial<Record<Request, Reply>>;
  /** What the reader does, once the chat is there. */
  readonly act?: (reader: Reader) => Promise<void>;
  /** Shown when an element that this selector finds is there: the scene is complete. */
  readonly shows: string;
  /** The page forgot to give the element a height. */
  readonly withoutHeight?: boolean;
}

export interface GalleryState extends Scene {
  /** In the address: `/gallery#name`. */
  readonly name: string;
  readonly title: string;
}

export interface GalleryGroup {
  readonly title: string;
  readonly states: readonly GalleryState[];
}

export const THREAD_ID = 'thr_gallery';

export const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

let items = 0;

/** Id, thread and time that every item has. */
const base = (): { id: string; thread_id: string; created_at: string } => {
  items += 1;
  return { id: `itm_${String(items)}`, thread_id: THREAD_ID, created_at: minutesAgo(5) };
};

type ItemOf<T extends NonNullable<ThreadItemInput['type']>> = Omit<Extract<ThreadItemInput, { type: T }>, 'id' | 'thread_id' | 'created_at' | 'type'>;

/** An item of a thread. */
export const item = <T extends NonNullable<ThreadItemInput['type']>>(type: T, fields: ItemOf<T>): Extract<ThreadItemInput, { type: T }> =>
  ({ ...base(), type, ...fields }) as Extract<ThreadItemInput, { type: T }>;

/** What the reader said. */
export const asked = (text: string, rest: Partial<ItemOf<'user_message'>> = {}): ThreadItemInput =>
  item('user_message', { content: [{ type: 'input_text', text }], inference_options: {}, ...rest });

/** What the assistant said, in Markdown. */
export const said = (text: string): Extract<ThreadItemInput, { type: 'assistant_message' }> =>
  item('assistant_message', { content: [{ type: 'output_text', text }] });

export const widget = (root: ItemOf<'widget'>['widget']): ThreadItemInput => item('widget', { widget: root });

/** The start of an answer that is still being written. */
export const saying = (text: string): ThreadStreamEventInput[] => {
  const message = said(text);
  return [
    { type: 'thread.item.added', item: { ...message, content: [] } },
    {
      type: 'thread.item.updated',
      item_id: message.id,
      update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: text },
    },
  ];
};

/** A question of the reader with an answer that is on its way, and the way it is asked. */
export const answering = (
  question: string,
  events: readonly ThreadStreamEventInput[],
  end: 'closed' | 'open' | 'broken' = 'open',
): Pick<Scene, 'replies' | 'act'> => ({
  replies: { 'threads.create': { events, end } },
  act: (reader) => reader.send(question),
});
