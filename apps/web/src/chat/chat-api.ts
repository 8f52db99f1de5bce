import type { ChatKitOptions, OpenAIChatKit } from '@openai/chatkit';

import type { SessionSource } from '../session/session-source.js';
import type { PageElement } from './element-script.js';

/**
 * How the chat reaches this server. Our own element has what it needs with a session. For OpenAI's, which would take
 * that to OpenAI's servers, the server is one of a custom kind; what ours does by itself (answers that survive a broken
 * connection, a Stop that stops) is then loaded beside it.
 */
export function chatApi(element: PageElement, session: SessionSource): ChatKitOptions['api'] {
  if (element.kind === 'bundled') {
    return { getClientSecret: session.renew };
  }
  let sending: Promise<typeof fetch> | undefined;
  const load = async (): Promise<typeof fetch> => {
    const { resumableFetch } = await import('@frontdesk/chatkit-client');
    // An answer went on while the page was away: OpenAI's element reads a thread again when it is told to.
    const onThreadChanged = (): void => void document.querySelector<OpenAIChatKit>('openai-chatkit')?.fetchUpdates();
    return resumableFetch({ fetch: session.fetch, onThreadChanged });
  };
  return {
    url: '/chatkit',
    domainKey: element.domainKey,
    fetch: async (input, init) => (await (sending ??= load()))(input, init),
    uploadStrategy: { type: 'two_phase' },
  };
}
