import { applyStreamEvent, type ReceivedEvent } from '@frontdesk/chatkit-client';
import type { Thread } from '@frontdesk/chatkit-protocol';
import { reportError, type ChatContext } from './chat-context.js';
import { ChatError } from './chat-events.js';
import { withContent, type ChatState } from './chat-state.js';

const ANSWERS: ReadonlySet<ReceivedEvent['type']> = new Set([
  'thread.item.added',
  'thread.item.updated',
  'thread.item.replaced',
  'progress_update',
]);

/** Whether the event is a sign of an answer, rather than of the message having been taken. */
const isAnswer = (event: ReceivedEvent): boolean =>
  event.type === 'thread.item.done' ? event.item.type !== 'user_message' : ANSWERS.has(event.type);

/** The server's word about a thread, also in the list of threads. */
const withThread = (state: ChatState, thread: Thread): ChatState => {
  const listed = state.history.threads.some((entry) => entry.id === thread.id);
  const threads = listed ? state.history.threads.map((entry) => (entry.id === thread.id ? thread : entry)) : state.history.threads;
  return { ...state, thread: { ...state.thread, id: thread.id }, history: { ...state.history, threads } };
};

const reduce = (state: ChatState, event: ReceivedEvent): ChatState => {
  const threaded = event.type === 'thread.created' || event.type === 'thread.updated' ? withThread(state, event.thread) : state;
  const next = withContent(threaded, (content) => applyStreamEvent(content, event));
  return next.answer.phase === 'sending' && isAnswer(event) ? { ...next, answer: { ...next.answer, phase: 'streaming' } } : next;
};

/** Puts one event of a stream into the state, and tells the app of what concerns it. */
export const takeEvent = (context: ChatContext, event: ReceivedEvent): void => {
  const before = context.store.get().thread.id;
  context.store.updateSoon((state) => reduce(state, event));
  switch (event.type) {
    case 'thread.created':
      if (event.thread.id !== before) {
        context.emit('thread.change', { threadId: event.thread.id });
      }
      break;
    case 'client_effect':
      context.emit('effect', { name: event.name, data: event.data });
      break;
    case 'error':
      reportError(context, 'StreamError', new ChatError('StreamError', event.message ?? event.code));
      break;
    case 'unknown':
      context.emit('log', { name: 'stream.unknown_event' });
      break;
    default:
      break;
  }
};
