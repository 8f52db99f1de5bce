import { widgetItemSchema, type Action, type ThreadItem, type WidgetItem } from '@frontdesk/chatkit-protocol';
import {
  ACTION_CALL_ID,
  actionCallName,
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
import { RunInteractionStore, type SyncActionChanges } from '@frontdesk/runs';
import { ThreadStore } from '@frontdesk/threads';
import { hashToolArguments, signGrant, ToolsClient } from '@frontdesk/tools-client';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG, LOGGER } from '../gateway.tokens.js';

export interface SyncAction {
  readonly threadId: string;
  /** The widget that it came from; null when it came from elsewhere. */
  readonly itemId: string | null;
  readonly action: Action;
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
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.tools = new ToolsClient(config.tools.url);
  }

  onModuleDestroy(): void {
    this.tools.close();
  }

  /**
   * @returns the sender as it is now; null when nothing became of it
   * @throws FrontdeskError not_found; conflict when the thread is locked or closed; what the handler refused or failed at
   */
  async handle(owner: Owner, call: SyncAction): Promise<WidgetItem | null> {
    await this.interactions.checkAction(owner, call.threadId, call.itemId);
    const sender = call.itemId === null ? null : await this.threads.getItem(owner, call.threadId, call.itemId);
    const effects = await this.call(owner, call);
    const changes = this.changesOf(effects, call.threadId, sender);
    await this.interactions.saveSyncAction(owner, call.threadId, changes);
    return changes.sender ?? null;
  }

  private async call(owner: Owner, { threadId, itemId, action }: SyncAction): Promise<ChatEffect[]> {
    const tool = actionCallName(action.type);
    const argumentsJson = JSON.stringify({ item_id: itemId, payload: action.payload });
    const runId = newId('run'); // of no run: it only makes the call one of a kind in the ledger
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

  private changesOf(effects: readonly ChatEffect[], threadId: string, sender: ThreadItem | null): SyncActionChanges {
    let changes: SyncActionChanges = { sender: null, hidden: [], thread: {} };
    for (const effect of effects) {
      if (effect.type === 'widget' && sender?.type === 'widget' && effect.item_id === sender.id) {
        const { widget, copy_text } = effect;
        changes = { ...changes, sender: widgetItemSchema.parse({ ...sender, widget, copy_text }) };
      } else if (effect.type === 'hidden_context') {
        changes = { ...changes, hidden: [...changes.hidden, hiddenItem(threadId, effect.content)] };
      } else if (effect.type === 'thread') {
        const { title, status, metadata, allowed_image_domains: allowedImageDomains } = effect;
        changes = { ...changes, thread: { ...changes.thread, title, status, metadata, allowedImageDomains } };
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
