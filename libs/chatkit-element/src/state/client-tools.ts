import type { ThreadState } from '@frontdesk/chatkit-client';
import type { ClientToolCallItem } from '@frontdesk/chatkit-protocol';
import { reportError, type ChatContext } from './chat-context.js';
import { integrationError } from './chat-events.js';
import { withContent } from './chat-state.js';

/** The call that the thread waits for: a pending one at its end. */
export const pendingTool = (content: ThreadState): ClientToolCallItem | null => {
  const last = content.entries.findLast((entry) => entry.item.type !== 'end_of_turn')?.item;
  return last?.type === 'client_tool_call' && last.status === 'pending' ? last : null;
};

/** Runs the page's handler. A throw becomes a result that names the error, so that the agent can explain it. */
export const callTool = async (context: ChatContext, call: ClientToolCallItem): Promise<unknown> => {
  const handler = context.options()?.onClientTool;
  try {
    if (handler === undefined) {
      throw integrationError(`the server called the client tool "${call.name}", but there is no onClientTool handler`);
    }
    return (await handler({ name: call.name, params: call.arguments })) ?? null;
  } catch (error) {
    reportError(context, 'ClientToolError', error);
    return { error: error instanceof Error ? error.message : String(error) };
  }
};

/** Marks the call as answered here and now: it must not run again should the next stream fail. */
export const completeTool = (context: ChatContext, call: ClientToolCallItem, output: unknown): void => {
  context.store.update((state) =>
    withContent(state, (content) => ({
      ...content,
      entries: content.entries.map((entry) =>
        entry.item.id === call.id ? { ...entry, item: { ...call, status: 'completed', output } } : entry,
      ),
    })),
  );
};
