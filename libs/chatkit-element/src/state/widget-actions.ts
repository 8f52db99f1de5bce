import { applyStreamEvent, ChatKitConnectionError, ChatKitHttpError, withProblem } from '@frontdesk/chatkit-client';
import type { WidgetItem } from '@frontdesk/chatkit-protocol';
import { failureOf, reportError, type ChatContext } from './chat-context.js';
import { integrationError } from './chat-events.js';
import type { Conversation } from './conversation.js';
import { withContent } from './chat-state.js';
import { mergeValues, type FieldValues } from './form-values.js';

export type LoadingBehavior = 'auto' | 'self' | 'container' | 'none';

/** An action as a widget carries it. The published type shows only `type` and `payload`; servers send the rest too. */
export interface WidgetActionConfig {
  type: string;
  payload?: unknown;
  handler?: 'client' | 'server';
  loadingBehavior?: LoadingBehavior;
  streaming?: boolean;
}

/** Reads an action out of a widget's prop; null when it is none. */
export const readAction = (value: unknown): WidgetActionConfig | null =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
    ? (value as WidgetActionConfig)
    : null;

/** Runs the actions of widgets: on the page, by a stream, or by a plain request that may run beside one. */
export class WidgetActions {
  private readonly context: ChatContext;
  private readonly conversation: Conversation;

  constructor(context: ChatContext, conversation: Conversation) {
    this.context = context;
    this.conversation = conversation;
  }

  /**
   * @param busyKey names the part of the widget that waits; null shows no waiting
   * @param values fields of the form that the action stands in
   */
  async run(config: WidgetActionConfig, item: WidgetItem, busyKey: string | null, values: FieldValues): Promise<void> {
    const { payload, clashes } = mergeValues(config.payload, values);
    const action = { ...config, payload };
    if (clashes.length > 0) {
      const message = `the action "${action.type}" has a payload of its own at ${clashes.join(', ')}; the fields of these names were not sent`;
      reportError(this.context, 'WidgetItemError', integrationError(message));
    }
    this.setBusy(busyKey, true);
    this.context.emit('log', { name: 'action.start', data: { type: action.type } });
    try {
      await this.dispatch(action, item);
    } catch (error) {
      reportError(this.context, 'WidgetItemError', error);
      this.tell(error);
    } finally {
      this.setBusy(busyKey, false);
    }
  }

  private async dispatch(action: WidgetActionConfig, item: WidgetItem): Promise<void> {
    if (action.handler === 'client') {
      const onAction = this.context.options()?.widgets?.onAction;
      if (onAction === undefined) {
        throw integrationError(`the widget action "${action.type}" is for the page, but there is no widgets.onAction handler`);
      }
      await onAction(
        { type: action.type, payload: action.payload as Record<string, unknown> | undefined },
        { id: item.id, widget: item.widget as never },
      );
      return;
    }
    if (action.streaming === false) {
      await this.sync(action, item.id);
    } else {
      await this.conversation.customAction(action, item.id);
    }
  }

  private async sync(action: WidgetActionConfig, itemId: string): Promise<void> {
    const { store } = this.context;
    const { id } = store.get().thread;
    if (id === null) {
      throw integrationError('a widget action needs a thread');
    }
    const params = { thread_id: id, item_id: itemId, action: { type: action.type, payload: action.payload } };
    const { updated_item: updated } = await this.context.client().request('threads.sync_custom_action', params);
    if (updated === undefined) {
      return;
    }
    store.update((state) =>
      state.thread.id === id
        ? withContent(state, (content) => applyStreamEvent(content, { type: 'thread.item.replaced', item: updated }))
        : state,
    );
  }

  /** What the server did not do is said to the reader, too; what the page did not do is the page's to say. */
  private tell(error: unknown): void {
    if (error instanceof ChatKitHttpError || error instanceof ChatKitConnectionError) {
      const { message, sessionExpired } = failureOf(this.context, error);
      this.context.store.update((state) =>
        withContent(state, (content) => withProblem(content, { message, allowRetry: false, sessionExpired })),
      );
    }
  }

  private setBusy(key: string | null, busy: boolean): void {
    if (key === null) {
      return;
    }
    this.context.store.update((state) => {
      const busyActions = new Set(state.busyActions);
      if (busy) {
        busyActions.add(key);
      } else {
        busyActions.delete(key);
      }
      return { ...state, busyActions };
    });
  }
}
