import { ACTION_CALL_ID, actionCallName, actionOutputSchema, FrontdeskError, isErrorCode, type RunRequest } from '@frontdesk/contracts';
import type { ClaimedRun } from '@frontdesk/runs';
import type { AgentInputItem } from '@openai/agents';
import type { ChatEffects } from '../effects/chat-effects.js';
import { effectItemId } from '../effects/effect-item-id.js';
import { buildModelInput } from '../model-input/model-input.builder.js';
import type { RunPublisher } from '../publishing/run-publisher.js';
import type { RunTools } from '../tools/run-tools.js';
import { resultText } from '../tools/tool-output.js';
import type { ExecutionServices } from './execution-services.js';

export type CustomAction = Extract<RunRequest, { type: 'custom_action' }>;

export interface ActionParts {
  readonly services: Pick<ExecutionServices, 'lifecycle' | 'config'>;
  readonly run: ClaimedRun;
  readonly tools: Pick<RunTools, 'follow'>;
  readonly effects: Pick<ChatEffects, 'requests'>;
  readonly publisher: Pick<RunPublisher, 'save' | 'settled'>;
  readonly signal: AbortSignal;
}

/**
 * Has an action handled by the tools service; its effects are in the chat when this resolves.
 *
 * @returns what the agent is to answer; null when there is nothing to say
 * @throws FrontdeskError what the handler refused or failed at
 */
export async function handleAction(parts: ActionParts, request: CustomAction): Promise<AgentInputItem[] | null> {
  const { action, item_id } = request;
  const end = await parts.tools.follow({
    tool: actionCallName(action.type),
    callId: ACTION_CALL_ID,
    argumentsJson: JSON.stringify({ item_id, payload: action.payload ?? null }),
    signal: parts.signal,
  });
  if (end.type === 'failure') {
    throw new FrontdeskError(isErrorCode(end.code) ? end.code : 'tool_failed', { detail: end.message });
  }
  const { respond } = actionOutputSchema.parse(end.output);
  const isAsking = parts.effects.requests.length > 0;
  if (!respond && !isAsking) {
    return null;
  }
  parts.publisher.save(noteOf(parts.run, request));
  const history = await conversationSoFar(parts);
  return isAsking ? [...history, ...asCall(request)] : history;
}

/** The conversation with all that the action has left in it. */
async function conversationSoFar({ services, run, publisher }: ActionParts): Promise<AgentInputItem[]> {
  await publisher.settled();
  const earlier = await services.lifecycle.conversation(run, services.config.HISTORY_ITEMS);
  const items = [...earlier.items, ...(await services.lifecycle.itemsOfRun(run))];
  return buildModelInput({ ...earlier, items }, null, services.config.HISTORY_TOKENS).history;
}

/** For the model, now and in later turns: what the user did. */
function noteOf(run: ClaimedRun, { action, item_id }: CustomAction) {
  const where = item_id === null ? 'on the page' : `in the widget ${item_id}`;
  const content = `The user has just used an action ${where}: ${JSON.stringify({ action: action.type, payload: action.payload })}`;
  const id = effectItemId('hcx', run.id, ACTION_CALL_ID, 'note');
  return { id, thread_id: run.threadId, created_at: new Date().toISOString(), type: 'hidden_context_item', content } as const;
}

/** An action that asks something is told to the model as a call, whose result the answer joins. */
function asCall({ action }: CustomAction): AgentInputItem[] {
  const call = { callId: ACTION_CALL_ID, name: 'widget_action', status: 'completed' } as const;
  return [
    { ...call, type: 'function_call', arguments: JSON.stringify({ action: action.type, payload: action.payload }) },
    { ...call, type: 'function_call_result', output: resultText({ status: 'asked' }) },
  ];
}
