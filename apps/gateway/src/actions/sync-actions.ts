import { widgetItemSchema, type Action, type ThreadItem, type WidgetItem } from '@frontdesk/chatkit-protocol';
import {
  ACTION_CALL_ID,
  actionCallName,
  derivedId,
  FrontdeskError,
  isErrorCode,
  newId,
  type ChatEffect,
  type Owner,
  type ToolCallEvent,
  type ToolGrant,
} from '@frontdesk/contracts';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from '@frontdesk/observability';
import { RunInteractionStore, SubmissionStore, threadChangesOf, type SyncActionChanges } from '@frontdesk/runs';
import { ThreadStore } from '@frontdesk/threads';
import { hashToolArguments, signGrant, ToolsClient } from '@frontdesk/tools-client';
import { assertSame } from '../chatkit/repeated-submission.js';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG, LOGGER } from '../gateway.tokens.js';

export interface SyncAction {
  readonly threadId: string;
  /** The widget that it came from; null when it came from elsewhere. */
  readonly itemId: string | null;
  readonly action: Action;
  /** The client's key of the request: under it the action is done once. */
  readonly key?: string | undefined;
}

/**
 * Actions that are answered at once, without a run: they may happen while an answer streams, and whoever pressed the button
 * gets the widget as it is now. There is no stream to show anything else in, so of the handler's effects only those count
 * that last: the sender's widget, hidden context and changes of the thread.
 */
@Injectable()
export class SyncActions implements OnModuleDestroy {
  private readonly tools: ToolsClient;

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly threads: ThreadStore,
    private readonly interactions: RunInteractionStore,
    private readonly submissions: SubmissionStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.tools = new ToolsClient(config.tools.url);
  }

  onModuleDestroy(): void {
    this.tools.close();
  }

  /**
   * @returns the sender as it is now; null when nothing became of it
   * @throws FrontdeskError not_found; conflict when the thread is locked or closed; what the handler refused or failed at;
   *   invalid_request when the key was another request's
   */
  async handle(owner: Owner, call: SyncAction): Promise<WidgetItem | null> {
    const { threadId, itemId, action, key } = call;
    if (key !== undefined && (await this.isDone(owner, threadId, key))) {
      return this.senderOf(owner, call);
    }
    await this.interactions.checkAction(owner, threadId, itemId);
    const sender = await this.senderOf(owner, call);
    // Of no run: it only makes the call one of a kind in the ledger.
    const runId = key === undefined ? newId('run') : derivedId('run', ['sync action', owner.tenantId, owner.userId, key]);
    const changes = this.changesOf(await this.call(owner, call, runId), threadId, sender);
    const once = key === undefined ? undefined : { key, runId, itemId, action };
    const isFirst = await this.interactions.saveSyncAction(owner, threadId, changes, once);
    return isFirst ? changes.sender : this.senderOf(owner, call);
  }

  private async isDone(owner: Owner, threadId: string, key: string): Promise<boolean> {
    const earlier = await this.submissions.find(owner, key);
    if (earlier === null) {
      return false;
    }
    assertSame({ type: 'threads.sync_custom_action', params: { thread_id: threadId } }, earlier);
    return true;
  }

  private async senderOf(owner: Owner, { threadId, itemId }: SyncAction): Promise<WidgetItem | null> {
    const item = itemId === null ? null : await this.threads.getItem(owner, threadId, itemId);
    return item?.type === 'widget' ? item : null;
  }

  private async call(owner: Owner, { threadId, itemId, action }: SyncAction, runId: string): Promise<ChatEffect[]> {
    const tool = actionCallName(action.type);
    const argumentsJson = JSON.stringify({ item_id: itemId, payload: action.payload });
    const grant: ToolGrant = { ...owner, threadId, runId, epoch: 1, tool, callId: ACTION_CALL_ID, argsHash: hashToolArguments(argumentsJson) };
    const effects: ChatEffect[] = [];
    const token = await signGrant(this.config.sessions.secret, grant);
    for await (const event of this.tools.callTool({ tool, callId: ACTION_CALL_ID, argumentsJson, grant: token, requestId: runId })) {
      switch (event.type) {
        case 'effect':
          effects.push(...(event.live === true ? [] : [event.effect]));
          break;
        case 'failure':
          throw failureOf(event);
        case 'progress':
        case 'result':
          break;
      }
    }
    return effects;
  }

  private changesOf(effects: readonly ChatEffect[], threadId: string, sender: WidgetItem | null): SyncActionChanges {
    let changes: SyncActionChanges = { sender: null, hidden: [], thread: {} };
    for (const effect of effects) {
      if (effect.type === 'widget' && effect.item_id === sender?.id) {
        const { widget, copy_text } = effect;
        changes = { ...changes, sender: widgetItemSchema.parse({ ...sender, widget, copy_text }) };
      } else if (effect.type === 'hidden_context') {
        changes = { ...changes, hidden: [...changes.hidden, hiddenItem(threadId, effect.content)] };
      } else if (effect.type === 'thread') {
        changes = { ...changes, thread: { ...changes.thread, ...threadChangesOf(effect) } };
      } else {
        this.logger.warn({ effect: effect.type }, 'an action that is not streamed has an effect that only a stream can show');
      }
    }
    return changes;
  }
}

function hiddenItem(threadId: string, content: unknown): ThreadItem {
  return { id: newId('hcx'), thread_id: threadId, created_at: new Date().toISOString(), type: 'hidden_context_item', content };
}

/** What is wrong with the payload is the caller's to correct; the rest keeps its code. */
function failureOf({ code, message }: Extract<ToolCallEvent, { type: 'failure' }>): FrontdeskError {
  switch (code) {
    case 'tool_invalid_arguments':
      return new FrontdeskError('invalid_request', { detail: message, param: 'params.action.payload' });
    case 'action_unknown':
      return new FrontdeskError('action_unknown', { param: 'params.action.type' });
    default:
      return new FrontdeskError(isErrorCode(code) ? code : 'internal', { detail: message });
  }
}
