import { applyStreamEvent, type ReceivedEvent } from '@frontdesk/chatkit-client';
import type { Thread } from '@frontdesk/chatkit-protocol';
import { reportError, type ChatContext } from './chat-context.js';
import { ChatError } from './chat-events.js';
import { withContent, type ChatState } from './chat-state.js';

/** Whether the event is the first sign of an answer, rather than of the message having been taken. */
const isAnswer = (event: ReceivedEvent): boolean => {
  switch (event.type) {
    case 'thread.item.added':
    case 'thread.item.updated':
    case 'thread.item.replaced':
    case 'progress_update':
      return true;
    case 'thread.item.done':
      return event.item.type !== 'user_message';
    case 'thread.created':
    case 'thread.updated':
    case 'thread.item.removed':
    case 'stream_options':
    case 'client_effect':
    case 'error':
    case 'notice':
    case 'unknown':
      return false;
  }
};

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
    case 'thread.updated':
    case 'thread.item.added':
    case 'thread.item.done':
    case 'thread.item.replaced':
    case 'thread.item.updated':
    case 'thread.item.removed':
    case 'stream_options':
    case 'progress_update':
    case 'notice':
      break;
  }
};
