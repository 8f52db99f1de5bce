import type { ChatKitRequest, Page, ThreadInput, ThreadStreamEventInput, UserMessageInput } from '@frontdesk/chatkit-protocol';

import { item, minutesAgo, said, THREAD_ID } from './scene.js';
import type { Reply, Request, Scene } from './scene.js';

type Fetch = typeof fetch;

export const UPLOAD_URL = '/gallery/upload';

const page = <T>(data: readonly T[]): Page<T> => ({ data: [...data], has_more: false });

const threadOf = ({ thread }: Scene): ThreadInput => ({
  id: THREAD_ID,
  created_at: minutesAgo(10),
  ...thread,
  items: page(thread?.items ?? []),
});

const CANNED = 'This is the gallery: what you see is the real chat, and every answer is canned.';

/** The question as the server gives it back, in a thread that there may not have been before. */
const echo = (type: Request, scene: Scene, input: UserMessageInput): ThreadStreamEventInput[] => {
  const { content, quoted_text, inference_options } = input;
  const question = { type: 'thread.item.done', item: item('user_message', { content, quoted_text, inference_options }) } as const;
  return type === 'threads.create' ? [{ type: 'thread.created', thread: threadOf(scene) }, question] : [question];
};

/** Requests that are done once they have come. */
const EMPTY: ReadonlySet<Request> = new Set<Request>(['items.feedback', 'attachments.delete', 'threads.delete', 'threads.sync_custom_action', 'runs.cancel']);

/** What is answered where a scene has no wish. */
const usual = ({ type, params }: ChatKitRequest, scene: Scene): Reply => {
  if (EMPTY.has(type)) {
    return { json: {} };
  }
  switch (type) {
    case 'threads.get_by_id':
    case 'threads.update':
      return { json: threadOf(scene) };
    case 'items.list':
      return { json: page([]) };
    case 'threads.list':
      return { json: page(scene.history ?? []) };
    case 'runs.stream':
      return { json: null, status: 204 };
    case 'attachments.create':
      return { json: attachmentOf(params) };
    case 'input.transcribe':
      return { json: { text: 'Please move my booking to Friday.' } };
    default:
      return { events: [{ type: 'thread.item.done', item: said(CANNED) }], end: 'closed' };
  }
};

const attachmentOf = ({ name, mime_type }: { name: string; mime_type: string }): unknown => ({
  type: 'file',
  id: `atc_${name}`,
  name,
  mime_type,
  upload_descriptor: { url: UPLOAD_URL, method: 'PUT', headers: {} },
});

/** Never answers: only whoever asked can end it. */
const silence = (signal: AbortSignal | null | undefined): Promise<Response> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

const eventStream = (events: readonly ThreadStreamEventInput[], end: 'closed' | 'open' | 'broken'): Response => {
  const text = events.map((event, index) => `id: ${String(index + 1)}\ndata: ${JSON.stringify(event)}\n\n`).join('');
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode(text));
      if (end === 'closed') {
        controller.close();
      }
    },
    // Asked for more only after what there is was read: what was sent before a break must arrive.
    pull: (controller) => {
      if (end === 'broken') {
        controller.error(new TypeError('The connection broke.'));
      }
    },
  });
  // The name of a run and the positions of its events let the chat take up a broken stream instead of asking again.
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'frontdesk-run-id': 'run_gallery', 'frontdesk-thread-id': THREAD_ID } });
};

const answer = (reply: Reply, before: readonly ThreadStreamEventInput[], signal: AbortSignal | null | undefined): Promise<Response> => {
  if (reply === 'unreachable') {
    return Promise.reject(new TypeError('Failed to fetch'));
  }
  if (reply === 'silence') {
    return silence(signal);
  }
  if ('events' in reply) {
    return Promise.resolve(eventStream([...before, ...reply.events], reply.end));
  }
  const { json, status = 200, headers } = reply;
  return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(json), { status, headers: { 'content-type': 'application/json', ...headers } }));
};

/** The server of one scene, as the `fetch` of the chat's `api`. It speaks the whole protocol, and asks nobody. */
export const cannedFetch =
  (scene: Scene): Fetch =>
  async (url, init) => {
    if (url === UPLOAD_URL) {
      return answer(scene.replies?.upload ?? { json: {} }, [], init?.signal);
    }
    const request = JSON.parse(init?.body as string) as ChatKitRequest;
    const reply = scene.replies?.[request.type] ?? usual(request, scene);
    const before = 'input' in request.params && 'content' in request.params.input ? echo(request.type, scene, request.params.input) : [];
    return answer(reply, before, init?.signal);
  };
