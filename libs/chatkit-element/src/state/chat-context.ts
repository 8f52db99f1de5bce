import { ChatKitConnectionError, ChatKitHttpError, ChatKitSecretError, type ChatKitClient } from '@frontdesk/chatkit-client';
import type { CheckedOptions } from '../options/options.js';
import type { MessageKey, Translate } from '../locale/en.js';
import { ChatError, type Emit } from './chat-events.js';
import type { ChatState, Failure } from './chat-state.js';
import type { Store } from './store.js';

/** What every part of the state layer works with. */
export interface ChatContext {
  readonly store: Store<ChatState>;
  readonly emit: Emit;
  /** The client of the options' server; another one after `api` has moved to another server. */
  client(): ChatKitClient;
  /** The endpoint for sessions of `getClientSecret`. */
  hostedUrl(): string;
  translate(): Translate;
  options(): CheckedOptions | null;
}

const httpKey = (status: number): { key: MessageKey; canRetry: boolean } => {
  if (status === 401 || status === 403) {
    return { key: 'error.session', canRetry: true };
  }
  if (status === 404) {
    return { key: 'thread.notFound', canRetry: false };
  }
  if (status === 429) {
    return { key: 'error.rateLimited', canRetry: true };
  }
  return status >= 500 ? { key: 'error.server', canRetry: true } : { key: 'error.rejected', canRetry: false };
};

/** What the reader is told, for any thrown value. A server that explains itself is quoted where it refuses a message. */
export const failureOf = (context: ChatContext, error: unknown): Failure => {
  const t = context.translate();
  if (error instanceof ChatKitConnectionError) {
    return { message: t('error.network'), canRetry: true };
  }
  if (error instanceof ChatKitSecretError) {
    return { message: t('error.session'), canRetry: true, sessionExpired: true };
  }
  if (error instanceof ChatKitHttpError) {
    const { key, canRetry } = httpKey(error.status);
    const pause = error.retryAfter === null ? {} : { retryAt: Date.now() + error.retryAfter * 1000 };
    const message = key === 'error.rejected' && error.code !== null ? error.message : t(key);
    return { message, canRetry, ...(key === 'error.session' ? { sessionExpired: true } : {}), ...pause };
  }
  return { message: t('error.stream'), canRetry: true };
};

/** Tells the app of an error, under the name that fits where it happened. */
export const reportError = (context: Pick<ChatContext, 'emit'>, name: string, error: unknown): void => {
  const cause = error instanceof Error ? error : new Error(String(error));
  const status = error instanceof ChatKitHttpError ? error.status : undefined;
  context.emit('error', { error: error instanceof ChatError ? error : new ChatError(name, cause.message, { status, cause }) });
};
