import { newInstanceId, type EventStream, type EventStreamOptions } from '@frontdesk/chatkit-client';
import type { RequestParams, StreamingRequestType } from '@frontdesk/chatkit-protocol';
import type { ChatContext } from './chat-context.js';

/** Opens one stream of a turn; null where there is nothing to read. */
export type Open = (signal: AbortSignal) => EventStream | null | Promise<EventStream | null>;

/** The state is told whether the connection holds. */
export const streamOptions = ({ store }: ChatContext, signal: AbortSignal): EventStreamOptions => {
  const onConnection = (state: string): void => {
    const connected = state !== 'reconnecting';
    store.update((chat) => (chat.answer.connected === connected ? chat : { ...chat, answer: { ...chat.answer, connected } }));
  };
  return { signal, onConnection };
};

/** A stream that begins with a request. Opened again it asks under the same key: a server that heeds keys does nothing twice. */
export const opensWith = <T extends StreamingRequestType>(context: ChatContext, type: T, params: RequestParams<T>): Open => {
  const key = newInstanceId();
  return (signal) => context.client().stream(type, params, { ...streamOptions(context, signal), key });
};
